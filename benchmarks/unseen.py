"""How right recognising is on texts of other hands that nothing was ever learned from or tuned to.

`benchmarks/unseen/*.jsonl` hold them: `text` and `accept`, the ids that are a right first answer; none for texts about
something else. They stay out of the exemplars and out of the knowledge files.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from knowledge.explain import Brain
from knowledge.matching.match import Outcome

FOLDER: Final = Path(__file__).parent / "unseen"
RECORDED: Final = FOLDER / "recorded.json"
OURS: Final = ("errors", "described")
OTHERS: Final = ("foreign", "offtopic")


def figures(brain: Brain) -> dict[str, float]:
    """Give the shares, 0 to 1. Of ours: first right, among three, solved with one question at most, right when answered
    at once. Of others: claimed, be it by an answer or by a question among candidates.
    """
    found: dict[str, float] = {}
    for kind in OURS:
        found |= {f"{kind}: {name}": value for name, value in _ours(brain, kind).items()}
    for kind in OTHERS:
        rows = list(_rows(kind))
        claimed = sum(brain.explain(row["text"]).outcome is not Outcome.UNKNOWN for row in rows)
        found[f"{kind}: claimed"] = claimed / len(rows)
    return found


def printed(brain: Brain) -> dict[str, float]:
    """Print the figures as a table and give them."""
    found = figures(brain)
    print("\ntexts of other hands, never learned from")
    for name, value in found.items():
        print(f"  {name:40} {value:6.1%}")
    return {f"unseen {name}": value for name, value in found.items()}


def worse(now: Mapping[str, float], recorded: Mapping[str, float], slack: float = 0.005) -> list[str]:
    """Give the figures that are worse than the recorded ones by more than the slack."""
    return [
        f"{name}: {now[name]:.3f}, recorded {value:.3f}"
        for name, value in recorded.items()
        if (now[name] - value if name.endswith("claimed") else value - now[name]) > slack
    ]


def _ours(brain: Brain, kind: str) -> dict[str, float]:
    rows = list(_rows(kind))
    first = three = solved = answered = right = 0
    for row in rows:
        found = brain.explain(row["text"])
        ids = [match.id for match in found.verdict.matches]
        is_first, is_there = ids[:1] != [] and ids[0] in row["accept"], not set(ids[:3]).isdisjoint(row["accept"])
        at_once = found.outcome is Outcome.ANSWER
        first += is_first
        three += is_there
        solved += is_first if at_once else is_there
        answered += at_once
        right += at_once and is_first
    number = len(rows)
    return {
        "first": first / number,
        "among three": three / number,
        "with one question": solved / number,
        "answered at once": answered / number,
        "right when answered": right / max(answered, 1),
    }


def _rows(kind: str) -> Iterator[dict[str, Any]]:
    for line in (FOLDER / f"{kind}.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)
