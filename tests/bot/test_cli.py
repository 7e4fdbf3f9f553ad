"""The command line: what it prints, and what it ends with."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from bot.cli import main
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


@dataclass(frozen=True)
class Result:
    exit_code: int
    stdout: str
    stderr: str


Runs = Callable[..., Result]


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Runs:
    """Gives the command line arguments and standard input, and what it prints and ends with."""
    monkeypatch.setattr("bot.cli._start_and_end_quickly", lambda: None)  # this process goes on afterwards

    def run(*arguments: str, stdin: str | bytes = "") -> Result:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(data)))
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert isinstance(ended.value.code, int)
        return Result(ended.value.code, *capsys.readouterr())

    return run


def test_explain_reads_standard_input(runs: Runs, brain: Brain) -> None:
    result = runs("explain", stdin=DATABRICKS)
    assert result.exit_code == 0
    assert brain.knowledge.answers["databricks-managed-vnet"].title in result.stdout
    assert "https://learn.microsoft.com/" in result.stdout
    assert result.stderr == ""


def test_explain_reads_a_file(runs: Runs, tmp_path: Path) -> None:
    file = tmp_path / "error.log"
    file.write_text(GATEWAY)
    result = runs("explain", str(file))
    assert result.exit_code == 0
    assert "--vnet-name vnet-hub" in result.stdout


def test_commands_are_never_wrapped(runs: Runs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are to be copied, on a narrow terminal too."""
    (tmp_path / "error.log").write_text("peering-disconnected")
    monkeypatch.setenv("COLUMNS", "40")
    result = runs("explain", "error.log")
    assert (
        'az network vnet peering list -g <resource-group> --vnet-name <vnet> --query "[].{name:name,state:peeringState,'
        in result.stdout
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_explain_reads_what_windows_writes(runs: Runs, encoding: str) -> None:
    assert runs("explain", stdin=DATABRICKS.encode(encoding)).exit_code == 0


@pytest.mark.parametrize("stdin", [b"\xff\xff\xff", b"the coffee machine is broken"])
def test_explain_ends_with_4_for_something_unknown(runs: Runs, stdin: bytes) -> None:
    result = runs("explain", stdin=stdin)
    assert result.exit_code == 4
    assert "don't know this one" in result.stdout


def test_explain_ends_with_3_for_a_choice(runs: Runs, brain: Brain) -> None:
    text = "connect spokes to on-premises and each other"
    result = runs("explain", stdin=text)
    assert result.exit_code == 3
    for match in brain.explain(text).verdict.matches:
        assert match.id in result.stdout


@pytest.mark.parametrize("file", ["none.log", "."])
def test_explain_ends_with_2_for_a_file_that_cannot_be_read(runs: Runs, file: str) -> None:
    result = runs("explain", file)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "peering-bot explain:" in result.stderr
    assert "Traceback" not in result.stderr


def test_explain_ends_with_2_for_an_unknown_option(runs: Runs) -> None:
    assert runs("explain", "--yaml").exit_code == 2


@pytest.mark.parametrize(
    ("text", "code"),
    [(DATABRICKS, 0), (GATEWAY, 0), ("connect spokes to on-premises and each other", 3), ("coffee", 4), ("", 4)],
)
def test_explain_json_is_the_contract(runs: Runs, brain: Brain, text: str, code: int) -> None:
    result = runs("explain", "--json", stdin=text)
    assert result.exit_code == code
    assert json.loads(result.stdout) == explanation_json(brain.explain(text), brain.knowledge)


def test_knowledge_list_has_every_id(runs: Runs, known: Knowledge) -> None:
    result = runs("knowledge", "list")
    assert result.exit_code == 0
    listed = {line.split()[1] for line in result.stdout.splitlines()}
    assert listed == {*known.answers, *known.scenarios}


def test_knowledge_show(runs: Runs, known: Knowledge) -> None:
    for id_ in (*known.answers, *known.scenarios):
        result = runs("knowledge", "show", id_)
        assert result.exit_code == 0, id_
    shown = runs("knowledge", "show", "configure-two-vnets").stdout
    question = known.scenarios["configure-two-vnets"].questions["subscriptions"]
    assert all(option.label in shown for option in question.options)


def test_knowledge_show_of_nothing(runs: Runs) -> None:
    result = runs("knowledge", "show", "nothing")
    assert result.exit_code == 2
    assert "there is no `nothing`" in result.stderr


def test_knowledge_check_is_content(runs: Runs) -> None:
    result = runs("knowledge", "check")
    assert (result.exit_code, result.stdout) == (0, "")


def test_without_a_command_it_says_what_there_is(runs: Runs) -> None:
    result = runs()
    assert "serve" in result.stderr
    assert "explain" in result.stderr


@pytest.mark.parametrize(
    ("env", "said"),
    [
        ("PORT=abc\n", "PORT: "),
        ("PROT=3978\n", "PROT: no such setting"),
        ("MICROSOFT_APP_ID=me\n", "MICROSOFT_APP_ID"),
        ("DATABASE_URL=oracle://x\n", "DATABASE_URL: "),
    ],
)
def test_serve_with_bad_settings_says_why(runs: Runs, tmp_path: Path, env: str, said: str) -> None:
    (tmp_path / ".env").write_text(env)
    result = runs("serve")
    assert result.exit_code == 1
    assert result.stderr.startswith("peering-bot cannot start:\n")
    assert said in result.stderr
    assert "Traceback" not in result.stderr


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


def test_the_tool_is_chosen(runs: Runs, tmp_path: Path) -> None:
    file = tmp_path / "error.txt"
    file.write_text("RemotePeeringIsDisconnected", encoding="utf-8")
    shown = runs("explain", "--tool", "powershell", str(file)).stdout
    assert "Remove-AzVirtualNetworkPeering" in shown
    assert "az network vnet peering delete" not in shown.partition("To undo")[0]
    assert runs("explain", "--tool", "fax", str(file)).exit_code == 2
