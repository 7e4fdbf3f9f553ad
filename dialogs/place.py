"""Where a conversation stands: a step with its choices. The same place is the same step in every conversation."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from dialogs import speech
from dialogs.answer import Selectable, understand
from dialogs.fix_reply import fix_blocks, run_blocks
from dialogs.memory import Memory
from dialogs.reply import Block, Choice, Drawing, Heading, Prose, Reply
from knowledge.load import Knowledge
from knowledge.model import Answer, Question, Scenario
from knowledge.placeholders import in_prose
from knowledge.tree import Click, question_at

MENU: Final = "menu"
FIX: Final = "fix"
CHOOSE: Final = "choose"
FORGET: Final = "forget"

WORKED, BROKEN, ELSE, GO_ON, NONE = "worked", "broken", "else", "go-on", "none"


def _selectable(id_: str, label: str, also: str) -> Selectable:
    return Selectable(id_, label, tuple(" ".join(name.split()) for name in also.split(",")))


_FEEDBACK: Final = (
    _selectable(
        WORKED,
        speech.WORKED_LABEL,
        """yes, solved, fixed, works, it works, it works now, works now, yes it did, that helped, it helped,
        that worked, problem solved, resolved, sorted, sorted now, all good, all good now, it is fixed, its fixed,
        its working, it is working, its working now, working now, ja, hat geklappt, hat funktioniert, funktioniert,
        funktioniert jetzt, geht jetzt, jetzt geht es, danke hat geklappt, 👍""",
    ),
    _selectable(
        BROKEN,
        speech.BROKEN_LABEL,
        """no, not working, did not work, it did not work, does not work, does not help, did not help, not fixed,
        still not working, still failing, still fails, same error, still the same, no luck, nope still broken,
        nothing changed, no change, same problem, same thing, still nothing, still doesn't work, still no,
        not really, made it worse, it is worse now, nein, geht nicht, geht immer noch nicht, funktioniert nicht,
        hat nicht geklappt, hat nicht geholfen, hat nicht funktioniert, 👎""",
    ),
    _selectable(
        ELSE,
        speech.ELSE_LABEL,
        """another problem, different problem, other problem, new problem, another question, not my problem,
        wrong answer""",
    ),
)
_NO_SWITCH: Final = _selectable(
    GO_ON,
    speech.GO_ON_LABEL,
    "go on, continue, carry on, resume, back to the questions, no, stay, stay here, none, none of these, neither",
)
_GO_ON: Final = _selectable(GO_ON, speech.GO_ON_LABEL, "go on, continue, carry on, resume, back to the questions")
_NONE: Final = _selectable(
    NONE, speech.NONE_LABEL, "none, neither, no, something else, not in the list, none of them, neither of them"
)

YES, KEEP = "yes", "keep"
_FORGET: Final = (
    _selectable(
        YES,
        speech.FORGET_LABEL,
        "yes, yes please, ja, ja bitte, sí, si, oui, sim, delete it, delete everything, forget me, i am sure, sure",
    ),
    _selectable(KEEP, speech.KEEP_LABEL, "no, nein, non, não, keep it, better not, do not delete, dont delete"),
)

Where = Mapping[str, Any]
"""A place as plain data: `at` says what kind, the rest which one."""

Blocks = Callable[[Memory], tuple[Block, ...]]


@dataclass(frozen=True, slots=True)
class Place:
    """One step: what its buttons carry, what can be taken, what is shown first and what when it is shown again.

    `stays` is what stays in sight when an option was taken, if it is more than is shown again.
    """

    scenario: str
    question: str
    depth: int
    options: tuple[Selectable, ...]
    first: Blocks
    again: Blocks
    why: str
    words: str = ""
    groups: Mapping[str, str] | None = None
    stays: Blocks | None = None

    def choices(self) -> tuple[Choice, ...]:
        """Give every option as a button whose payload names this step."""
        groups = self.groups or {}
        return tuple(Choice(one.label, self._payload(one.id), groups.get(one.id, "")) for one in self.options)

    def taken_by(self, payload: Mapping[str, Any]) -> Selectable | None:
        """Give the option that a click on one of this step's buttons takes; None for a button of another step."""
        ours = {key: payload.get(key) for key in self._payload("")}
        return next((one for one in self.options if ours == self._payload(one.id)), None)

    def settled(self, option: Selectable, memory: Memory) -> Reply:
        """Give what takes the place of this step's message once an option was taken with a click."""
        return Reply((*(self.stays or self.again)(memory), Prose(speech.chosen(option.label))), settles=True)

    def taken_by_words(self, text: str) -> Selectable | None:
        """Give the option that a typed text means. Topics must be named: describing them is what the brain is for."""
        return understand(text, self.options, self.words, roughly=self.scenario != MENU)

    def _payload(self, option: str) -> dict[str, str | int]:
        return {"scenario": self.scenario, "question": self.question, "option": option, "depth": self.depth}


def place_at(where: Where, known: Knowledge) -> Place:
    """Give the place that stored data names.

    Raises LookupError when the knowledge has no such place (any more).
    """
    at = where["at"]
    if at == MENU:
        return _menu(known, where.get("tries", 0))
    if at == CHOOSE:
        return _choose(known, where)
    if at == FIX:
        return _fix(known, where)
    if at == FORGET:
        return _forget()
    return _question(known.scenarios[where["scenario"]], [(q, o) for q, o in where["path"]])


def passed(payload: Mapping[str, Any], known: Knowledge, memory: Memory) -> Reply | None:
    """Give what takes the place of an earlier step's message. An answer stays as it is: its commands may be in use."""
    scenario, question = payload.get("scenario"), payload.get("question")
    if scenario == question == MENU:
        asked = speech.MENU
    elif isinstance(scenario, str) and isinstance(question, str) and scenario in known.scenarios:
        found = known.scenarios[scenario].questions.get(question)
        asked = in_prose(found.ask, memory.names) if found else ""
    else:
        return None
    return Reply((Prose(asked), Prose(speech.PASSED)), settles=True) if asked else None


def _menu(known: Knowledge, tries: int) -> Place:
    options = tuple(Selectable(one.id, one.label, (one.title,)) for one in known.scenarios.values())
    groups = {one.id: one.group.value for one in known.scenarios.values()}
    text = (speech.MENU, speech.REPHRASE, speech.REPHRASE_AGAIN)[min(tries, 2)]
    blocks: Blocks = lambda _: (Prose(text),)  # noqa: E731 - one of many of its shape
    return Place(MENU, MENU, 0, options, blocks, lambda _: (Prose(speech.MENU),), speech.MENU_WHY, groups=groups)


def _question(scenario: Scenario, path: list[Click]) -> Place:
    id_ = question_at(scenario, path)
    question = scenario.questions[id_]
    options = tuple(Selectable(one.id, one.label, one.also) for one in question.options)

    def first(memory: Memory) -> tuple[Block, ...]:
        opening = () if path or not scenario.picture else (Drawing(scenario.picture.file, scenario.picture.alt),)
        return (*opening, *_ask(question, memory))

    def again(memory: Memory) -> tuple[Block, ...]:
        # Where to look was said a moment ago, and may be long.
        return (Prose(in_prose(question.ask, memory.names)),)

    return Place(scenario.id, id_, len(path), options, first, again, question.why, question.ask)


def _ask(question: Question, memory: Memory) -> tuple[Block, ...]:
    blocks: list[Block] = [Prose(in_prose(question.ask, memory.names))]
    if question.how:
        blocks.append(Prose(in_prose(question.how, memory.names)))
    if question.run:
        blocks += run_blocks(question.run, memory)
    return tuple(blocks)


def _fix(known: Knowledge, where: Where) -> Place:
    answer = known.answers[where["answer"]]
    options = [*_FEEDBACK, *([_GO_ON] if where.get("below") else [])]
    reasons = tuple(where.get("why", ()))

    def first(memory: Memory) -> tuple[Block, ...]:
        return (*fix_blocks(answer, known, memory, reasons), Heading(speech.DID_IT_HELP))

    return Place(
        scenario=where.get("scenario") or FIX,
        question=answer.id,
        depth=len(where.get("path") or ()),
        options=tuple(options),
        first=first,
        again=lambda _: (Prose(speech.DID_IT_HELP),),
        why=speech.FIX_WHY,
        words=f"{speech.DID_IT_HELP} {answer.title}",
        # Its commands are needed after the click too.
        stays=first,
    )


def _choose(known: Knowledge, where: Where) -> Place:
    ids: list[str] = list(where["ids"])
    things = [thing for id_ in ids if (thing := known.get(id_))]
    if not things:
        raise LookupError(f"none of {ids} exists")
    agreed = ("yes", "switch", "switch to it") if len(things) == 1 else ()
    options = [Selectable(thing.id, short(thing), agreed) for thing in things]
    options.append(_NO_SWITCH if where.get("below") else _NONE)
    own: Mapping[str, Mapping[str, str]] = where.get("names") or {}

    def blocks(memory: Memory) -> tuple[Block, ...]:
        gists = {thing.id: gist(thing, own.get(thing.id, memory.names)) for thing in things}
        lines = "\n".join(f"- **{short(thing)}**: {gists[thing.id]}" for thing in things)
        return (Prose(speech.SWITCH if len(things) == 1 else speech.CHOOSE), Prose(lines))

    return Place(CHOOSE, "+".join(ids), 0, tuple(options), blocks, blocks, speech.CHOOSE_WHY)


def _forget() -> Place:
    blocks: Blocks = lambda _: (Prose(speech.FORGET),)  # noqa: E731 - one of many of its shape
    return Place(FORGET, FORGET, 0, _FORGET, blocks, blocks, speech.FORGET_WHY)


def short(thing: Answer | Scenario) -> str:
    """Give a name that fits on a button."""
    return thing.label if isinstance(thing, Scenario) else thing.title


def gist(thing: Answer | Scenario, names: Mapping[str, str]) -> str:
    """Give the first sentence that tells one candidate from another."""
    text = thing.summary if isinstance(thing, Scenario) else in_prose(thing.meaning, names)
    first, dot, _ = text.replace("\n", " ").partition(". ")
    return first + dot.strip()
