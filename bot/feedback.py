"""`peering-bot feedback`: what people said of each answer."""

import asyncio
import sys

from bot.settings import Settings
from bot.state.feedback import Opinion, opinions
from bot.state.store import Store


def list_feedback(settings: Settings) -> None:
    """Print it, the answers that helped least first. Raises StoreError when the store cannot be read."""
    found = asyncio.run(_read(settings))
    if not found:
        sys.stdout.write("Nobody has said anything of an answer yet.\n")
    for one in found:
        sys.stdout.write(f"{one.answer}: {one.up} up, {one.down} down\n")
        for comment in one.comments:
            sys.stdout.write(f"    {' '.join(comment.split())}\n")


async def _read(settings: Settings) -> list[Opinion]:
    store = Store(settings.store_url)
    try:
        return await opinions(store)
    finally:
        await store.close()
