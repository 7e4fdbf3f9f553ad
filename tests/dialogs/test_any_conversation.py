"""Whatever people click, type, paste and send: the bot never breaks, always answers, and the menu is always there."""

import asyncio
import logging
from collections.abc import Mapping
from itertools import chain
from typing import Any, Final

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.explain import brain
from tests.chat import Chat, buttons_of
from tests.dialogs.shelf import Shelf

KNOWN: Final = brain().knowledge
PASTES: Final = sorted(
    {text for answer in KNOWN.answers.values() for text in (*answer.examples.match, *answer.examples.other)}
)
DESCRIPTIONS: Final = sorted(
    {phrase for thing in (*KNOWN.answers.values(), *KNOWN.scenarios.values()) for phrase in thing.recognise.phrases}
)
IDS: Final = sorted((*KNOWN.answers, *KNOWN.scenarios))
COMMANDS: Final = [
    "back", "start over", "cancel", "menu", "help", "why", "summary", "hello", "thanks", "who are you", "bye",
    "powershell", "azure cli", "portal", "yes", "no", "it worked", "still broken", "something else", "go on",
    "none of these", "I can't tell", "?", "…", "ok",
]  # fmt: skip

json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=10), inside, max_size=4),
    max_leaves=12,
)
ours = st.fixed_dictionaries(
    {},
    optional={
        "scenario": st.sampled_from([*IDS, "menu", "fix", "choose", ""]) | json_like,
        "question": st.sampled_from(["menu", "status", "subscriptions", *IDS]) | json_like,
        "option": st.sampled_from(["unsure", "yes", "worked", "broken", "else", "go-on", "none", *IDS]) | json_like,
        "depth": st.integers(-1, 9) | json_like,
        "extra": json_like,
    },
)
index = st.integers(0, 40)
step = st.one_of(
    st.tuples(st.just("clicks"), index),
    st.tuples(st.just("clicks"), index),
    st.tuples(st.just("clicks"), index),
    st.tuples(st.just("clicks old"), index),
    st.tuples(st.just("types a label"), index),
    st.tuples(st.just("says"), st.integers(-1, 12).map(str)),
    st.tuples(st.just("says"), st.sampled_from(COMMANDS)),
    st.tuples(st.just("says"), st.sampled_from(PASTES)),
    st.tuples(st.just("says"), st.sampled_from(DESCRIPTIONS)),
    st.tuples(st.just("says"), st.sampled_from(IDS)),
    st.tuples(st.just("says"), st.text(max_size=80)),
    st.tuples(st.just("says"), st.text(alphabet="aeirst \n`*#<>&[]()!|{}\\\"'0123456789./-", max_size=120)),
    st.tuples(st.just("submits"), ours | json_like),
    st.tuples(st.just("sends"), st.sampled_from([{"attachments": [{"contentType": "image/png"}]}, {}, {"text": None}])),
    st.tuples(st.just("joins"), st.none()),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(step, min_size=8, max_size=25), st.sampled_from(["directline", "directline", "msteams", "webchat"]))
def test_any_conversation(steps: list[tuple[str, Any]], channel: str) -> None:
    asyncio.run(_conversation(steps, channel))


@settings(max_examples=40, deadline=None)
@given(ours | json_like, st.sampled_from(IDS))
def test_any_click_on_any_step(value: Any, id_: str) -> None:
    asyncio.run(_conversation([("says", id_), ("submits", value)], "directline"))


async def _conversation(steps: list[tuple[str, Any]], channel: str) -> None:
    with _quiet_log():
        chat = Chat(Shelf(), brain(), channel)  # type: ignore[arg-type]
        for what, how in steps:
            await _does(chat, what, how)
        await chat.says("menu")
        scenarios = [payload["option"] for payload in chat.buttons.values()]
        assert scenarios == list(KNOWN.scenarios)
        await chat.clicks(next(iter(chat.buttons)))
        assert next(iter(chat.buttons.values()))["scenario"] == scenarios[0]


async def _does(chat: Chat, what: str, how: Any) -> None:
    buttons = list((buttons_of(chat.everything[-1]) if chat.everything else {}).items())
    match what:
        case "clicks" if buttons:
            await chat.sends(value=dict(buttons[how % len(buttons)][1]))
        case "clicks old":
            old: list[Mapping[str, Any]] = list(chain(*(buttons_of(one).values() for one in chat.everything[:-1])))
            await chat.sends(value=dict(old[-1 - how % len(old)]) if old else {"option": "old"})
        case "types a label" if buttons:
            await chat.says(buttons[how % len(buttons)][0])
        case "says":
            await chat.says(how)
        case "submits":
            await chat.sends(value=how)
        case "joins":
            await chat.joins()
            return
        case _:
            await chat.sends(**(how if isinstance(how, dict) else {"text": "hello"}))
    assert chat.replies, (what, how)
    assert chat.buttons, (what, how, chat.text)
    assert chat.text.strip()


class _quiet_log(logging.Handler):  # noqa: N801 - reads as what it does
    """Fails at the end when anything was logged: a turn that broke is logged, not raised."""

    def __enter__(self) -> None:
        self.records: list[str] = []
        logging.getLogger("peering_bot").addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(self.format(record))

    def __exit__(self, *_: object) -> None:
        logging.getLogger("peering_bot").removeHandler(self)
        assert self.records == []
