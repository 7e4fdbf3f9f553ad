"""What somebody says beside a command is what is recognised: the command itself describes no problem."""

import pytest

from knowledge.explain import explain
from knowledge.matching.match import Outcome
from knowledge.reading.commands import beside_commands

CREATE = "az network vnet peering create -g rg-a -n a-to-b --vnet-name vnet-a --remote-vnet vnet-b --allow-vnet-access"
POWERSHELL = """PS C:\\Users\\ann> Add-AzVirtualNetworkPeering -Name a-to-b -VirtualNetwork $a `
    -RemoteVirtualNetworkId $b.Id -UseRemoteGateways"""
LONG = """$ az network vnet peering create \\
  --name "a to b" --resource-group=rg-a \\
  --vnet-name vnet-a --remote-vnet '/subscriptions/x y'"""


@pytest.mark.parametrize("command", [CREATE, f"$ {CREATE}", POWERSHELL, LONG, "az vm list -o table"])
@pytest.mark.parametrize(("before", "after"), [("", ""), ("look:\n", "\nit hangs"), ("", "\n\nand nothing more")])
def test_a_command_goes_and_words_stay(command: str, before: str, after: str) -> None:
    said = beside_commands(f"{before}{command}{after}")
    assert said is not None
    assert said.split() == f"{before} {after}".split()


@pytest.mark.parametrize(
    "text",
    [
        "after az network vnet peering create the state is only Initiated",
        "Add-AzVirtualNetworkPeering is slow",
        "a peering - with forwarded traffic - is Disconnected",
        "topaz vnet -x",
    ],
)
def test_words_are_no_command(text: str) -> None:
    assert beside_commands(text) is None


def test_the_name_of_a_command_can_stay() -> None:
    said = beside_commands(f"it says no:\n{CREATE}\n{POWERSHELL}", named=True)
    assert said is not None
    assert " ".join(said.split()) == "it says no: az network vnet peering create Add-AzVirtualNetworkPeering"


@pytest.mark.parametrize("asked", ["", "why does this fail?\n", "is this right? "])
@pytest.mark.parametrize(
    "command",
    [CREATE, POWERSHELL, "az network vnet create -g rg -n v --address-prefixes 10.0.0.0/16 10.1.0.0/16"],
)
def test_nobody_guesses_what_is_wrong_with_a_command(asked: str, command: str) -> None:
    assert explain(asked + command).outcome is Outcome.UNKNOWN


def test_what_is_said_of_a_command_counts() -> None:
    explanation = explain(f"I ran {CREATE} and the state stays Initiated")
    assert explanation.verdict.best
    assert explanation.verdict.best.id == "peering-initiated"
    assert explanation.facts.names["local_vnet"] == "vnet-a"


def test_many_commands_take_no_long_time() -> None:
    for hostile in (f"{CREATE}\n" * 300, "az a" + " -x" * 20_000, "$ " * 20_000, "az " * 20_000):
        beside_commands(hostile)
