"""An error whose code nobody knew is kept for the authors, masked, also when its words suggested something."""

from pathlib import Path

from tests.chat import Chat

_ID = (
    "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks"
)


async def _kept(folder: Path, text: str) -> list[str]:
    chat = await Chat.begin(folder)
    await chat.says(text)
    kept = [one.text for one in await chat.store.unknowns()]
    await chat.store.close()
    return kept


async def test_an_unheard_of_code_of_a_peering_is_kept_masked(tmp_path: Path) -> None:
    (kept,) = await _kept(tmp_path, f"(SomeBrandNewPeeringError) The peering {_ID} failed because of the moon.")
    assert "SomeBrandNewPeeringError" in kept
    assert "11111111" not in kept


async def test_a_known_error_and_a_description_are_not_kept(tmp_path: Path) -> None:
    assert await _kept(tmp_path, "(VnetAddressSpacesOverlap) their address spaces overlap") == []
    assert await _kept(tmp_path, "the status of my vnet peering says disconnected and nothing gets through") == []
