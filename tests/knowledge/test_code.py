"""Code and sentences are told apart, so that nobody copies a sentence into a terminal."""

import pytest

from knowledge.code import sentence_in

TERRAFORM = """\
# a sentence in a comment is welcome.
provider "azurerm" {
  alias = "remote"
  features {}
}
resource "azurerm_virtual_network_peering" "there" {
  name          = "hub-to-${var.spoke}"
  address_space = ["10.0.0.0/16", "<new-range>"]
  depends_on    = [
    azurerm_subnet.local,
    azurerm_subnet.remote["a"],
  ]
}
terraform apply -parallelism=1
"""
BICEP = """\
// a sentence in a comment is welcome.
@batchSize(1)
resource link 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings@2023-11-01' = [for one in spokes: {
  parent: hub
  name: 'hub-to-${one.name}'
  properties: {
    remoteVirtualNetwork: { id: one.id }
    addressPrefixes: [
      '10.0.0.0/16'
      newRange
    ]
  }
  dependsOn: [ hubGateway, hubToSpoke ]
}]
"""
WINDOWS = """\
Get-NetTCPConnection -State Listen -LocalPort 443
'<your-peering-name>'.Length
netsh trace stop
"""


@pytest.mark.parametrize(
    ("tool", "code"),
    [
        ("terraform", TERRAFORM),
        ("bicep", BICEP),
        ("windows", WINDOWS),
        ("linux", "sudo ss -ltnp | grep ':443 '"),
        ("az", "az account list -o table"),
        ("portal", "Virtual network → Settings → Peerings. Select the link."),
    ],
)
def test_code_has_no_sentence(tool: str, code: str) -> None:
    assert sentence_in(tool, code) is None


@pytest.mark.parametrize(
    ("tool", "sentence"),
    [
        ("terraform", "Run the apply again; there is nothing to change in the code."),
        ("terraform", 'Give every peering its own name, for instance "hub-to-${var.spoke_name}"'),
        ("terraform", "terraform apply\nand try once more"),
        ("bicep", "Put the spoke into the name of the peering, for instance name: 'hub-to-a'."),
        ("bicep", "add the new range"),
        ("az", "Look at the list of peerings."),
        ("windows", "Restart the machine, then try again."),
        ("linux", "Is the port open?"),
    ],
)
def test_a_sentence_is_found_in_code(tool: str, sentence: str) -> None:
    assert sentence_in(tool, sentence) == sentence.splitlines()[-1]
