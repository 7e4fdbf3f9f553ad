"""Many turns at once: one thinks in each pass of the event loop."""

import asyncio

import pytest

from bot.turn.pace import Pace


async def test_one_thinks_in_each_pass_in_the_order_of_asking() -> None:
    pace, said = Pace(), list[str]()

    async def think(name: str) -> None:
        await pace.wait()
        said.append(name)
        asyncio.get_running_loop().call_soon(said.append, "|")

    await asyncio.gather(*(think(name) for name in "abc"))
    await asyncio.sleep(0)

    assert "".join(said) == "a|b|c|"


async def test_whoever_is_alone_does_not_wait() -> None:
    with pytest.raises(StopIteration):
        Pace().wait().send(None)


async def test_one_that_is_given_up_holds_up_nobody() -> None:
    pace = Pace()
    _, waits, goes = (asyncio.create_task(pace.wait()) for _ in range(3))
    await asyncio.sleep(0)
    waits.cancel()
    await asyncio.wait_for(goes, timeout=5)
    await asyncio.gather(waits, return_exceptions=True)
    assert waits.cancelled()


async def test_one_that_is_given_up_at_its_turn_holds_up_nobody() -> None:
    pace = Pace()
    _, waits, goes = (asyncio.create_task(pace.wait()) for _ in range(3))
    await asyncio.sleep(0)
    # Its turn has come, and it does not know yet.
    pace._waiting.popleft().set_result(None)
    waits.cancel()
    await asyncio.wait_for(goes, timeout=5)
    await asyncio.gather(waits, return_exceptions=True)
    assert waits.cancelled()
