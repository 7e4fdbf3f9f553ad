"""`python -m benchmarks.bench_explain`: how right and how quick recognising is; a table, then one line of JSON."""

import json
import math
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

from benchmarks.baselines import baselines
from benchmarks.cases import Case, hostile, noisy, plain, signatures, two_kilobytes
from knowledge.compiled import knowledge
from knowledge.explain import Brain

Find = Callable[[str], str]


def main() -> int:
    """Measure everything, print it, and give 0."""
    known = knowledge()
    brain = Brain(known)
    figures: dict[str, float] = {}
    kinds = {"plain": plain(known), "noisy": noisy(known)}
    ways: dict[str, Find] = {"this bot": _first(brain), **baselines(known)}
    for kind, cases in kinds.items():
        print(f"\n{kind}: {len(cases)} pastes                right   p50 ms   p99 ms")
        for name, find in ways.items():
            few = cases if name == "this bot" else cases[:: max(len(cases) // 100, 1)]
            figures |= {f"{kind}, {name}: {what}": value for what, value in _measured(name, find, few).items()}
    print("\n2 kB pastes")
    figures |= {
        f"2 kB: {what}": value for what, value in _measured("this bot", _first(brain), two_kilobytes(known) * 3).items()
    }
    figures |= _many(kinds["noisy"][::5], 5_000)
    figures |= _longest(brain)
    figures["start of import and explain, ms"] = _start()
    print(f"\nimport and first explain in a new process: {figures['start of import and explain, ms']:.0f} ms")
    print(json.dumps({name: round(value, 4) for name, value in figures.items()}, ensure_ascii=False))
    return 0


def _first(brain: Brain) -> Find:
    def find(text: str) -> str:
        best = brain.explain(text).verdict.best
        return best.id if best else ""

    return find


def _measured(name: str, find: Find, cases: Sequence[Case]) -> dict[str, float]:
    """Find every case; give how many were right, and the CPU time that half and 99 in 100 stay below."""
    right, spent = 0, []
    for case in cases:
        start = time.thread_time()
        found = find(case.text)
        spent.append((time.thread_time() - start) * 1000)
        right += found == case.id
    spent.sort()
    figures = {
        "right": right / len(cases),
        "p50 ms": statistics.median(spent),
        "p99 ms": spent[min(math.ceil(len(spent) * 0.99), len(spent)) - 1],
    }
    print(f"  {name:28} {figures['right']:8.1%} {figures['p50 ms']:8.2f} {figures['p99 ms']:8.2f}")
    return figures


def _many(cases: Sequence[Case], number: int) -> dict[str, float]:
    known = signatures(knowledge(), number)
    print(f"\n{number} messages, noisy pastes")
    mine = _measured("this bot", _first(Brain(known)), cases)
    theirs = _measured("extractOne token_set_ratio", baselines(known)["extractOne token_set_ratio"], cases[::4])
    print(f"  {theirs['p50 ms'] / mine['p50 ms']:.0f} times as quick")
    return {
        f"{number} messages, {name}: {what}": value
        for name, given in (("this bot", mine), ("token_set_ratio", theirs))
        for what, value in given.items()
    }


def _longest(brain: Brain) -> dict[str, float]:
    """Give how long the event loop would be held by the slowest text of up to 200 kB."""
    slowest = (0.0, "")
    for name, text in hostile():
        for part in (text[:7_900], text):
            start = time.perf_counter()
            brain.explain(part)
            slowest = max(slowest, ((time.perf_counter() - start) * 1000, name))
    print(f"\nlongest hold by any text up to 200 kB: {slowest[0]:.1f} ms ({slowest[1]})")
    return {"longest hold, ms": slowest[0]}


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
