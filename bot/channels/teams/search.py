"""The search of the message extension: answers and scenarios to insert into a message, found while one types.

Source of the shapes: "Respond to search command" of the Teams documentation.
"""

import asyncio
import re
from collections.abc import Sequence
from typing import Any, Final

from bot.channels.teams import words
from bot.channels.teams.found import Thing, found_card, results, with_preview
from bot.turn.channel import Wire
from dialogs.memory import Memory
from knowledge.explain import Brain
from knowledge.model import Answer, Kind
from knowledge.reading.secrets import remove_secrets

QUERY: Final = "composeExtension/query"
COMMAND: Final = "searchFixes"
MOST: Final = 25
"""How many results a page has at most."""

_COMMON: Final = (
    "address-spaces-overlap",
    "peering-disconnected",
    "cross-tenant-not-authorized",
    "remote-vnet-permission-missing",
    "remote-gateway-missing",
    "another-operation-in-progress",
)
_SHORTEST: Final = 12
"""From how many characters on a text may be a description or an error, and not the beginning of a word."""
_WORD: Final = re.compile(r"[^\W_]+")


class Search:
    """Answers the invoke of the search."""

    def __init__(self, brain: Brain) -> None:
        self._brain = brain
        self._known = brain.knowledge
        self._cards: dict[str, dict[str, Any]] = {}
        things: tuple[Thing, ...] = (*self._known.scenarios.values(), *self._known.answers.values())
        self._words = [
            (thing, _words(f"{thing.title} {thing.id} {' '.join(thing.recognise.codes)}")) for thing in things
        ]

    async def answer(self, asked: Wire) -> dict[str, Any] | None:
        """Give the page of results that is asked for; None when the command is not ours."""
        value = asked.get("value")
        if not isinstance(value, dict) or value.get("commandId") != COMMAND:
            return None
        things = await self._found(remove_secrets(_text(value.get("parameters"))).strip())
        skip, count = _page(value.get("queryOptions"))
        page = things[skip : skip + count]
        if not page:
            return {"composeExtension": {"type": "message", "text": words.NOTHING_FOUND}}
        cards: list[dict[str, Any]] = []
        for one in page:
            cards.append(self._card(one, asked))
            # Other conversations get their turn in between.
            await asyncio.sleep(0)
        return results(*cards)

    def _card(self, thing: Thing, asked: Wire) -> dict[str, Any]:
        """Give a result. An answer without names is the same for everybody, and 25 of them take a while to make."""
        card = self._cards.get(thing.id) or with_preview(found_card(thing, self._known, Memory(), asked), thing)
        if isinstance(thing, Answer):
            self._cards[thing.id] = card
        return card

    async def _found(self, text: str) -> list[Thing]:
        if not text:
            common = [thing for id_ in _COMMON if (thing := self._known.get(id_))]
            return [*self._known.scenarios.values(), *common]
        found: list[Thing] = []
        if len(text) >= _SHORTEST or self._known.get(text.lower()):
            explained = await self._brain.explain_beside(text)
            matches = (*explained.verdict.matches, *explained.also)
            found = [thing for match in matches if (thing := self._known.get(match.id))]
        return list({thing.id: thing for thing in (*found, *self._named(text))}.values())

    def _named(self, text: str) -> Sequence[Thing]:
        """Give what has every word, or its beginning, in its name; errors first, then earlier words first."""
        said = _words(text[:200])
        ranked: list[tuple[bool, int, Thing]] = [
            (
                isinstance(thing, Answer) and thing.kind is not Kind.ERROR,
                sum(at for at in places if at is not None),
                thing,
            )
            for thing, words in self._words
            if said and None not in (places := [_place(word, words) for word in said])
        ]
        return [thing for *_, thing in sorted(ranked, key=lambda one: one[:2])]


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _place(beginning: str, words: Sequence[str]) -> int | None:
    return next((at for at, word in enumerate(words) if word.startswith(beginning)), None)


def _text(parameters: Any) -> str:
    """Give what was typed: the text of the only parameter besides `initialRun`."""
    for one in parameters if isinstance(parameters, list) else ():
        if isinstance(one, dict) and one.get("name") != "initialRun" and isinstance(one.get("value"), str):
            return str(one["value"])
    return ""


def _page(options: Any) -> tuple[int, int]:
    asked = options if isinstance(options, dict) else {}
    skip, count = (asked.get(name) for name in ("skip", "count"))
    return (
        skip if isinstance(skip, int) and skip > 0 else 0,
        min(count, MOST) if isinstance(count, int) and count > 0 else MOST,
    )
