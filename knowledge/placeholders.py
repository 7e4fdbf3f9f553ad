"""The names that stand in braces in the knowledge files, and what replaces them.

In a command `{remote_vnet}` becomes the user's own name when the paste had it and it is a valid Azure name, and
`<remote-vnet>` otherwise. In prose it becomes the name, or words such as "the remote VNet".
"""

import re
from collections.abc import Callable, Mapping
from ipaddress import ip_address, ip_network
from typing import Final

_GUID: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_EVEN: Final = re.compile(r"(.)\1{7}-(.)\2{3}-(.)\3{3}-(.)\4{3}-(.)\5{10}.")
_COUNTED: Final = frozenset(
    {"01234567", "12345678", "1234abcd", "a1b2c3d4", "abcd1234", "abcdef00", "abcdef01", "abcdef12", "deadbeef"}
)
"""How GUIDs begin that somebody counted up or spelt."""

_MASKS: Final = frozenset(
    {"anonymised", "anonymized", "hidden", "masked", "obfuscated", "omitted", "placeholder", "redacted", "removed"}
)
"""What people write for a name that they don't want to tell, besides `xxxx`."""

_NAME: Final = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_.-]{0,78}[A-Za-z0-9_])?")
_GROUP: Final = re.compile(r"[A-Za-z0-9_(]([A-Za-z0-9_.()-]{0,88}[A-Za-z0-9_()-])?")
_ADDRESS: Final = re.compile(r"[0-9A-Fa-f.:/]{2,50}")
_REGION: Final = re.compile(r"[a-z][a-z0-9]{2,30}")
_MARK: Final = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_BY_NUMBER: Final = frozenset({"tenant", "subscription"})
"""What only a GUID names; a sentence has to say what it is the GUID of."""

PLACEHOLDERS: Final[Mapping[str, str]] = {
    **{
        f"{side}_{part}": f"the {words}{noun}"
        for side, words in (
            ("local", ""),
            ("remote", "remote "),
            ("hub", "hub "),
            ("spoke", "spoke "),
            ("other", "other "),
        )
        for part, noun in (
            ("tenant", "tenant"),
            ("subscription", "subscription"),
            ("group", "resource group"),
            ("vnet", "VNet"),
            ("vnet_id", "VNet's resource ID"),
            ("peering", "peering"),
            ("peering_id", "peering's resource ID"),
            ("prefix", "address range"),
            ("prefixes", "address ranges"),
            ("subnet", "subnet"),
        )
    },
    "app": "the app",
    "destination_group": "the destination's resource group",
    "destination_ip": "the destination IP",
    "destination_vm": "the destination VM",
    "gateway": "the gateway",
    "group": "the resource group",
    "lock": "the lock",
    "managed_group": "the managed resource group",
    "nic": "the network interface",
    "nva_ip": "the appliance's IP",
    "nva_nic": "the appliance's network interface",
    "object_id": "the object ID",
    "port": "the port",
    "region": "the region",
    "route": "the route",
    "route_table": "the route table",
    "scope": "the scope",
    "source_group": "the source's resource group",
    "source_ip": "the source IP",
    "source_vm": "the source VM",
    "storage_account": "the storage account",
    "user": "the user",
    "workspace": "the workspace",
    "zone": "the DNS zone",
}
"""Every placeholder with the words that stand for it in prose."""

TEMPLATE_ONLY: Final = frozenset({"any", "code", "client"})
"""Placeholders that a message template may have besides `PLACEHOLDERS`; nothing is kept of what they match."""


def marks(text: str) -> list[str]:
    """Give the names in braces in a text, in order. JMESPath such as `{name:name}` is not one."""
    return _MARK.findall(text)


def valid(name: str, value: str) -> bool:
    """Tell whether a value may stand in a command for that placeholder: a valid Azure name and nothing a shell reads.

    What only stands for a name, such as an all-zero GUID, is none: Azure would look for it and find nothing.
    Rules of names: Azure's naming rules for resource groups (1–90), network resources (1–80), GUIDs for ids.
    """
    if name.endswith("_id") and name != "object_id":
        return all(_segment(part) for part in value.strip("/").split("/")) and value.startswith("/subscriptions/")
    last = name.rpartition("_")[2]
    if last in _BY_NUMBER or name == "object_id":
        return _GUID.fullmatch(value) is not None and not _made_up(value)
    if last == "group":
        return _GROUP.fullmatch(value) is not None and not _masked(value)
    if last == "ip":
        return _parses(ip_address, value)
    if last in {"prefix", "prefixes"}:
        return all(_parses(ip_network, part) for part in value.split(" "))
    if last == "port":
        return value.isascii() and value.isdigit() and 0 < int(value) < 65536
    if last == "region":
        return _REGION.fullmatch(value) is not None
    return _NAME.fullmatch(value) is not None and not _masked(value)


def _made_up(guid: str) -> bool:
    """Tell whether a GUID is one that nobody was given: all zero, of one digit in each part, or counted up."""
    first = guid[:8].lower()
    return first in _COUNTED or (first == first[0] * 8 and _EVEN.fullmatch(guid.lower()) is not None)


def _masked(name: str) -> bool:
    return (name.isalpha() and name.lower() in _MASKS) or (name[:3].lower() == "xxx" and not name.strip("xX-_"))


class _Made(dict[str, str]):
    """What is made of each name when it is first asked for."""

    def __init__(self, make: Callable[[str], str]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, name: str) -> str:
        made = self[name] = self._make(name)
        return made


class Filler:
    """Puts one user's names into commands and sentences; what stands for a placeholder is worked out once."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        self._arguments = _Made(self._argument)
        self._words = _Made(self._word)

    def command(self, text: str) -> str:
        """Put the names into a command; what is not known or not valid stays a clear `<placeholder>`."""
        return _MARK.sub(lambda mark: self._arguments[mark[1]], text) if "{" in text else text

    def prose(self, text: str) -> str:
        """Put the names into a sentence as code spans, or the words that stand for them.

        A GUID says nothing by itself, so it comes with its noun: "the subscription `c27e…`".
        """
        return _MARK.sub(lambda mark: self._words[mark[1]], text) if "{" in text else text

    def _argument(self, name: str) -> str:
        value = self._names.get(name)
        if value and valid(name, value):
            return f'"{value}"' if "(" in value else value
        return self._built_id(name) or f"<{_shell_word(name)}>"

    def _word(self, name: str) -> str:
        value = self._names.get(name)
        if not value or not valid(name, value):
            return PLACEHOLDERS.get(name, name)
        noun = name.rpartition("_")[2]
        return f"the {noun} `{value}`" if noun in _BY_NUMBER else f"`{value}`"

    def _built_id(self, name: str) -> str | None:
        """Build a VNet's resource ID when a part of it is known; what is not stays a placeholder inside it."""
        if not name.endswith("_vnet_id"):
            return None
        side = name.removesuffix("_vnet_id")
        if not any(self._names.get(f"{side}_{part}") for part in ("subscription", "group", "vnet")):
            return None
        pattern = (
            f"/subscriptions/{{{side}_subscription}}/resourceGroups/{{{side}_group}}"
            f"/providers/Microsoft.Network/virtualNetworks/{{{side}_vnet}}"
        )
        built = self.command(pattern).replace('"', "")
        return f'"{built}"' if "(" in built else built


def in_command(text: str, names: Mapping[str, str]) -> str:
    """Put the user's names into one command, see `Filler`."""
    return Filler(names).command(text)


def in_prose(text: str, names: Mapping[str, str]) -> str:
    """Put the user's names into one sentence, see `Filler`."""
    return Filler(names).prose(text)


def _shell_word(name: str) -> str:
    """Give `remote_vnet` as `remote-vnet` and `local_vnet` as `vnet`: the reader did not bring the word local."""
    word = name.replace("_", "-")
    return {"local-group": "resource-group", "group": "resource-group"}.get(word, word.removeprefix("local-"))


def _segment(part: str) -> bool:
    return _GROUP.fullmatch(part) is not None


def _parses(parse: object, value: str) -> bool:
    # Python takes any text after a percent sign for the zone of an IPv6 address.
    if _ADDRESS.fullmatch(value) is None:
        return False
    try:
        parse(value)  # type: ignore[operator]
    except ValueError:
        return False
    return True
