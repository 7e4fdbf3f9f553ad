"""Peerings that a paste lists, without an error: what is the matter with them, by their states."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from knowledge.matching.match import Match, Outcome, Verdict
from knowledge.reading.listed import STATES, Listed

_ANSWERS: Final[Mapping[str, str]] = MappingProxyType(
    {"disconnected": "peering-disconnected", "initiated": "peering-initiated"}
)
_SURE: Final = 0.95
_WELL: Final = ("connectivity-two-vnets", "peering-status-meanings")
"""What somebody may want who shows links with which nothing is the matter."""


def of_links(links: Sequence[Listed]) -> Verdict:
    """Answer about the first link that is not Connected, else about one that is otherwise not as it should be."""
    for link in sorted(links, key=lambda one: STATES.index(one.state)):
        id_ = _ANSWERS.get(link.state)
        if id_:
            return _about(link, links, id_, link.state.capitalize())
    stale = next((link for link in links if link.stale), None)
    if stale:
        return _about(stale, links, "address-space-out-of-sync", "not in sync")
    blocked = next((link for link in links if link.blocked), None)
    if blocked:
        return _about(blocked, links, "vnet-access-blocked", "without access to the other VNet")
    return Verdict(Outcome.UNKNOWN)


def all_well(links: Sequence[Listed]) -> Verdict:
    """Ask what somebody wants who shows links with which nothing is the matter."""
    why = ("All the links that you show are Connected.",)
    return Verdict(Outcome.CHOOSE, tuple(Match(id_, 0.5, why, shared(links)) for id_ in _WELL))


def shared(links: Sequence[Listed]) -> Mapping[str, str]:
    """Give the names that all links of a list have."""
    return MappingProxyType(dict(set.intersection(*({*link.names.items()} for link in links))))


def _about(link: Listed, links: Sequence[Listed], id_: str, state: str) -> Verdict:
    name = link.names.get("local_peering")
    why = f"The link `{name}` is {state}." if name else f"One of the links is {state}."
    names = {**_way_back(link, links), **link.names}
    return Verdict(Outcome.ANSWER, (Match(id_, _SURE, (why,), MappingProxyType(names)),))


def _way_back(link: Listed, links: Sequence[Listed]) -> dict[str, str]:
    """Give the name of the link in the other direction, when it is listed too."""
    ends = _ends(link)
    back = next((one.names for one in links if all(ends) and _ends(one) == ends[::-1]), {})
    return {"remote_peering": back["local_peering"]} if "local_peering" in back else {}


def _ends(link: Listed) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give group and VNet of where a link stands and of where it leads; nothing for what is not known."""
    local, remote = (
        tuple(part.casefold() for part in (link.names.get(f"{side}_group"), link.names.get(f"{side}_vnet")) if part)
        for side in ("local", "remote")
    )
    return (local if len(local) == 2 else (), remote if len(remote) == 2 else ())
