"""`python -m benchmarks.bench_explain`: how right and how quick recognising is; a table, then one line of JSON."""

import gc
import json
import math
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence

from benchmarks import unseen
from benchmarks.baselines import baselines, by_messages
from benchmarks.cases import Case, hostile, noisy, plain, signatures, two_kilobytes
from bot.serve import settle
from knowledge.explain import Brain
from knowledge.explain import brain as shipped_brain
from knowledge.load import Knowledge

Find = Callable[[str], str]


def main() -> int:
    """Measure everything, print it, and give 0."""
    print(json.dumps(explain_figures(), ensure_ascii=False))
    return 0


def explain_figures() -> dict[str, float]:
    """Measure and print a table; give the figures by name."""
    # As the program does at its start.
    brain = shipped_brain()
    settle()
    known = brain.knowledge
    figures: dict[str, float] = {}
    ways: dict[str, Find] = {"this bot": _first(brain), **baselines(known)}
    for kind, cases in {"plain": plain(known), "noisy": noisy(known)}.items():
        figures |= _beside(kind, ways, cases[:: max(len(cases) // 200, 1)])
    figures |= _beside("2 kB", {"this bot": ways["this bot"]}, two_kilobytes(known) * 3)
    figures |= _many(known, 5_000)
    figures |= unseen.printed(brain)
    figures |= _longest(brain)
    figures["start of import and explain, ms"] = _start()
    print(f"\nimport and first explain in a new process: {figures['start of import and explain, ms']:.0f} ms")
    return {name: round(value, 4) for name, value in figures.items()}


def _first(brain: Brain) -> Find:
    def find(text: str) -> str:
        best = brain.explain(text).verdict.best
        return best.id if best else ""

    return find


def _beside(kind: str, ways: Mapping[str, Find], cases: Sequence[Case]) -> dict[str, float]:
    """Let every way find every case, one after the other so that all meet the same machine.

    Give for each how many were right, and the CPU time that half and 99 in 100 stay below, and its mean.
    """
    right = dict.fromkeys(ways, 0)
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for case in cases:
        for name, find in ways.items():
            start = time.thread_time()
            found = find(case.text)
            spent[name].append((time.thread_time() - start) * 1000)
            right[name] += found == case.id
    print(f"\n{kind}: {len(cases)} pastes".ljust(30) + "  right   p50 ms   p99 ms  mean ms")
    figures: dict[str, float] = {}
    for name, took in spent.items():
        took.sort()
        own = {
            "right": right[name] / len(cases),
            "p50 ms": statistics.median(took),
            "p99 ms": took[min(math.ceil(len(took) * 0.99), len(took)) - 1],
            "mean ms": statistics.mean(took),
        }
        print(f"  {name:28} {own['right']:6.1%} {own['p50 ms']:8.2f} {own['p99 ms']:8.2f} {own['mean ms']:8.2f}")
        figures |= {f"{kind}, {name}: {what}": value for what, value in own.items()}
    return figures


def _many(known: Knowledge, number: int) -> dict[str, float]:
    """Measure with made-up errors beside the real ones: the work must not grow with the catalogue."""
    many = signatures(known, number)
    score = "extractOne token_set_ratio"
    brain = Brain(many)
    brain.warm()
    ways = {"this bot": _first(brain), score: by_messages(many)}
    gc.freeze()
    kind = f"2 kB, {number} messages"
    figures = _beside(kind, ways, two_kilobytes(known) * 2)
    times = {
        f"{kind}: times as quick by {what}": figures[f"{kind}, {score}: {what}"] / figures[f"{kind}, this bot: {what}"]
        for what in ("p50 ms", "mean ms", "p99 ms")
    }
    print(
        "  times as quick: " + ", ".join(f"{name.rpartition(' by ')[2]} {value:.0f}" for name, value in times.items())
    )
    return figures | times


def _longest(brain: Brain) -> dict[str, float]:
    """Give how long the event loop would be held by the slowest text of up to 200 kB."""
    slowest = (0.0, "")
    for name, text in hostile():
        for part in (text[:7_900], text):
            # The best of three: what else the machine does is not the text's fault.
            slowest = max(slowest, (min(_wall(brain, part) for _ in range(3)), name))
    print(f"\nlongest hold by any text up to 200 kB: {slowest[0]:.1f} ms ({slowest[1]})")
    return {"longest hold, ms": slowest[0]}


def _wall(brain: Brain, text: str) -> float:
    start = time.perf_counter()
    brain.explain(text)
    return (time.perf_counter() - start) * 1000


def _start() -> float:
    command = [sys.executable, "-c", "from knowledge.explain import explain; explain('peering is disconnected')"]
    spent = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run(command, check=True)  # noqa: S603 - our own interpreter and words
        spent.append((time.perf_counter() - start) * 1000)
    return min(spent)


if __name__ == "__main__":
    sys.exit(main())
