"""`peering-bot knowledge unknown`: the errors that nobody knew, each with a knowledge file to begin from."""

import asyncio
import sys
from datetime import UTC, datetime
from typing import Final

import yaml

from bot.settings import Settings
from bot.state.store import Store, Unknown
from knowledge.reading.reading import read

_TO_DO: Final = "TODO"
_STILL: Final = """\
# Still to do: save it as knowledge/errors/ID.yaml and give it that ID, write what says TODO, and in `texts`
# put placeholders such as <vnet> where the names stand. Then run: peering-bot knowledge check
"""


def list_unknown(settings: Settings) -> None:
    """Print them, most frequent first. Raises StoreError when the store cannot be read."""
    unknowns = asyncio.run(_read(settings))
    if not unknowns:
        sys.stdout.write("Nothing was unknown so far.\n")
    for one in unknowns:
        times = "once" if one.times == 1 else f"{one.times} times"
        sys.stdout.write(f"# Seen {times}, last {one.last}.\n{_STILL}{stub(one, datetime.now(UTC))}\n---\n")


async def _read(settings: Settings) -> list[Unknown]:
    store = Store(settings.store_url)
    try:
        return await store.unknowns()
    finally:
        await store.close()


def stub(unknown: Unknown, today: datetime) -> str:
    """Give the YAML of a knowledge file that would recognise it, its words still to be written."""
    reading = read(unknown.text)
    first = next((line.strip() for line in unknown.text.splitlines() if line.strip()), unknown.text)
    body = {
        "id": "name-of-the-file",
        "title": _TO_DO,
        "covers": [],
        "checked": today.date(),
        "recognise": {"codes": list(reading.facts.codes), "texts": [first]},
        "meaning": _TO_DO,
        "check": [{"say": _TO_DO, "run": {"az": _TO_DO}}],
        "fix": [{"say": _TO_DO, "run": {"az": _TO_DO}, "changes": True, "undo": _TO_DO}],
        "caution": _TO_DO,
        "links": [{"title": _TO_DO, "url": "https://learn.microsoft.com/azure/virtual-network/"}],
        "examples": {"match": [unknown.text], "other": []},
    }
    return yaml.safe_dump(body, sort_keys=False, allow_unicode=True, width=120)
