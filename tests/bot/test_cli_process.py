"""The real command in a process of its own: pipes, bad input, bounded memory, colours."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-c", "from bot.cli import main; main()"]
DISCONNECTED = b"RemotePeeringIsDisconnected"
LIMIT = 1024 * 1024 * 1024


def _runs(*arguments: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    clean = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR"}}
    return subprocess.run(
        [*COMMAND, *arguments],
        input=stdin,
        capture_output=True,
        timeout=60,
        check=False,
        env=clean | environment,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (LIMIT, LIMIT)),
    )


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "latin-1", "utf-8-sig"])
def test_every_encoding_of_windows_is_read(encoding: str) -> None:
    text = "Fehler für das Netz: RemotePeeringIsDisconnected"
    assert _runs("explain", "--json", stdin=text.encode(encoding)).returncode == 0


@pytest.mark.parametrize(
    "stdin",
    [
        b'{"error": {"code": ',
        b"[" * 10_000,
        b'{"a":' * 10_000,
        b"\x00" * 5_000,
        b"\xed\xa0\x80 \xed\xb0\x80",
        bytes(range(256)) * 100,
        b"a" * 50_000 + b"!",
        b"(" * 20_000 + b"a" * 20_000,
    ],
)
@pytest.mark.parametrize("option", ["--json", "--tool=portal"])
def test_bad_input_is_unknown_and_never_a_trace(stdin: bytes, option: str) -> None:
    done = _runs("explain", option, stdin=stdin)
    assert done.returncode == 4
    assert done.stderr == b""


@pytest.mark.parametrize("stdin", [b"", b" \n\t", b"\x00\x01", b"--- !!!"])
def test_without_text_it_says_what_to_give_it(stdin: bytes) -> None:
    done = _runs("explain", stdin=stdin)
    assert done.returncode == 4
    assert b"There is no text in it" in done.stdout


def test_standard_input_that_never_ends_is_read_up_to_10_mb() -> None:
    """Within one gigabyte of addresses, whatever comes."""
    with subprocess.Popen(["yes", "the coffee machine"], stdout=subprocess.PIPE) as endless:
        done = subprocess.run(
            [*COMMAND, "explain"],
            stdin=endless.stdout,
            capture_output=True,
            timeout=60,
            check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (LIMIT, LIMIT)),
        )
        endless.terminate()
    assert done.returncode == 4
    assert b"I read the first 10 MB" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_reader_that_leaves_early_is_no_error() -> None:
    shell = f'"{sys.executable}" -c "from bot.cli import main; main()" knowledge list | head -n 1'
    done = subprocess.run(["sh", "-c", shell], capture_output=True, timeout=60, check=False)
    assert done.stdout.count(b"\n") == 1
    assert done.stderr == b""


def test_colours_only_where_they_are_wanted() -> None:
    assert b"\x1b[" not in _runs("explain", stdin=DISCONNECTED).stdout
    assert b"\x1b[" in _runs("explain", stdin=DISCONNECTED, FORCE_COLOR="1").stdout


def test_a_tool_without_commands_is_said() -> None:
    assert b"no commands for bicep" in _runs("explain", "--tool", "bicep", stdin=DISCONNECTED).stdout
    assert b"no commands for" not in _runs("explain", "--tool", "azure-cli", stdin=DISCONNECTED).stdout


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = _runs("explain", str(tmp_path / "none.log"))
    assert done.returncode == 2
    assert b"none.log: No such file" in done.stderr


def test_no_bot_framework_is_imported_to_explain() -> None:
    program = (
        "import sys; from bot.terminal import explain_text; explain_text('x', as_json=False);"
        "sys.exit(any(name.startswith('botbuilder') or name in {'yaml', 'asyncio'} for name in sys.modules))"
    )
    _runs("explain", stdin=DISCONNECTED)
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=False).returncode == 0
