"""What most tests need: the knowledge, the brain, and a conversation with a store of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from knowledge.explain import Brain
from knowledge.explain import brain as shipped_brain
from knowledge.load import Knowledge
from tests.chat import Chat


@pytest.fixture(scope="session")
def brain() -> Brain:
    """Give the brain over the shipped knowledge."""
    return shipped_brain()


@pytest.fixture(scope="session")
def known(brain: Brain) -> Knowledge:
    """Give the shipped knowledge."""
    return brain.knowledge


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[Chat]:
    """Give a conversation in which nothing was said yet."""
    begun = await Chat.begin(tmp_path)
    yield begun
    await begun.store.close()
