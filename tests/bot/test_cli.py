"""The command line: what it prints, and what it ends with."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot.cli import app
from bot.settings import Settings
from knowledge.explain import Brain, explanation_json
from knowledge.load import Knowledge

DATABRICKS = "Failed to peer a Databricks virtual network"
GATEWAY = (
    "Peering app-to-hub cannot have UseRemoteGateway flag set to true because remote virtual network vnet-hub "
    "referenced by the peering does not have any gateways."
)


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def _runs(*arguments: str, stdin: str | bytes = "") -> Result:
    return CliRunner().invoke(app, list(arguments), input=stdin)


def test_explain_reads_standard_input(brain: Brain) -> None:
    result = _runs("explain", stdin=DATABRICKS)
    assert result.exit_code == 0
    assert brain.knowledge.answers["databricks-managed-vnet"].title in result.stdout
    assert "https://learn.microsoft.com/" in result.stdout
    assert result.stderr == ""


def test_explain_reads_a_file(tmp_path: Path) -> None:
    file = tmp_path / "error.log"
    file.write_text(GATEWAY)
    result = _runs("explain", str(file))
    assert result.exit_code == 0
    assert "--vnet-name vnet-hub" in result.stdout


def test_commands_are_never_wrapped(tmp_path: Path) -> None:
    """They are to be copied, on a narrow terminal too."""
    (tmp_path / "error.log").write_text("peering-disconnected")
    result = CliRunner(env={"COLUMNS": "40"}).invoke(app, ["explain", "error.log"])
    assert (
        'az network vnet peering list -g <resource-group> --vnet-name <vnet> --query "[].{name:name,state:peeringState,'
        in result.stdout
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_explain_reads_what_windows_writes(encoding: str) -> None:
    assert _runs("explain", stdin=DATABRICKS.encode(encoding)).exit_code == 0


@pytest.mark.parametrize("stdin", [b"\xff\xff\xff", b"the coffee machine is broken"])
def test_explain_ends_with_4_for_something_unknown(stdin: bytes) -> None:
    result = _runs("explain", stdin=stdin)
    assert result.exit_code == 4
    assert "don't know this one" in result.stdout


def test_explain_ends_with_3_for_a_choice(brain: Brain) -> None:
    text = "connect spokes to on-premises and each other"
    result = _runs("explain", stdin=text)
    assert result.exit_code == 3
    for match in brain.explain(text).verdict.matches:
        assert match.id in result.stdout


@pytest.mark.parametrize("file", ["none.log", "."])
def test_explain_ends_with_2_for_a_file_that_cannot_be_read(file: str) -> None:
    result = _runs("explain", file)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "peering-bot explain:" in result.stderr
    assert "Traceback" not in result.stderr


def test_explain_ends_with_2_for_an_unknown_option() -> None:
    assert _runs("explain", "--yaml").exit_code == 2


@pytest.mark.parametrize(
    ("text", "code"),
    [(DATABRICKS, 0), (GATEWAY, 0), ("connect spokes to on-premises and each other", 3), ("coffee", 4), ("", 4)],
)
def test_explain_json_is_the_contract(brain: Brain, text: str, code: int) -> None:
    result = _runs("explain", "--json", stdin=text)
    assert result.exit_code == code
    assert json.loads(result.stdout) == explanation_json(brain.explain(text), brain.knowledge)


def test_knowledge_list_has_every_id(known: Knowledge) -> None:
    result = _runs("knowledge", "list")
    assert result.exit_code == 0
    listed = {line.split()[1] for line in result.stdout.splitlines()}
    assert listed == {*known.answers, *known.scenarios}


def test_knowledge_show(known: Knowledge) -> None:
    for id_ in (*known.answers, *known.scenarios):
        result = _runs("knowledge", "show", id_)
        assert result.exit_code == 0, id_
    shown = _runs("knowledge", "show", "configure-two-vnets").stdout
    question = known.scenarios["configure-two-vnets"].questions["subscriptions"]
    assert all(option.label in shown for option in question.options)


def test_knowledge_show_of_nothing() -> None:
    result = _runs("knowledge", "show", "nothing")
    assert result.exit_code == 2
    assert "there is no `nothing`" in result.stderr


def test_knowledge_check_is_content() -> None:
    result = _runs("knowledge", "check")
    assert (result.exit_code, result.stdout) == (0, "")


def test_without_a_command_it_says_what_there_is() -> None:
    result = _runs()
    assert "serve" in result.output
    assert "explain" in result.output


@pytest.mark.parametrize(
    ("env", "said"),
    [
        ("PORT=abc\n", "PORT: "),
        ("PROT=3978\n", "PROT: no such setting"),
        ("MICROSOFT_APP_ID=me\n", "MICROSOFT_APP_ID"),
        ("DATABASE_URL=oracle://x\n", "DATABASE_URL: "),
    ],
)
def test_serve_with_bad_settings_says_why(tmp_path: Path, env: str, said: str) -> None:
    (tmp_path / ".env").write_text(env)
    result = _runs("serve")
    assert result.exit_code == 1
    assert result.stderr.startswith("peering-bot cannot start:\n")
    assert said in result.stderr
    assert "Traceback" not in result.output


def test_serve_as_a_process_with_bad_settings(tmp_path: Path) -> None:
    """As it is really started: no trace, nothing on standard output, a code that says so."""
    (tmp_path / ".env").write_text("PORT=99999\nCOLOR=red\n")
    command = [sys.executable, "-c", "from bot.cli import main; main()", "serve"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "PORT: " in done.stderr
    assert "COLOR: no such setting" in done.stderr
    assert "Traceback" not in done.stderr


def test_serve_on_a_port_that_is_taken(tmp_path: Path, unused_tcp_port: int) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", unused_tcp_port))
        taken.listen()
        (tmp_path / ".env").write_text(f"PORT={unused_tcp_port}\n")
        command = [sys.executable, "-c", "from bot.cli import main; main()", "serve"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "peering-bot cannot start:" in done.stderr
    assert str(unused_tcp_port) in done.stderr
    assert "Traceback" not in done.stderr


def test_the_tool_is_chosen(tmp_path: Path) -> None:
    file = tmp_path / "error.txt"
    file.write_text("RemotePeeringIsDisconnected", encoding="utf-8")
    shown = CliRunner().invoke(app, ["explain", "--tool", "powershell", str(file)])
    assert "Remove-AzVirtualNetworkPeering" in shown.output
    assert "az network vnet peering delete" not in shown.output.partition("To undo")[0]
    assert CliRunner().invoke(app, ["explain", "--tool", "fax", str(file)]).exit_code == 2
