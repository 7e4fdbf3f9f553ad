"""The real command as a person at a terminal meets it: hints, keys, colours, completion, whose commands are shown."""

import os
import pty
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.terminal_blocks import print_blocks
from bot.terminal_reply import shown
from knowledge.explain import Brain

COMMAND = [sys.executable, "-c", "from bot.cli import main; main()"]
DISCONNECTED = "RemotePeeringIsDisconnected"
CHOICE = "connect spokes to on-premises and each other"
DISCONNECTED_AND_LOCKED = """\
ERROR: (RemotePeeringIsDisconnected) Cannot create or update peering p: the remote peering is Disconnected.

ERROR: (ScopeLocked) The scope '/subscriptions/x/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet-a\
/virtualNetworkPeerings/p' cannot perform delete operation because following scope(s) are locked: '/subscriptions/x'.
"""


def _said(*arguments: str, stdin: str = "", **environment: str) -> str:
    clean = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR", "COLUMNS"}}
    done = subprocess.run(
        [*COMMAND, *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=clean | environment,
    )
    assert done.stderr == ""
    return done.stdout


def _typed(keys: bytes, until: bytes, arguments: tuple[str, ...] = ("explain",)) -> tuple[bytes, int]:
    """Give what a terminal shows when keys are pressed as soon as it shows `until`, and the exit code."""
    ours, theirs = pty.openpty()
    child = subprocess.Popen([*COMMAND, *arguments], stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
    os.close(theirs)
    screen, pressed = b"", False
    while True:
        if until in screen and not pressed:
            os.write(ours, keys)
            pressed = True
        try:
            screen += os.read(ours, 65536)
        except OSError:
            break  # what Linux says when the other side has closed a terminal
    os.close(ours)
    return screen, child.wait(timeout=60)


def test_at_a_terminal_it_says_how_to_end_the_paste_and_answers_in_colour() -> None:
    screen, code = _typed(DISCONNECTED.encode() + b"\n\x04", b"press Ctrl-D")
    assert code == 0
    assert b"Paste the error, then press Ctrl-D" in screen
    assert b"\x1b[" in screen.partition(b"Ctrl-D")[2]


def test_no_color_is_obeyed_at_a_terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    (tmp_path / "error.txt").write_text(DISCONNECTED)
    screen, code = _typed(b"", b"nothing", ("explain", str(tmp_path / "error.txt")))
    assert code == 0
    assert not re.search(rb"\x1b\[[0-9;]*3[0-7]", screen)


def test_ctrl_c_ends_it_without_a_word() -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen([*COMMAND, "explain"], stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stderr is not None
        assert b"press Ctrl-D" in child.stderr.readline()
        child.send_signal(signal.SIGINT)
        screen, said = child.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)
    assert child.returncode == -signal.SIGINT
    assert (screen, said) == (b"", b"")


def test_a_choice_shows_the_sentence_that_tells_them_apart(brain: Brain) -> None:
    screen = " ".join(_said("explain", stdin=CHOICE).split())
    for match in brain.explain(CHOICE).verdict.matches:
        thing = brain.knowledge.scenarios[match.id]
        assert f"{match.id}: {thing.title}. {' '.join(thing.summary.split()).split('. ')[0]}" in screen


def test_several_errors_are_named_in_order_and_the_cause_is_told() -> None:
    screen = _said("explain", stdin=DISCONNECTED_AND_LOCKED, COLUMNS="200")
    assert "I see 2 problems in this text" in screen
    named = re.findall(r"^ \d\. .*\((\S+)\)$", screen, re.MULTILINE)
    assert named == ["resource-locked", "peering-disconnected"]
    assert "It causes the next one" in " ".join(screen.split())


def test_the_way_in_the_portal_takes_the_place_of_commands(brain: Brain) -> None:
    screen = _said("explain", "--tool", "portal", stdin=DISCONNECTED, COLUMNS="500")
    answer = brain.knowledge.answers["peering-disconnected"]
    steps = re.sub(r"To undo:\n\n(az .*\n)+", "", screen)
    runs = [step.run for step in (*answer.check, *answer.fix) if step.run]
    assert screen.count("In the portal:") == len([run for run in runs if run.portal])
    for run in runs:
        command = (run.az or "").partition("{")[0].strip()
        if run.portal and not any(command in (other.az or "") for other in runs if not other.portal):
            assert command not in steps


def test_a_tool_that_only_some_steps_have_is_said() -> None:
    assert "Some of these steps I only have for another tool than terraform" in " ".join(
        _said("explain", "--tool", "terraform", stdin=DISCONNECTED).split()
    )


def test_the_other_tools_are_named() -> None:
    assert "With another tool: --tool powershell or --tool portal" in _said("explain", stdin=DISCONNECTED)
    assert "or --tool azure-cli." in _said("explain", "--tool=portal", stdin=DISCONNECTED, COLUMNS="100")
    assert "--tool" not in _said("knowledge", "show", "peering-disconnected")


def test_memory_is_bounded_whatever_comes() -> None:
    """The highest resident memory of the command, told by a small parent: children begin with their parent's."""
    parent = (
        "import resource, subprocess, sys\n"
        "endless = subprocess.Popen(['yes', 'the coffee machine'], stdout=subprocess.PIPE)\n"
        f"subprocess.run({[*COMMAND, 'explain']!r}, stdin=endless.stdout, capture_output=True)\n"
        "endless.terminate()\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
    )
    done = subprocess.run([sys.executable, "-c", parent], capture_output=True, text=True, timeout=120, check=True)
    assert int(done.stdout) < 150 * 1024


def test_no_paragraphs_are_further_apart_than_a_line(brain: Brain, capsys: pytest.CaptureFixture[str]) -> None:
    for thing in (*brain.knowledge.answers.values(), *brain.knowledge.scenarios.values()):
        print_blocks(shown(thing, brain))
        seen = capsys.readouterr().out
        assert "\n\n\n" not in seen
        assert not re.search(r"[ \t]$", seen, re.MULTILINE)
        assert seen[0] != "\n"


def test_a_terminal_that_lacks_letters_gets_the_others() -> None:
    assert "spokes" in _said("explain", stdin=CHOICE, PYTHONIOENCODING="ascii", PYTHONUTF8="0")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_a_completion_script_that_it_can_read(shell: str) -> None:
    script = _said("--show-completion", shell)
    assert "peering-bot" in script
    if shutil.which(shell):
        assert subprocess.run([shell, "-n"], input=script, text=True, timeout=60, check=False).returncode == 0


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("peering-bot ", {"serve", "explain", "knowledge"}),
        ("peering-bot explain --tool p", {"powershell", "portal"}),
        ("peering-bot knowledge show peering-dis", {"peering-disconnected"}),
    ],
)
def test_bash_completes(tmp_path: Path, line: str, offered: set[str]) -> None:
    shell = f"""
        {_said("--show-completion", "bash")}
        COMP_LINE='{line}' COMP_POINT={len(line)} _python_argcomplete peering-bot
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", shell], capture_output=True, text=True, timeout=60, check=True, env=os.environ | {"PATH": path}
    )
    assert offered <= {word.strip() for word in done.stdout.splitlines()}
