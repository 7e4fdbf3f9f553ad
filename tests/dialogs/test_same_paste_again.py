"""The same error pasted again, edited or after "paste it again", is one problem."""

from pathlib import Path

from tests.chat import Chat

ERROR = "(RemoteVnetHasNoGateways) The hub has no gateways."
OTHER = "(VnetAddressSpacesOverlap) The address spaces overlap."


async def test_the_summary_tells_a_problem_once(tmp_path: Path) -> None:
    chat = await Chat.begin(tmp_path)
    for text in (ERROR, OTHER, ERROR):
        await chat.says(text)

    told = await chat.says("summary")

    assert told.count(f"> {ERROR}") == 1
    assert told.index(f"> {OTHER}") < told.index(f"> {ERROR}")
    await chat.store.close()
