"""`python -m benchmarks.bench_turn`: what a turn costs; a table, then one line of JSON.

All variants run in one interleaved run: rounds alternate, so that whatever else the machine does meets all of them.
"""

import asyncio
import json
import math
import statistics
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any, Final

import aiohttp

from benchmarks.cases import two_kilobytes
from benchmarks.turn_driver import Bot, Connector, running
from benchmarks.turn_sign_in import Asked, SignIn
from knowledge.compiled import knowledge

_ROUNDS: Final = 12
_TURNS: Final = 24
_AT_ONCE: Final = 16
_EACH: Final = 20

Turn = Mapping[str, Any]


@dataclass(slots=True)
class Variant:
    """One thing to measure, and the CPU ms a turn of each round. `sign_in` signs what the channel sends."""

    name: str
    bot: Bot
    turns: Iterator[Turn]
    scheme: str = "http"
    sign_in: SignIn | None = None
    spent: list[float] = field(default_factory=list)
    opened: int = 0

    @property
    def figure(self) -> float:
        """The median of all rounds, CPU ms a turn."""
        return statistics.median(self.spent)

    async def round(self) -> None:
        """Take some turns, one after the other; the channel has a new token each time."""
        header = self.sign_in.header(self.bot.service_url(self.scheme)) if self.sign_in else None
        before = await self.bot.cpu()
        for _ in range(_TURNS):
            await self.bot.turn(next(self.turns), self.name.replace(" ", "-"), self.scheme, header)
        # A turn is over shortly after its reply arrived: what is still tidied up counts too.
        await asyncio.sleep(0.05)
        self.spent.append((await self.bot.cpu() - before) / _TURNS)


def main() -> int:
    """Measure everything, print it, and give 0."""
    print(json.dumps(turn_figures(), ensure_ascii=False))
    return 0


def turn_figures() -> dict[str, float]:
    """Measure and print a table; give the figures by name."""
    return asyncio.run(_measure())


async def _measure() -> dict[str, float]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with AsyncExitStack() as stack:
            http = await stack.enter_async_context(aiohttp.ClientSession())
            sign_in = SignIn()
            connector = Connector(folder, sign_in)
            await connector.start()
            stack.push_async_callback(connector.close)
            bots = {
                kind: await stack.enter_async_context(running(kind, http, connector, folder))
                for kind in ("bare", "stock", "ours", "signed")
            }
            variants = _variants(bots, sign_in)
            for one in variants:
                await one.round()  # warms up
                one.spent.clear()
            first = sign_in.asked
            assert all(first), "signing in takes a token and the keys of channels"
            for _ in range(_ROUNDS):
                for one in variants:
                    before = len(connector.connections)
                    await one.round()
                    one.opened += len(connector.connections) - before
            assert f"Bearer {sign_in.given}" in connector.tokens
            figures = _table(variants, first, sign_in.asked)
            return figures | await _together(bots["ours"])


def _variants(bots: Mapping[str, Bot], sign_in: SignIn) -> list[Variant]:
    echo: Turn = {"text": "hello"}
    pastes: list[Turn] = [{"text": case.text} for case in two_kilobytes(knowledge())]
    ours = bots["ours"]
    return [
        Variant("bare handler", bots["bare"], cycle([echo])),
        Variant("stock EchoBot", bots["stock"], cycle([echo])),
        Variant("ours, 2 kB error", ours, cycle(pastes)),
        Variant("ours, a step", ours, cycle(_steps())),
        Variant("ours, signed in, 2 kB error", bots["signed"], cycle(pastes), sign_in=sign_in),
        Variant("stock EchoBot over HTTPS", bots["stock"], cycle([echo]), "https"),
        Variant("ours over HTTPS", ours, cycle(pastes), "https"),
    ]


def _steps() -> list[Turn]:
    """Give a walk that ends where it begins: two clicks and a typed command; nothing is recognised in it."""

    def click(scenario: str, question: str, option: str, depth: int) -> Turn:
        return {"value": {"scenario": scenario, "question": question, "option": option, "depth": depth}}

    scenario = next(iter(knowledge().scenarios.values()))
    first = scenario.questions[scenario.start]
    onward = next(option for option in first.options if option.go)
    return [
        {"text": "menu"},
        click("menu", "menu", scenario.id, 0),
        click(scenario.id, scenario.start, onward.id, 0),
    ]


def _table(variants: list[Variant], first: Asked, last: Asked) -> dict[str, float]:
    figures = {f"turn, {one.name}: CPU ms": one.figure for one in variants}
    by_name = {one.name: one.figure for one in variants}
    stock, secure = by_name["stock EchoBot"], by_name["stock EchoBot over HTTPS"]
    print(f"\nCPU of a turn, {_ROUNDS} interleaved rounds of {_TURNS}      ms   of stock")
    for one in variants:
        base = secure if one.scheme == "https" else stock
        print(f"  {one.name:38} {one.figure:8.2f} {one.figure / base:8.2f}")
    paste, step, bare = by_name["ours, 2 kB error"], by_name["ours, a step"], by_name["bare handler"]
    opened = sum(one.opened for one in variants if one.name.startswith("ours"))
    tokens, keys = last.tokens - first.tokens, last.keys - first.keys
    print(f"  new connections of ours meanwhile: {opened}")
    print(f"  signed in, requests for tokens meanwhile: {tokens} (at the start {first.tokens})")
    print(f"  signed in, requests for keys meanwhile: {keys} (at the start {first.keys})")
    print(f"  the floor is the bare handler's {bare:.2f} ms: one request taken and one sent by aiohttp")
    print(f"  recognising, and writing the answer with the user's names, takes {paste - step:.2f} ms: what dominates")
    print(f"  the rest, {step - bare:.2f} ms: the dialogs, two transactions on a thread, checks and JSON")
    rounded = {name: round(value, 4) for name, value in figures.items()}
    return rounded | {
        "turn, 2 kB error, of stock": by_name["ours, 2 kB error"] / stock,
        "turn, a step, of stock": by_name["ours, a step"] / stock,
        "turn, over HTTPS, of stock over HTTPS": by_name["ours over HTTPS"] / secure,
        "turn, new connections in steady state": opened,
        "turn, requests for tokens in steady state": tokens,
        "turn, requests for keys in steady state": keys,
    }


async def _together(bot: Bot) -> dict[str, float]:
    """Let many conversations talk at once; give how long a turn takes, and how long the loop is held."""
    pastes = cycle([{"text": case.text} for case in two_kilobytes(knowledge())])

    async def talk(number: int) -> list[float]:
        return [await bot.turn(next(pastes), f"together-{number}") for _ in range(_EACH)]

    await asyncio.gather(*(talk(number) for number in range(_AT_ONCE)))
    await bot.watch()
    taken = sorted(ms for one in await asyncio.gather(*(talk(n) for n in range(_AT_ONCE))) for ms in one)
    figures = {
        "turn, 16 at once: p50 ms": statistics.median(taken),
        "turn, 16 at once: p99 ms": taken[min(math.ceil(len(taken) * 0.99), len(taken)) - 1],
        "turn, longest hold of the loop, ms": await bot.hold(),
    }
    p50, p99, hold = figures.values()
    print(f"  16 conversations at once: p50 {p50:.1f} ms, p99 {p99:.1f} ms ({p99 / p50:.1f} times)")
    print(f"  longest hold of the loop meanwhile: {hold:.1f} ms")
    return figures


if __name__ == "__main__":
    sys.exit(main())
