"""What a paste names: error codes, tenants, subscriptions, VNets, peerings, address ranges and the tool."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from ipaddress import ip_network
from types import MappingProxyType
from typing import Any, Final

from knowledge.placeholders import valid
from knowledge.reading.hinted import hinted, lower_case
from knowledge.reading.stated import stated
from knowledge.reading.tools import tool_of, version_of

_GUID: Final = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_PART: Final = r"""[^/\s'"<>,;|\\]{1,90}(?![^/\s'"<>,;|\\]|[;|<>\\'"]\w)"""
"""One part of a resource ID. Of `a;b` or `a>b` nothing is taken: half a name would be another one's."""
_VNET_ID: Final = re.compile(
    rf"/subscriptions/({_PART}|<[^<>\n]{{1,60}}>|)/resourceGroups/({_PART}|<[^<>\n]{{1,60}}>)/providers/Microsoft\.Network/virtualNetworks/({_PART})"
    rf"(?:/virtualNetworkPeerings/({_PART}))?",
    re.IGNORECASE,
)
_SUBSCRIPTION: Final = re.compile(rf"subscriptions?(?:/|\W{{1,3}}|\s+(?:id\s+)?\W{{0,3}})({_GUID})")
_TENANT: Final = hinted(
    rf"(?:tenants?(?:\s+id)?(?:\s+is)?\W{{1,4}}|sts\.windows\.net/|login\.(?:windows|microsoftonline)\.(?:net|com)/)({_GUID})",
    "tenant", "sts.windows.net/", "login.",
    flags=0,
)  # fmt: skip
_CAPITAL: Final = re.compile(r"[A-Z](?<!\w[A-Z])\w{3,79}(?!\w)")
_CODE: Final = re.compile(r"[A-Z](?<!\w[A-Z])[a-z]+[A-Z][A-Za-z0-9]{1,78}\b")
_BEFORE_CODE: Final = re.compile(
    r"(?:\bcode\W{1,6}|\berror:\s{0,4}|(?:^|\n)\s{0,8}\(|\bAzure Error:\s{0,4})\Z", re.IGNORECASE
)
_CODE_SAID: Final = re.compile(r"code(?<!\wcode)\W{1,6}([a-z]{4,80})\b")
_STATUS: Final = hinted(
    r"(?:status(?<!\wstatus)(?:\s?code)?|response(?<!\wresponse)|http(?<!\whttp)(?:/[\d.]{1,3})?)\W{1,4}([45]\d\d)\b",
    "status", "response", "http",
    flags=0,
)  # fmt: skip
_FLAG: Final = hinted(
    r"(?:allow(?<!\wallow)[_-]?(?:(?:virtual[_-]?network|vnet)[_-]?access|forwarded[_-]?traffic|gateway[_-]?transit)"
    r"|use(?<!\wuse)[_-]?remote[_-]?gateways?|do(?<!\wdo)[_-]?not[_-]?verify[_-]?remote[_-]?gateways"
    r"|peer(?<!\wpeer)[_-]?complete[_-]?(?:vnets|virtual[_-]?networks)|enable(?<!\wenable)[_-]?only[_-]?ipv6)",
    "access", "forwarded", "gateway", "complete", "ipv6",
    flags=0,
)  # fmt: skip
_LENGTH: Final = re.compile(r"/\d{1,2}(?![\w/])")
_BEFORE_LENGTH: Final = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}\Z")
_PREFIX_6: Final = hinted(r"(?<![\w:])[0-9a-fA-F:]{2,39}::?/\d{1,3}(?![\w/])", "::")


@dataclass(frozen=True, slots=True)
class Facts:
    """What was read, each list in the order of appearance; `names` maps placeholders to the user's own names.

    `codes` are error codes, `statuses` HTTP ones; `tenants` and `subscriptions` GUIDs; `groups`, `virtual_networks` and
    `peerings` names; `prefixes` CIDR ranges; `flags` the settings of a peering that are named; `tool` one of azure-cli,
    powershell, terraform, bicep, pulumi, ansible, portal, and `version` what it says of itself.
    """

    codes: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    tenants: tuple[str, ...] = ()
    subscriptions: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    virtual_networks: tuple[str, ...] = ()
    peerings: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    tool: str | None = None
    version: str | None = None
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def named(self, names: Mapping[str, str]) -> "Facts":
        """Give these facts with the names that a message explains.

        What was guessed gives way: a side that is another VNet by the message, and a side that would be the same VNet.
        """
        explained = {side: vnet for side in ("local", "remote") if (vnet := vnet_of(names, side))}
        guessed = {side: vnet_of(self.names, side) for side in ("local", "remote")}
        wrong = {side for side in explained if not same_vnet(guessed[side], explained[side])}
        wrong |= {
            side
            for side, vnet in guessed.items()
            if side not in explained
            and any({"vnet"} <= vnet.keys() & one.keys() and same_vnet(vnet, one) for one in explained.values())
        }
        kept = {name: value for name, value in self.names.items() if _side_of(name) not in wrong}
        return replace(self, names=MappingProxyType({**kept, **names}))

    def as_json(self) -> dict[str, Any]:
        """Give the `facts` of the explain contract."""
        return {
            "codes": list(self.codes),
            "tenants": list(self.tenants),
            "subscriptions": list(self.subscriptions),
            "virtual_networks": list(self.virtual_networks),
            "peerings": list(self.peerings),
            "prefixes": list(self.prefixes),
            "tool": self.tool,
        }


def read_facts(text: str, known_codes: Iterable[str] = ()) -> Facts:
    """Read the facts of a cleaned text. A code is one that stands where tools print codes, or a known one."""
    lower = lower_case(text)
    ids, tenants, said = _ids(text), _tenants(text, lower), _said(text)
    known = sorted(frozenset(known_codes).intersection(_CAPITAL.findall(text)), key=text.index)
    codes = [*_codes(text), *(text[slice(*found.span(1))] for found in _CODE_SAID.finditer(lower)), *known]
    return Facts(
        codes=_unique(code for code in codes if code not in {"Message", "Details", "Error"}),
        statuses=_unique(_STATUS.findall(lower, lower)),
        tenants=tenants,
        subscriptions=_unique(text[slice(*found.span(1))] for found in _SUBSCRIPTION.finditer(lower)),
        groups=_unique(_parts(ids, said, "group")),
        virtual_networks=_unique(_parts(ids, said, "vnet")),
        peerings=_unique(_parts(ids, said, "peering")),
        prefixes=_unique(prefix for prefix in (*_ranges(text), *_PREFIX_6.findall(text, lower)) if _is_range(prefix)),
        flags=_unique(text[slice(*found.span())] for found in _FLAG.finditer(lower, lower)),
        tool=tool_of(text),
        version=version_of(text),
        names=MappingProxyType(_sides(ids, tenants, said)),
    )


def names_in(text: str) -> Mapping[str, str]:
    """Give the names of a cleaned text, by placeholder."""
    return MappingProxyType(_sides(_ids(text), _tenants(text, lower_case(text)), _said(text)))


def _ids(text: str) -> list[dict[str, str]]:
    return [vnet for found in _VNET_ID.finditer(text) if (vnet := _vnet(found))]


def _tenants(text: str, lower: str) -> tuple[str, ...]:
    return _unique(text[slice(*found.span(1))] for found in _TENANT.finditer(lower, lower))


def _codes(text: str) -> Iterator[str]:
    """Give the words in camel case that stand where tools print codes."""
    for found in _CODE.finditer(text):
        if _BEFORE_CODE.search(text, max(found.start() - 16, 0), found.start()):
            yield found[0]


def _ranges(text: str) -> Iterator[str]:
    """Give the IPv4 ranges; a slash and a length are rare, so they are looked for first."""
    for length in _LENGTH.finditer(text):
        # An address has 15 characters at most; the look at what stands before it may go further back.
        address = _BEFORE_LENGTH.search(text, max(length.start() - 15, 0), length.start())
        if address:
            yield address[0] + length[0]


def parts_of(role: str, value: str) -> dict[str, str]:
    """Split the resource ID that stands for `<side>_vnet_id` or `<side>_peering_id` into the names of that side.

    Some tools say only the name there. Any other role gives itself. What is not a valid Azure name is left out, and
    so is an ID after other words: it may be of any VNet.
    """
    side, _, kind = role.partition("_")
    if kind not in {"vnet_id", "peering_id"}:
        return {role: value} if valid(role, value) else {}
    found = _VNET_ID.search(value)
    if found is None:
        name = role.removesuffix("_id")
        return {name: value} if valid(name, value) else {}
    if " " in value[: found.start()]:
        return {}
    return {f"{side}_{part}": name for part, name in _vnet(found).items()}


def _vnet(found: re.Match[str]) -> dict[str, str]:
    parts = ("subscription", "group", "vnet", "peering")
    values = (value.rstrip(".)]}:") if value else "" for value in found.groups())
    return {part: value for part, value in zip(parts, values, strict=True) if value and valid(part, value)}


def _parts(ids: list[dict[str, str]], said: Mapping[str, str], part: str) -> list[str]:
    """Give all names of one kind: those in resource IDs, then those that are said beside them."""
    beside = [said[role] for role in (f"local_{part}", f"remote_{part}") if role in said]
    return [*(vnet[part] for vnet in ids if part in vnet), *beside]


def _said(text: str) -> dict[str, str]:
    """Give the names that a command or a tool says, by role, as far as they are valid Azure names."""
    names: dict[str, str] = {}
    for role, value in stated(text).items():
        for name, part in parts_of(role, value).items():
            names.setdefault(name, part)
    return names


def _sides(ids: list[dict[str, str]], tenants: tuple[str, ...], said: Mapping[str, str]) -> dict[str, str]:
    """Tell which side each VNet is: what a command says is so; otherwise the one whose peering is named is the user's
    own, and another one is the remote. Where nothing tells, none is: a wrong name in a command is worse than none.
    """
    named = [vnet for vnet in ids if "vnet" in vnet]
    local = next((vnet for vnet in named if "peering" in vnet), None)
    if local is None:
        local = next((vnet for vnet in named if _is(vnet, said, "local") and not _is(vnet, said, "remote")), {})
    others = [vnet for vnet in named if local and not same_vnet(vnet, local)]
    remote = next((vnet for vnet in others if _is(vnet, said, "remote")), others[0] if others else {})
    names = {f"local_{part}": value for part, value in local.items()}
    names |= {f"remote_{part}": value for part, value in remote.items()}
    if len(tenants) == 1:
        names["local_tenant"] = tenants[0]
    if local and said.get("local_vnet", local["vnet"]).casefold() != local["vnet"].casefold():
        # A command and an ID speak of two VNets as the user's own: names of both would be mixed.
        return names
    return {**said, **names}


def same_vnet(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Tell whether two VNets are the same as far as both are known; Azure does not always keep the case."""
    parts = [part for part in ("subscription", "group", "vnet") if part in one and part in other]
    return all(one[part].casefold() == other[part].casefold() for part in parts)


def vnet_of(names: Mapping[str, str], side: str) -> dict[str, str]:
    """Give what is known of the VNet of one side."""
    parts = ("subscription", "group", "vnet")
    return {part: names[f"{side}_{part}"] for part in parts if f"{side}_{part}" in names}


def _side_of(name: str) -> str:
    """Give the side of a name; a tenant is no part of a VNet."""
    return "" if name.endswith("_tenant") else name.partition("_")[0]


def _is(vnet: Mapping[str, str], said: Mapping[str, str], side: str) -> bool:
    return vnet["vnet"].casefold() == said.get(f"{side}_vnet", "").casefold()


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    first: dict[str, str] = {}
    for value in values:
        first.setdefault(value.casefold(), value)
    return tuple(first.values())


def _is_range(prefix: str) -> bool:
    try:
        ip_network(prefix, strict=False)
    except ValueError:
        return False
    return True
