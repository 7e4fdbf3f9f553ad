"""Limits hold when many ask at the same moment: real transactions side by side on PostgreSQL."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable

import pytest
from sqlalchemy import delete

from bot.state.feedback import Verdict, add_feedback, opinions
from bot.state.hand_offs import AT_ONCE, WEB_A_DAY, Added, add_hand_off
from bot.state.store import Store, Unit
from bot.state.tables import FEEDBACK, HAND_OFFS

pytestmark = pytest.mark.filterwarnings("ignore")

Writes = Callable[[Unit], Awaitable[Added | None]]


class Processes:
    """Several that write in one database."""

    def __init__(self, stores: list[Store]) -> None:
        self.stores = stores

    async def at_once(self, writes: Iterable[Writes]) -> Counter[Added | None]:
        """Do all in transactions that are open at the same time; count what became of them."""
        return Counter(await asyncio.gather(*(self._one(number, one) for number, one in enumerate(writes))))

    async def _one(self, number: int, write: Writes) -> Added | None:
        async with self.stores[number % len(self.stores)].unit() as unit:
            became = await write(unit)
            # Who does not wait for the others has read before anybody commits.
            await asyncio.sleep(0.05)
        return became


@pytest.fixture
async def processes(postgres: str) -> AsyncIterator[Processes]:
    stores = [Store(postgres), Store(postgres)]
    for table in (FEEDBACK, HAND_OFFS):
        async with stores[0].unit() as unit:
            await unit.execute(delete(table))
    yield Processes(stores)
    for store in stores:
        await store.close()


def asks(id_: str, person: str, summary: str, channel: str = "msteams") -> Writes:
    return lambda unit: add_hand_off(unit, id_, person, {"channel": channel}, summary)


def says(person: str, *answers: str, verdict: Verdict = "up") -> Writes:
    async def write(unit: Unit) -> None:
        for answer in answers:
            await add_feedback(unit, answer, verdict, "msteams", person)

    return write


async def test_a_person_has_at_most_three_open_hand_offs(processes: Processes) -> None:
    became = await processes.at_once(asks(f"a{number}", "msteams/29:ann", f"problem {number}") for number in range(8))

    assert became == {Added.KEPT: AT_ONCE, Added.TOO_MANY: 8 - AT_ONCE}


async def test_the_same_is_handed_over_once(processes: Processes) -> None:
    became = await processes.at_once(asks(f"a{number}", "msteams/29:ann", "the same") for number in range(6))

    assert became == {Added.KEPT: 1, Added.SAME: 5}


async def test_web_chats_together_have_a_limit_a_day(processes: Processes) -> None:
    people = range(WEB_A_DAY + 4)
    became = await processes.at_once(asks(f"w{one}", f"directline/dl_{one}", "help", "directline") for one in people)

    assert became == {Added.KEPT: WEB_A_DAY, Added.FULL_DAY: 4}


async def test_one_opinion_per_person_and_answer(processes: Processes) -> None:
    verdicts: tuple[Verdict, ...] = ("up", "down") * 4
    await processes.at_once(says("msteams/29:ann", "overlap", verdict=one) for one in verdicts)

    [opinion] = await opinions(processes.stores[0])
    assert opinion.up + opinion.down == 1


async def test_opinions_in_any_order_and_hand_offs_do_not_wait_for_each_other_for_ever(processes: Processes) -> None:
    """In one turn somebody may say that several answers did not help, and ask the network team."""

    def turn(number: int) -> Writes:
        answers = ("overlap", "disconnected")[:: 1 if number % 2 else -1]
        person = f"directline/dl_{number % 3}"

        async def write(unit: Unit) -> Added | None:
            await says(person, *answers, verdict="down")(unit)
            return await asks(f"t{number}", person, f"problem {number}", "directline")(unit)

        return write

    async with asyncio.timeout(20):
        became = await processes.at_once(turn(number) for number in range(9))
    assert became == {Added.KEPT: 9}
    assert [one.down for one in await opinions(processes.stores[0])] == [3, 3]
