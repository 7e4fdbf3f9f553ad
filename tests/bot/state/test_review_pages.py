"""What is read of a log at one time is bounded by its size, too."""

from pathlib import Path

from bot.state.store import Store


async def test_a_page_ends_where_it_gets_too_large(tmp_path: Path) -> None:
    store = Store(f"sqlite+aiosqlite:///{tmp_path / 'log.db'}")
    await store.start("c", "dl_ann", "2026-11-22")
    async with store.unit() as unit:
        await unit.append("c", [{"text": "x" * 900_000} for _ in range(3)])
        await unit.append("c", [{"text": "x" * 3_000_000}, {"text": "small"}])
    pages = []
    last = 0
    while entries := await store.activities("c", last):
        pages.append([entry.sequence for entry in entries])
        last = entries[-1].sequence
    await store.close()
    assert pages == [[1, 2], [3], [4], [5]]
