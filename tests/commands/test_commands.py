"""The commands of the knowledge are collected whole, and what is wrong with a command is noticed."""

from pathlib import Path
from types import MappingProxyType

import pytest

from knowledge.load import HOME, Knowledge, load
from knowledge.source import read_source
from tests.commands.check import AZ_PYTHON, az_lines, judge_az, powershell_problems
from tests.commands.cmdlets import complaints, table
from tests.commands.commands import KNOWN, PART, Found, Tool, collect, sample
from tests.commands.shell import ShellError, commands
from tests.commands.syntax import Syntax

ANSWER = """\
id: small
meaning: Look with `az network vnet peering show` first, then `az login --tenant <tenant>`, never `--yes`.
check:
  - say: List, with `Get-AzContext -ListAvailable` or so.
    run:
      az: |
        # what is there
        az network vnet peering list -g {local_group} \\
          --vnet-name {local_vnet} > before.json; az account list | head
      powershell: Get-AzVirtualNetworkPeering -VirtualNetworkName {local_vnet} -ResourceGroupName {local_group}
      windows: |
        netsh trace stop
        Test-NetConnection {destination_ip} -Port {port}
    undo: az network vnet peering update … --allow-vnet-access false
recognise:
  phrases: ["`az peering nonsense`"]
"""


@pytest.fixture(scope="module")
def known() -> Knowledge:
    """Give the knowledge with its files, which the compiled one has not."""
    return load(HOME)


@pytest.fixture
def found(tmp_path: Path, known: Knowledge) -> list[Found]:
    """Give what is collected from one small answer."""
    file = tmp_path / "small.yaml"
    file.write_text(ANSWER, encoding="utf-8")
    small = Knowledge(known.guide, {}, {}, MappingProxyType({"small": read_source(file)}))
    return [one for one in collect(small) if one.source.id == "small"]


def test_commands_are_collected_from_steps_undo_and_prose(found: list[Found]) -> None:
    lines, problems = az_lines(one for one in found if one.tool is Tool.AZ)
    assert set(lines) == {
        ("network", "vnet", "peering", "show", "-h"),
        ("login", "--tenant", KNOWN["local_tenant"]),
        ("network", "vnet", "peering", "list", "-g", "rg-a", "--vnet-name", "vnet-1"),
        ("network", "vnet", "peering", "list", "-g", "rg(a)", "--vnet-name", "local-vnet-1"),
        ("network", "vnet", "peering", "list", "-g", "rg-a", "--vnet-name", "local-vnet-1"),
        ("account", "list"),
        ("network", "vnet", "peering", "update", PART, "--allow-vnet-access", "false"),
    }
    assert {problem.rpartition(": small: ")[2] for problem in problems} == {"head: not an az command"}


def test_powershell_is_collected_from_steps_machines_and_prose(found: list[Found]) -> None:
    texts = [one.text.split()[0] for one in found if one.tool is Tool.POWERSHELL]
    assert texts == ["Get-AzContext", "Get-AzVirtualNetworkPeering", "Test-NetConnection"]
    assert powershell_problems(one for one in found if one.tool is Tool.POWERSHELL) == []


def test_a_message_names_file_line_and_id(found: list[Found]) -> None:
    assert found[0].where.endswith("small.yaml:2: small")


def test_no_placeholder_is_left(known: Knowledge) -> None:
    everything = collect(known)
    assert len(everything) > 500
    assert [text for one in everything for text in one.filled() if "{local" in text or "<" in text] == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [("remote-vnet-id", "/subscriptions/"), ("appId", "00000000-"), ("new-range", "10."), ("hub_group", "rg-")],
)
def test_samples_are_of_the_right_kind(name: str, kind: str) -> None:
    assert sample(name).startswith(kind)


def test_shell_is_read_as_bash_reads_it() -> None:
    text = """ID=$(az vnet show --query "length([?a=='b'])") # it's the id
        az peering create --remote-vnet "$ID" 2>&1 | tee log && az done 'a b'"""
    assert commands(text) == [
        ["az", "vnet", "show", "--query", "length([?a=='b'])"],
        ["az", "peering", "create", "--remote-vnet", "$ID"],
        ["tee", "log"],
        ["az", "done", "a b"],
    ]
    with pytest.raises(ShellError, match="a quote is not closed"):
        commands("az 'a")


def test_powershell_of_every_form_is_accepted() -> None:
    text = """
        # one link
        $p = Get-AzVirtualNetworkPeering -VirtualNetworkName a -ResourceGroupName "rg(b)" -Name c
        $p.AllowForwardedTraffic = $true; Set-AzVirtualNetworkPeering -VirtualNetworkPeering $p
        $v = Get-AzVirtualNetwork -Name a -ResourceGroupName b
        $v.AddressSpace.AddressPrefixes.Add('10.0.0.0/16')
        (Get-AzVirtualNetwork -Name a -ResourceGroupName b).Subnets | Select-Object Name, AddressPrefix
        Get-AzVirtualNetworkPeering -VirtualNetworkName a -ResourceGroupName b |
            Where-Object { $_.PeeringState -eq 'Connected' } |
            Select-Object Name, @{n='Remote';e={$_.RemoteVirtualNetwork.Id}} |
            ConvertTo-Json -Depth 6 > before.json
    """
    assert complaints(text) == []


LINK = "-VirtualNetworkName a -ResourceGroupName b"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"Get-AzVirtualNetworkPeering {LINK} -Nonsense 1", "-Nonsense is no parameter of Get-AzVirtualNetworkPeering"),
        ("Get-AzNothing -Name a", "Get-AzNothing is not in the table"),
        ("Remove-AzVirtualNetworkPeering -Name a -ResourceGroupName b", "-VirtualNetworkName is missing"),
        (f"Get-AzVirtualNetworkPeering {LINK} -Name", "-Name needs a value"),
        (f"Get-AzVirtualNetworkPeering {LINK} c", "one value too many: c"),
        ("Set-AzContext -Tenant a -Tenant b", "-Tenant stands twice"),
        ("$p = Get-AzVirtualNetwork\n$p.UseRemoteGateway = $true", "UseRemoteGateway is no property of a vnet"),
        ("Set-AzVirtualNetwork -VirtualNetwork $other", "$other is not set in these lines"),
        ("Get-AzVirtualNetwork | Format-Table Nme", "Nme is no property of a vnet"),
        ("Get-AzVirtualNetwork | Where-Object { $_.Nme -eq 1 }", "Nme is no property of a vnet"),
        ("Get-AzContext | Get-AzSubscription", "Get-AzSubscription takes nothing from a pipe"),
        ("Test-NetConnection a -Port ssh", "-Port needs a number, not ssh"),
        ("New-AzResourceLock -LockName a -LockLevel None -Scope b", "-LockLevel must be one of"),
        (
            "$v = Get-AzVirtualNetwork\n"
            "Add-AzVirtualNetworkPeering -Name a -VirtualNetwork $v -RemoteVirtualNetworkId b -PeerCompleteVnets no",
            "-PeerCompleteVnets needs $true or $false",
        ),
        ("(Get-AzContext", "`)` is missing"),
        ("Get-AzContext |", "nothing stands before or after"),
        ("az login", "`az` is not a cmdlet of the table"),
    ],
)
def test_what_is_wrong_in_powershell_is_said(text: str, said: str) -> None:
    assert len(complaints(text)) == 1
    assert said in complaints(text)[0]


def test_every_line_of_the_table_can_be_read_and_is_documented() -> None:
    for cmdlet in table().cmdlets.values():
        assert all(Syntax.read(line).parameters for line in cmdlet.syntax)
        assert cmdlet.gives is None or cmdlet.gives in table().objects
    things = table().objects.values()
    assert {kind for thing in things for kind in thing.has.values() if kind} <= set(table().objects)
    pages = [*(cmdlet.page for cmdlet in table().cmdlets.values()), *(thing.page for thing in things)]
    assert all(page.startswith("https://") for page in pages)


def test_all_powershell_of_the_knowledge_is_in_the_table(known: Knowledge) -> None:
    assert powershell_problems(one for one in collect(known) if one.tool is Tool.POWERSHELL) == []


@pytest.mark.skipif(not AZ_PYTHON.exists(), reason="azure-cli is not installed: run `make check-commands` first")
def test_azure_cli_says_what_is_wrong() -> None:
    place = ("-g", "a", "--vnet-name", "b", "-n", "c")
    peering = ("network", "vnet", "peering")
    wrong = {
        (*peering, "create", *place, "--remote-vnet", "x", "--remote-vnet-id", "y"): "--remote-vnet-id y",
        (*peering, "delete", *place, "--yes"): "unrecognized arguments: --yes",
        (*peering, "create", *place, "--remote-vnet", "x", "--allow-vnet-access", "maybe"): "not a valid value",
        (*peering, "create", PART, "--sync-remote", "true"): "unrecognized arguments: --sync-remote true",
        (*peering, "create", *place): "required: --remote-vnet",
    }
    right = [(*peering, "list", "-g", "a", "--vnet-name", "b"), (*peering, "update", PART), (*peering, "-h")]
    said = judge_az([*wrong, *right], AZ_PYTHON)
    assert {line for line in wrong if wrong[line] not in said.get(line, "")} == set()
    assert set(said) == set(wrong)
