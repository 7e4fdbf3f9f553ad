"""The one brain: from any text to what it is, why, and what to do, with the user's own names in the commands."""

import gc
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Final, TypeVar

from knowledge.compiled import knowledge
from knowledge.load import Knowledge
from knowledge.matching.errors import ErrorMatcher, Found
from knowledge.matching.links import all_well, of_links, shared
from knowledge.matching.match import Match, Outcome, Verdict
from knowledge.matching.roots import asked_when_torn, is_foreign, roots
from knowledge.model import Answer, Kind, Link, Run, Scenario, Step
from knowledge.placeholders import Filler
from knowledge.reading.clean import one_line
from knowledge.reading.commands import beside_commands
from knowledge.reading.facts import Facts, names_in
from knowledge.reading.listed import Listed, beside, listed, tells_state
from knowledge.reading.reading import Reading, read

if TYPE_CHECKING:
    from knowledge.matching.words import WordsMatcher

Given = TypeVar("Given")
Read = TypeVar("Read")

_WORD: Final = re.compile(r"[^\W\d_]{2}")
_ERROR: Final = re.compile(r"\b(?:error|failed|exception)\b", re.IGNORECASE)
_COMPLAINT: Final = re.compile(
    r"\b(?:error|failed|exception|(?:un)?recogni[sz]ed|misspelled|required|expected|invalid)\b", re.IGNORECASE
)
"""What a tool says of a command that was written wrong."""
_SHORT: Final = 4_000
"""A text of up to this many characters is read at once: that takes less than handing it to a thread is worth."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a text was recognised as. `facts.names` has the user's names for the best match's commands.

    `also` are the other errors of the same paste, in the order in which they are to be dealt with. `read` is the text
    as it was read: clean, without secrets, its lines kept.
    """

    verdict: Verdict
    facts: Facts
    shortened: bool = False
    also: tuple[Match, ...] = ()
    read: str = ""

    @property
    def outcome(self) -> Outcome:
        """Whether this is an answer, a choice between two or three, or unknown."""
        return self.verdict.outcome


class Brain:
    """Explains texts by one knowledge. Building it indexes the knowledge; explaining changes nothing."""

    def __init__(self, known: Knowledge) -> None:
        self.knowledge = known
        self._errors = ErrorMatcher(known)

    def warm(self) -> None:
        """Index also what is else indexed when a description first needs it: nobody has to wait for that."""
        _ = self._words

    @cached_property
    def _words(self) -> "WordsMatcher":
        # A command that explains an error starts without it.
        from knowledge.matching.words import WordsMatcher

        return WordsMatcher(self.knowledge)

    def explain(self, text: str) -> Explanation:
        """Say what a paste or a description is about."""
        reading = read(text, self._errors.known_codes)
        named = self._by_id(text)
        if named:
            return Explanation(Verdict(Outcome.ANSWER, (named,)), reading.facts, reading.shortened, read=reading.lines)
        found = [self._errors.find(passage) for passage in reading.passages]
        verdict, also = roots(found)
        codes = self._errors.known_codes
        facts = reading.facts
        if verdict.outcome is Outcome.UNKNOWN and not facts.codes and tells_state(reading.text):
            links = listed(text, reading.passages)
            if links:
                # What is read from a whole list would be of its first link.
                facts = replace(facts, names=shared(links))
                verdict = self._of_list(links, reading)
        if verdict.outcome is Outcome.UNKNOWN and _WORD.search(reading.text) and not is_foreign(found, reading, codes):
            verdict = asked_when_torn(self._described(reading), found)
        also = tuple(replace(one, names=_facts_of(one, found, facts).named(one.names).names) for one in also)
        if verdict.best:
            facts = _facts_of(verdict.best, found, facts).named(verdict.best.names)
        return Explanation(verdict, facts, reading.shortened, also, reading.lines)

    def _described(self, reading: Reading) -> Verdict:
        """Say what somebody means by their own words. What a command does is no problem, but they may speak of it."""
        said = beside_commands(reading.lines)
        if said is None:
            return self._words.decide(reading.text)
        if not _COMPLAINT.search(said) and self._words.decide(one_line(said)).outcome is Outcome.UNKNOWN:
            return Verdict(Outcome.UNKNOWN)
        return self._words.decide(one_line(beside_commands(reading.lines, named=True) or ""))

    def _of_list(self, links: Sequence[Listed], reading: Reading) -> Verdict:
        """Say what is the matter with links that are listed; when nothing is, what somebody says beside the list."""
        verdict = of_links(links)
        if verdict.outcome is Outcome.UNKNOWN and not _ERROR.search(reading.text):
            said = beside(reading.lines)
            verdict = self._words.decide(said) if said else verdict
            return verdict if verdict.matches else all_well(links)
        return verdict

    async def explain_beside(self, text: str) -> Explanation:
        """Say what a text is about without keeping an event loop waiting: a long one is explained in a thread."""
        return await beside_the_loop(len(text), self.explain, text)

    def _by_id(self, text: str) -> Match | None:
        """An id of the catalogue, typed or deep-linked, opens what it names."""
        id_ = text.strip().lower()
        thing = self.knowledge.get(id_)
        return Match(id_, 1.0, ("You named it.",)) if thing else None


async def beside_the_loop(length: int, reads: Callable[[Given], Read], given: Given) -> Read:
    """Read something of so many characters without keeping an event loop waiting: what is long is read in a thread."""
    if length <= _SHORT:
        return reads(given)
    import asyncio  # a command that explains at once starts without it

    return await asyncio.to_thread(reads, given)


def _facts_of(match: Match, found: Sequence[Found], facts: Facts) -> Facts:
    """Give the facts for one error of several: where the errors name different VNets, only the names of its own."""
    own = next((one.passage for one in found if any(match is each for each in one.matches)), None)
    if own is None or len(found) < 2:
        return facts
    views = (names_in(one.passage.lines) for one in found)
    if all(facts.names.get(role, name).casefold() == name.casefold() for view in views for role, name in view.items()):
        return facts
    return replace(facts, names=names_in(own.lines))


@cache
def brain() -> Brain:
    """Give the brain over the knowledge that ships with the bot, built once."""
    made = Brain(knowledge())
    made.warm()
    # It lives as long as the program; a fifth of explaining was the garbage collector looking through it.
    gc.freeze()
    return made


def explain(text: str) -> Explanation:
    """Say what a paste or a description is about, by the knowledge that ships with the bot."""
    return brain().explain(text)


def explanation_json(explanation: Explanation, known: Knowledge) -> dict[str, Any]:
    """Give the explain contract: outcome, matches, facts and, for the first match, its answer or first question."""
    body: dict[str, Any] = {
        "outcome": explanation.outcome.value,
        "matches": [_match(match, known) for match in explanation.verdict.matches],
        "facts": explanation.facts.as_json(),
        "shortened": explanation.shortened,
    }
    best = explanation.verdict.best
    thing = known.get(best.id) if best else None
    if isinstance(thing, Answer):
        body["answer"] = answer_json(thing, explanation.facts)
    elif isinstance(thing, Scenario):
        question = thing.questions[thing.start]
        body["question"] = question.ask
        body["options"] = [{"id": option.id, "label": option.label} for option in question.options]
    return body


def answer_json(answer: Answer, facts: Facts) -> dict[str, Any]:
    """Give one answer with the user's own names filled in."""
    fill = Filler(facts.names)
    body: dict[str, Any] = {
        "meaning": fill.prose(answer.meaning),
        "check": [_step(step, fill) for step in answer.check],
        "fix": [_step(step, fill) for step in answer.fix],
        "caution": fill.prose(answer.caution) if answer.caution else None,
        "links": [_link(link) for link in answer.links],
        "checked": answer.checked.isoformat(),
    }
    if answer.formerly:
        body["formerly"] = fill.prose(answer.formerly)
    return body


def _match(match: Match, known: Knowledge) -> dict[str, Any]:
    thing = known.get(match.id)
    kind = thing.kind if thing and thing.kind is not Kind.LEAF else Kind.TOPIC
    return {
        "id": match.id,
        "kind": kind.value,
        "title": thing.title if thing else match.id,
        "score": round(match.score, 3),
        "why": list(match.why),
    }


def _step(step: Step, fill: Filler) -> dict[str, Any]:
    body: dict[str, Any] = {"say": fill.prose(step.say), "run": _run(step.run, fill)}
    if step.undo and step.changes:
        body["undo"] = fill.command(step.undo) if step.undoable else step.reason
    return body


def _run(run: Run | None, fill: Filler) -> dict[str, str]:
    return {tool: fill.command(command) for tool, command in run.items()} if run else {}


def _link(link: Link) -> dict[str, str]:
    return {"title": link.title, "url": link.url} | ({"note": link.note} if link.note else {})
