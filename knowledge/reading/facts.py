"""What a paste names: error codes, tenants, subscriptions, VNets, peerings, address ranges and the tool."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from ipaddress import ip_network
from types import MappingProxyType
from typing import Any, Final

from knowledge.placeholders import valid

_GUID: Final = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_PART: Final = r"""[^/\s'"<>,;|\\]{1,90}(?![^/\s'"<>,;|\\]|[;|<>\\'"]\w)"""
"""One part of a resource ID. Of `a;b` or `a>b` nothing is taken: half a name would be another one's."""
_VNET_ID: Final = re.compile(
    rf"/subscriptions/({_PART})/resourceGroups/({_PART})/providers/Microsoft\.Network/virtualNetworks/({_PART})"
    rf"(?:/virtualNetworkPeerings/({_PART}))?",
    re.IGNORECASE,
)
_SUBSCRIPTION: Final = re.compile(rf"subscriptions?(?:/|\W{{1,3}}|\s+(?:id\s+)?\W{{0,3}})({_GUID})", re.IGNORECASE)
_TENANT: Final = re.compile(
    rf"(?:tenants?(?:\s+id)?(?:\s+is)?\W{{1,4}}|sts\.windows\.net/|login\.(?:windows|microsoftonline)\.(?:net|com)/)({_GUID})",
    re.IGNORECASE,
)
_CODE: Final = re.compile(
    r"(?:\bcode\W{1,6}|\berror:\s{0,4}|^\s{0,8}\(|\bAzure Error:\s{0,4})([A-Z][a-z]+(?:[A-Z][A-Za-z0-9]*)+)",
    re.MULTILINE,
)
_CODE_I: Final = re.compile(r"\bcode\W{1,6}([A-Z][A-Za-z]{3,79})\b", re.IGNORECASE)
_PREFIX: Final = re.compile(
    r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}/\d{1,2}(?![\w/])|(?<![\w:])[0-9a-fA-F:]{2,39}::?/\d{1,3}(?![\w/])"
)
_TOOLS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple(
    (tool, re.compile(pattern, re.IGNORECASE | re.MULTILINE))
    for tool, pattern in (
        ("terraform", r"azurerm_|terraform|Original Error: Code=|unexpected status \d+ \(|ERROR CODE: "),
        (
            "powershell",
            r"(?:Add|Set|Get|Sync|Remove|New)-Az[A-Z]\w+|CategoryInfo|FullyQualifiedErrorId|ErrorCode: |OperationID ?: ",
        ),
        ("pulumi", r"pulumi|azure-native:"),
        ("ansible", r"ansible|azure_rm_|Azure Error: "),
        ("bicep", r"\.bicep\b|DeploymentFailed|deployment create"),
        (
            "azure-cli",
            r"(?:^|[\s$>])az (?:network|login|account|role|deployment|group)\b|^\s*\(\w+\) [\s\S]{0,4000}?^\s*Code: |az: error:",
        ),
        ("portal", r"Failed to (?:add|update|delete|save) virtual network peering|Azure portal"),
    )
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What was read, each list in the order of appearance; `names` maps placeholders to the user's own names.

    `codes` are error codes; `tenants` and `subscriptions` GUIDs; `virtual_networks` and `peerings` names;
    `prefixes` CIDR ranges; `tool` one of azure-cli, powershell, terraform, bicep, pulumi, ansible, portal.
    """

    codes: tuple[str, ...] = ()
    tenants: tuple[str, ...] = ()
    subscriptions: tuple[str, ...] = ()
    virtual_networks: tuple[str, ...] = ()
    peerings: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    tool: str | None = None
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def named(self, names: Mapping[str, str]) -> "Facts":
        """Give these facts with more names; names already there give way."""
        return replace(self, names=MappingProxyType({**self.names, **names}))

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
    ids = [vnet for found in _VNET_ID.finditer(text) if (vnet := _vnet(found))]
    words = set(re.findall(r"\w{4,80}", text))
    codes = [*_CODE.findall(text), *_CODE_I.findall(text), *(code for code in known_codes if code in words)]
    return Facts(
        codes=_unique(code for code in codes if code not in {"Message", "Details", "Error"}),
        tenants=_unique(_TENANT.findall(text)),
        subscriptions=_unique(_SUBSCRIPTION.findall(text)),
        virtual_networks=_unique(vnet["vnet"] for vnet in ids if "vnet" in vnet),
        peerings=_unique(vnet["peering"] for vnet in ids if "peering" in vnet),
        prefixes=_unique(prefix for prefix in _PREFIX.findall(text) if _is_range(prefix)),
        tool=next((tool for tool, pattern in _TOOLS if pattern.search(text)), None),
        names=MappingProxyType(_sides(ids, _TENANT.findall(text))),
    )


def parts_of(role: str, value: str) -> dict[str, str]:
    """Split the resource ID that stands for `<side>_vnet_id` or `<side>_peering_id` into the names of that side.

    Some tools say only the name there. Any other role gives itself. What is not a valid Azure name is left out.
    """
    side, _, kind = role.partition("_")
    if kind not in {"vnet_id", "peering_id"}:
        return {role: value} if valid(role, value) else {}
    found = _VNET_ID.search(value)
    if found is None:
        name = role.removesuffix("_id")
        return {name: value} if valid(name, value) else {}
    return {f"{side}_{part}": name for part, name in _vnet(found).items()}


def _vnet(found: re.Match[str]) -> dict[str, str]:
    parts = ("subscription", "group", "vnet", "peering")
    values = (value.rstrip(".)]}:") if value else "" for value in found.groups())
    return {part: value for part, value in zip(parts, values, strict=True) if value and valid(part, value)}


def _sides(ids: list[dict[str, str]], tenants: list[str]) -> dict[str, str]:
    """Guess which side each VNet is: the one whose peering is named is the user's own, another one is the remote."""
    named = [vnet for vnet in ids if "vnet" in vnet]
    local = next((vnet for vnet in named if "peering" in vnet), named[0] if named else {})
    remote = next(
        (vnet for vnet in named if (vnet["vnet"], vnet.get("group")) != (local.get("vnet"), local.get("group"))), {}
    )
    names = {f"local_{part}": value for part, value in local.items()}
    names |= {f"remote_{part}": value for part, value in remote.items()}
    if len(tenants) == 1:
        names["local_tenant"] = tenants[0]
    return names


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
