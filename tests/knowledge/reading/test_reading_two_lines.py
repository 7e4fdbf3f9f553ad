"""Two lines that stand alone: nobody can tell whether a long first one was broken, so no name is made of both."""

import pytest

from knowledge.explain import explain

_ID = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hub/providers/Microsoft.Network"
_COMMAND = "az network vnet peering create -g rg-app --vnet-name vnet-app -n app-to-hub --remote-vnet-id "


@pytest.mark.parametrize(
    "next_line", ["az: error: unrecognized arguments: --remote-vnet-id", "(Forbidden) No.", "Error: no"]
)
def test_a_line_that_begins_as_an_error_is_one_of_its_own(next_line: str) -> None:
    names = explain(f"{_COMMAND}{_ID}/virtualNetworks/vnet-hub\n{next_line}").facts.names
    assert names["remote_vnet"] == "vnet-hub"


def test_a_comment_under_a_long_line_does_not_become_the_end_of_a_name() -> None:
    for name in ("vnet-hub", f"{_ID}/virtualNetworks/vnet-hub"):
        facts = explain(f"{_COMMAND}{name}\nplease help me").facts
        assert not any("please" in value for value in (*facts.names.values(), *facts.virtual_networks))


def test_an_id_that_was_broken_between_two_lines_is_whole_again() -> None:
    paste = f"{_COMMAND}{_ID}/virtual\nNetworks/vnet-hub"
    assert explain(paste).facts.names["remote_vnet"] == "vnet-hub"
