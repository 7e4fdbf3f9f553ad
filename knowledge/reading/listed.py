"""Links as tools list them: azure-cli's tables and JSON, PowerShell's lists and tables, rows copied from the portal."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any, Final

from knowledge.reading.facts import parts_of
from knowledge.reading.passages import Passage
from knowledge.reading.stated import stated

STATES: Final = ("disconnected", "initiated", "connected")
"""The states of a peering in lower case, the one to look at first before the others."""

_STATE: Final = ("peeringstate", "peeringstatus")
_ANY_STATE: Final = (*_STATE, "state", "status")
_SYNC: Final = ("peeringsynclevel", "peeringsyncstatus", "sync")
_REMOTE: Final = ("remotevirtualnetwork", "remote", "remotevirtualnetworkname", "remotevirtualnetworkid")
_GROUP: Final = ("resourcegroup", "resourcegroupname")
_BEGIN: Final = re.compile(r"^[ \t]{0,40}[\[{]", re.MULTILINE)
_MOST_TRIES: Final = 4
_MOST_LINKS: Final = 500
_ANSI: Final = re.compile(r"\x1b\[[0-9;]*m")
_KEY: Final = re.compile(r"(?:- |  )?([A-Za-z]\w{1,40})\s{0,40}:(?:\s|\Z)(.*)")
_RULE: Final = re.compile(r"-{2,}")
_ID: Final = re.compile(r"/subscriptions/[^\s'\",]+", re.IGNORECASE)
_SENTENCE: Final = re.compile(
    r"^(?!\W{0,9}(?:az|PS|Get-)\b)[^\W\d]\w{0,30},?(?: [^\s\"{}\[\]]{1,40}){3,60}$", re.MULTILINE
)
"""A line of several words with one blank between each, which is no command."""

_STALE: Final = ("notinsync", "syncrequired", "outofsync")
_NO: Final = "false"
_TYPE: Final = "Microsoft."
"""How the name of a type begins, which PowerShell's tables show instead of what is in it."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One link of a list: its state in lower case, its names by placeholder, the user's side being where it stands.

    `stale` says that an address space changed and the link does not know it, `blocked` that it lets no traffic in.
    """

    state: str
    names: Mapping[str, str]
    stale: bool = False
    blocked: bool = False


def tells_state(text: str) -> bool:
    """Tell whether a text may list links: it has the word for a state, spelt as tools do."""
    return "nnected" in text or "Initiated" in text


def listed(paste: str, passages: tuple[Passage, ...]) -> list[Listed]:
    """Give the links that a paste lists, in its order; none when it lists none. `passages` are those of the paste.

    JSON is read from the paste itself: cleaning takes signs away that it needs.
    """
    said = _said(passages[0].lines) if passages else {}
    found = [link for record in islice(_of_json(paste), _MOST_LINKS) if (link := _link(record, said))]
    if found:
        return found
    for passage in passages:
        if "peer" in passage.lines.lower():
            said = _said(passage.lines)
            records = [*_of_pairs(passage.lines), *_of_tables(passage.lines)]
            found += [link for record in records if (link := _link(record, said))]
    return found


def beside(text: str) -> str:
    """Give what somebody says in their own words beside a list."""
    return "\n".join(line[0] for line in _SENTENCE.finditer(text))


def _said(text: str) -> dict[str, str]:
    """Give the VNet whose links a command lists."""
    roles = ("local_subscription", "local_group", "local_vnet")
    return {role: value for role, value in stated(text).items() if role in roles and parts_of(role, value)}


def _link(record: Mapping[str, str], said: Mapping[str, str]) -> Listed | None:
    """Give the link that a record tells of; None when it is a record of something else."""
    remote = _first(record, _REMOTE)
    # Machines and endpoints have a state too: without a word of peering it is none of a link.
    state = _first(record, _ANY_STATE if said or remote else _STATE).lower()
    name = record.get("name", "")
    if state not in STATES or not name:
        return None
    own = _ID.search(record.get("id", ""))
    names = {**said, **parts_of("local_group", _first(record, _GROUP)), **parts_of("local_peering", name)}
    names |= parts_of("local_vnet", record.get("virtualnetworkname", ""))
    if own:
        names |= parts_of("local_peering_id", own[0])
    led = _ID.search(remote)
    if led or not remote.startswith(_TYPE):
        names |= parts_of("remote_vnet_id", led[0] if led else remote or record.get("peer", ""))
    sync = _plain(_first(record, _SYNC))
    blocked = record.get("allowvirtualnetworkaccess", "").lower() == _NO
    return Listed(state, names, stale=any(words in sync for words in _STALE), blocked=blocked)


def _first(record: Mapping[str, str], keys: tuple[str, ...]) -> str:
    return next((record[key] for key in keys if record.get(key)), "")


def _of_json(paste: str) -> Iterator[dict[str, str]]:
    """Give the objects of JSON that may be links, with the ID of what they lead to."""
    text = _ANSI.sub("", paste).replace("\u00a0", " ")
    decoder = json.JSONDecoder()
    at = 0
    for _ in range(_MOST_TRIES):
        begin = _BEGIN.search(text, at)
        if begin is None:
            return
        try:
            value, at = decoder.raw_decode(text, begin.end() - 1)
        except (ValueError, RecursionError):
            at = begin.end()
            continue
        yield from _objects(value)


def _objects(value: Any) -> Iterator[dict[str, str]]:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            properties = one.get("properties")
            flat = _flat(one | properties if isinstance(properties, dict) else one)
            if not flat.keys().isdisjoint(_ANY_STATE):
                yield flat
            waiting += reversed(one.values())
        elif isinstance(one, list):
            waiting += reversed(one)


def _flat(one: Mapping[str, Any]) -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in one.items():
        inner = value.get("id", value.get("Id")) if isinstance(value, dict) else value
        if isinstance(inner, str | bool):
            flat[_plain(key)] = str(inner)
    return flat


def _of_pairs(text: str) -> Iterator[dict[str, str]]:
    """Give the records of PowerShell's lists and of YAML: a line for each key, and lines on which its value goes on."""
    record: dict[str, str] = {}
    last = ""
    for line in text.split("\n"):
        pair = _KEY.match(line)
        if pair:
            last = _plain(pair[1])
            if last in record:
                yield record
                record = {}
            record[last] = pair[2].strip()
        elif last and line[:1].isspace():
            record[last] += f" {line.strip()}"
    yield record


def _of_tables(text: str) -> Iterator[dict[str, str]]:
    """Give the rows of tables, by the names of their columns."""
    columns: list[tuple[str, int]] = []
    before = ""
    split = None
    for line in text.split("\n"):
        rule = _RULE.findall(line) if not line.strip("- |+:") else []
        if len(rule) > 1:
            split = "|" if "|" in line else None
            places = [found.start() for found in _RULE.finditer(line)]
            heads = _cells(before, split) or before.split()
            if len(heads) != len(places):
                heads = [before[at:end] for at, end in pairwise([*places, len(before) + 1])]
            columns = [(_plain(head), place) for head, place in zip(heads, places, strict=False)]
        elif "\t" in line and not columns:
            split = "\t"
            columns = [(_plain(head), 0) for head in _cells(line, split)]
        elif columns and line.strip():
            yield _row(line, columns, split)
        elif not line.strip() and split != "\t":
            columns = []
        before = line


def _row(line: str, columns: list[tuple[str, int]], split: str | None) -> dict[str, str]:
    """Give the cells of a row. Chats take away the blanks between cells; then their number has to be right."""
    cells = _cells(line, split) or line.split()
    if len(cells) != len(columns) and split is None:
        starts = [start for _, start in columns]
        cells = [line[start:end].strip() for start, end in pairwise([*starts, len(line) + 1])]
        if any(start and line[start - 1 : start].strip() for start in starts):
            return {}
    return {name: cell for (name, _), cell in zip(columns, cells, strict=False)} if len(cells) == len(columns) else {}


def _cells(line: str, split: str | None) -> list[str]:
    return [cell.strip() for cell in line.strip(f" {split}" if split == "|" else None).split(split)] if split else []


def _plain(key: str) -> str:
    return "".join(letter for letter in key.lower() if letter.isalnum())
