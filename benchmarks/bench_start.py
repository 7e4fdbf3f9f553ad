"""`python -m benchmarks.bench_start`: how soon `peering-bot explain` has answered, the whole command."""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

TIMES: Final = 10
_COMMAND: Final = (str(Path(sys.executable).with_name("peering-bot")), "explain")
_PASTE: Final = (
    b"ERROR: (RemotePeeringIsDisconnected) The remote peering is Disconnected. Delete it and create it again.\n"
)


def main() -> int:
    """Measure everything, print it, and give 0."""
    print(json.dumps(start_figures()))
    return 0


def start_figures() -> dict[str, float]:
    """Print and give the best of ten of each way to ask, in turns, so that all meet the same machine."""
    ways = {"Python alone": (sys.executable, "-c", ""), "JSON": (*_COMMAND, "--json"), "coloured text": _COMMAND}
    best: dict[str, tuple[float, float]] = {}
    for _ in range(TIMES):
        for name, command in ways.items():
            user, wall = _run(command)
            best[name] = (min(user, best[name][0]), min(wall, best[name][1])) if name in best else (user, wall)
    print(f"\nstart to end of a command, best of {TIMES}".ljust(41) + "  user ms   wall ms")
    for name, (user, wall) in best.items():
        print(f"  {name:38} {user:8.0f} {wall:9.0f}")
    return {
        f"command, {name}: {what} ms": round(value, 1)
        for name, both in best.items()
        for what, value in zip(("user", "wall"), both, strict=True)
    }


def _run(command: Sequence[str]) -> tuple[float, float]:
    """Give the user CPU time and the wall time of one run, in ms."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime, time.perf_counter()
    environment = {**os.environ, "FORCE_COLOR": "1"}
    subprocess.run(command, input=_PASTE, stdout=subprocess.DEVNULL, env=environment, check=True)  # noqa: S603 - our own
    wall = time.perf_counter() - begun
    return (resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before) * 1000, wall * 1000


if __name__ == "__main__":
    sys.exit(main())
