"""Names that stand next to what they name: the options of a command, the header of a tool's error, a notification.

Sources: azure-cli's and Az.Network's help, errors of Terraform's azurerm provider old and new, the portal.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from knowledge.reading.hinted import hinted

_COMMAND: Final = hinted(
    r"(?<![\w.-])(?:az|['\"]?network)['\"]?[\s,]{1,3}(?:['\"]?network['\"]?[\s,]{1,3})?['\"]?vnet['\"]?[\s,]{1,3}['\"]?peering\b(?:[^\n]|(?<=\s[\\'^])\n){0,1500}"
    r"|\b(?:Add|Get|Set|Sync|Remove)-AzVirtualNetworkPeering\b(?:[^\n]|(?<=\s[\\'^])\n){0,1500}",
    *("vnet peering", "'peering'", '"peering"', "azvirtualnetworkpeering"),
)
"""A command, with the lines on which it goes on: a shell's sign for that is at the end of the line before."""

_LOOKS: Final = re.compile(r"\AGet-|peering['\"]?[\s,]{1,3}['\"]?(?:list|show|wait)\b", re.IGNORECASE)
"""A command that changes nothing: what failed is another one, if there is one."""

_END: Final = re.compile(r"\s(?:;|&&?|\|\|?|>)|;\s")
"""Where a shell begins another command; within a word such a character makes the word no name."""
_OPTION: Final = re.compile(
    r"""(?<![\w-])(-{1,2}[A-Za-z][\w-]{0,40})['"]?[\s=,:]{1,3}
    (?: '([^'\n]{1,400})' | "([^"\n]{1,400})" | ([^\s'",-][^\s'",]{0,400})(?<!-)(?= \Z | [\s,\])] | ['"](?!\w) ) )""",
    re.VERBOSE,
)
_OPTIONS: Final[Mapping[str, str]] = {
    "-g": "local_group",
    "--resource-group": "local_group",
    "--vnet-name": "local_vnet",
    "-n": "local_peering",
    "--name": "local_peering",
    "--remote-vnet": "remote_vnet_id",
    "--remote-vnet-id": "remote_vnet_id",
    "--subscription": "local_subscription",
    "-resourcegroupname": "local_group",
    "-virtualnetworkname": "local_vnet",
    "-name": "local_peering",
    "-remotevirtualnetworkid": "remote_vnet_id",
}
_LABELS: Final[tuple[tuple[str, str], ...]] = (
    ("local_group", r"Resource Group(?: Name)?\s?:?\s{0,3}\"([^\"\n]{1,90})\""),
    ("local_vnet", r"Virtual Network(?: Name)?\s?:?\s{0,3}\"([^\"\n]{1,64})\""),
    ("local_peering", r"Virtual Network Peering(?: Name)?\s?:?\s{0,3}\"([^\"\n]{1,80})\""),
    ("local_subscription", r"\(Subscription: \"([0-9a-fA-F-]{36})\""),
)
_LABEL: Final = tuple((role, hinted(pattern, "virtual network peering", flags=0)) for role, pattern in _LABELS)
_REMOTE: Final = hinted(
    r"remote_?virtual_?network(?:_?id)?\W{1,12}(?:id\W{1,6})?(/subscriptions/[^\s\"',]{1,400})",
    *("remotevirtualnetwork", "remote_virtual_network"),
)
"""The property of a peering that says where it leads, as templates, Terraform and azure-cli's output write it."""

_NOTICE: Final = hinted(
    r"\bvirtual network peering '([^'\n]{1,80})'(?: (?:to|from|in|of) '([^'\n]{1,64})')?", "virtual network peering '"
)


def stated(text: str) -> dict[str, str]:
    """Give roles such as `local_group`, and what a cleaned text says stands for each; the first one said counts.

    `remote_vnet_id` is a resource ID or only a name. What is given is not checked to be a valid Azure name.
    """
    lower = text.lower()
    names: dict[str, str] = {}
    for role, value in (
        *_of_commands(text, lower),
        *_of_notices(text, lower),
        *_of_labels(text, lower),
        *_of_properties(text, lower),
    ):
        names.setdefault(role, value)
    return names


def _of_commands(text: str, lower: str) -> Iterator[tuple[str, str]]:
    """Give what the commands say: those that change something, else those that look, and only of the first VNet."""
    if not _COMMAND.possible(lower):
        return
    found = [command[0] for command in _COMMAND.pattern.finditer(text)]
    if len(found) > 1:
        found = [command for command in found if not _LOOKS.search(command) and _options(command)] or found
    said = [_options(command) for command in found]
    vnet = next((options.get("local_vnet", "") for options in said if options), "").casefold()
    for options in said:
        if options.get("local_vnet", "").casefold() == vnet:
            yield from options.items()


def _options(command: str) -> dict[str, str]:
    """Give what one command says, by role."""
    named: dict[str, str] = {}
    for option, *values in _OPTION.findall(_END.split(command, maxsplit=1)[0]):
        role = _OPTIONS.get(option.lower())
        if role:
            named.setdefault(role, "".join(values))
    return named


def _of_notices(text: str, lower: str) -> Iterator[tuple[str, str]]:
    found = _NOTICE.search(text, lower)
    if found:
        yield "local_peering", found[1]
        if found[2]:
            yield "local_vnet", found[2]


def _of_labels(text: str, lower: str) -> Iterator[tuple[str, str]]:
    for role, label in _LABEL:
        found = label.search(text, lower)
        if found:
            yield role, found[1]


def _of_properties(text: str, lower: str) -> Iterator[tuple[str, str]]:
    found = _REMOTE.search(text, lower)
    if found:
        yield "remote_vnet_id", found[1]
