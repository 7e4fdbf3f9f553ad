"""The errors of a paste, and what each one is about."""

import pytest

from knowledge.reading.passages import passages
from knowledge.reading.reading import read
from knowledge.reading.subject import Subject, about

TWO = """\
Error: creating Storage Account (Subscription: "x"): StorageAccountAlreadyTaken: taken

  with azurerm_storage_account.a,

Error: creating Virtual Network Peering (Subscription: "x"): RemotePeeringIsDisconnected: gone

  with azurerm_virtual_network_peering.b,
"""


def test_each_error_of_a_run_is_a_passage_of_its_own() -> None:
    first, second = passages(TWO)
    assert "Storage" in first.text
    assert "Peering" not in first.text
    assert "RemotePeeringIsDisconnected" in second.text


def test_the_command_before_an_error_belongs_to_it() -> None:
    (only,) = passages("$ az network vnet peering delete -g rg -n x --yes\nERROR: unrecognized arguments: --yes")
    assert about(only.text).subject is Subject.PEERING


def test_a_wrapper_is_no_error_of_its_own() -> None:
    text = (
        '{"code":"DeploymentFailed","details":[{"code":"BadRequest","message":"{"code":"VnetAddressSpacesOverlap"}"}]}'
    )
    assert len(passages(text)) == 1


def test_the_same_error_twice_is_one() -> None:
    assert len(passages("Error: a b c\nError: a b c\n")) == 1


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("perform action 'Microsoft.Network/virtualNetworks/peer/action' on scope", Subject.PEERING),
        ("perform action 'Microsoft.Compute/disks/write' while peering", Subject.OTHER),
        ("perform action '<action_name>' on scope '<service>'", Subject.OTHER),
        ("with module.hub.azurerm_virtual_network_peering.a[0],", Subject.PEERING),
        ("with module.hub.azurerm_subnet.a, for the peering", Subject.OTHER),
        ("Microsoft.Network/virtualNetworks/v/subnets/s", Subject.OTHER),
        ("Microsoft.Network/virtualNetworks/v was not found", Subject.NETWORK),
        ("Add-AzVirtualNetworkPeering : no", Subject.PEERING),
        ("New-AzVM : no", Subject.OTHER),
        ("az storage account create", Subject.OTHER),
        ("az login says no", Subject.NOTHING),
        ("the BGP peering is down", Subject.OTHER),
        ("ExpressRoute private peering is down", Subject.OTHER),
        ("AWS VPC peering", Subject.OTHER),
        ("the vnet peering is down", Subject.PEERING),
        ("a storage group named rg-peering-test", Subject.NOTHING),
    ],
)
def test_what_an_error_is_about(text: str, subject: Subject) -> None:
    assert about(text).subject is subject


def test_the_words_before_an_error_say_what_it_is_about_when_it_does_not() -> None:
    assert about("Resource not found", "I get this when peering two vnets:").subject is Subject.PEERING
    assert about("Microsoft.Storage/storageAccounts/a not found", "while peering").subject is Subject.OTHER


def test_a_long_log_is_read_to_its_middle() -> None:
    noise = "2026-01-01T00:00:00Z still working on it\n" * 4_000
    reading = read(noise + TWO + noise)
    assert not reading.shortened
    assert any("RemotePeeringIsDisconnected" in one.text for one in reading.passages)
    assert len(reading.text) < 20_000
