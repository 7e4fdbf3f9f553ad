"""Lines as they were before a tool broke them or put something before them."""

import pytest

from knowledge.reading.clean import clean
from knowledge.reading.lines import unwrapped

ID = (
    "/subscriptions/4b1f0c52-7a3e-4d7e-9c1d-0f6a2b8e5d11/resourceGroups/rg-app/providers/Microsoft.Network"
    "/virtualNetworks/vnet-app/virtualNetworkPeerings/app-to-hub"
)


def _cut(text: str, width: int) -> list[str]:
    return [text[at : at + width] for at in range(0, len(text), width)]


@pytest.mark.parametrize("width", [60, 72, 78, 80, 100])
def test_a_box_that_broke_words_is_put_together(width: int) -> None:
    message = (
        f"Cannot create or update peering {ID} because their address spaces overlap, whatever that may mean today."
    )
    box = "╷\n" + "\n".join(f"│ {line}" for line in _cut(message, width)) + "\n╵"
    assert ID in unwrapped(clean(box)).replace("\n", " ")


@pytest.mark.parametrize("at", range(20, 155, 7))
def test_an_id_that_was_broken_at_a_keyword_or_in_a_guid_is_whole_again(at: int) -> None:
    broken = unwrapped(f"see {ID[:at]}\n{ID[at:]} for more")
    guid_or_keyword = at < 51 or ID[at - 1] == "/" or ID[at] == "/"
    assert (ID in broken) or not guid_or_keyword


def test_times_and_marks_of_logs_are_gone() -> None:
    log = "2026-08-16T01:10:12.4969671Z ##[error]Error: it broke\n2026-08-16T01:10:13.1Z   more"
    assert unwrapped(clean(log)) == "Error: it broke\nmore"


def test_lines_that_say_that_all_goes_well_are_left_out() -> None:
    before, after = "azurerm_subnet.a[0]: Still creating... [10s elapsed]", "azurerm_lb.b: Refreshing state... [id=x]"
    log = f"{before}\nError: it broke\n{after}"
    assert unwrapped(log) == "Error: it broke"


def test_a_list_is_not_taken_for_a_broken_line() -> None:
    text = "one line here\nand a second one\nthe third"
    assert unwrapped(text) == text
