"""The command `peering-bot`. Nothing heavy is imported before a command needs it.

A new command is a function, whose docstring is its help, and its line in `_parser`.
"""

import gc
import os
import signal
import sys
from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Callable, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Final, NoReturn

USAGE_ERROR: Final = 2
CANNOT_START: Final = 1
SHELLS: Final = ("bash", "zsh", "fish")
TOOLS: Final = ("azure-cli", "powershell", "portal", "terraform", "bicep")

_KNOWLEDGE: Final = "Look at the knowledge and check it."

Command = Callable[[Namespace], int]
"""Runs with what was given on the command line; gives the exit code."""


def serve(_: Namespace) -> int:
    """Serve the web chat and the channels; settings come from the environment or `.env`."""
    from bot.serve import serve as run
    from bot.settings import SettingsError, read_settings
    from knowledge.problem import KnowledgeError

    try:
        run(read_settings())
    except (SettingsError, KnowledgeError, OSError) as error:
        print(f"peering-bot cannot start:\n{error}", file=sys.stderr)
        return CANNOT_START
    return 0


def explain(given: Namespace) -> int:
    """Explain a pasted error or a description: what it means and how to fix it.

    The exit code is 0 for an answer, 3 when it could be one of several, 4 when it is unknown or there is no text,
    and 2 when the command is used wrongly or the file cannot be read.
    """
    from bot.terminal import explain_text, read_text

    try:
        text = read_text(given.file)
    except OSError as error:
        print(f"peering-bot explain: cannot read {given.file or 'standard input'}: {error.strerror}", file=sys.stderr)
        return USAGE_ERROR
    return explain_text(text, as_json=given.json, tool=given.tool)


def check(_: Namespace) -> int:
    """Check every knowledge file; prints each problem as `file:line: id: what is wrong`."""
    from knowledge.check import main as run

    return run()


def list_ids(_: Namespace) -> int:
    """List every id with its title."""
    from bot.terminal import list_knowledge

    list_knowledge()
    return 0


def show(given: Namespace) -> int:
    """Show one answer or scenario."""
    from bot.terminal import show_knowledge

    if show_knowledge(given.id):
        return 0
    print(f"peering-bot knowledge show: there is no `{given.id}`; see `peering-bot knowledge list`", file=sys.stderr)
    return USAGE_ERROR


def unknown(_: Namespace) -> int:
    """List the errors that nobody knew, most frequent first, each with a file to begin from."""
    from bot.settings import SettingsError, read_settings
    from bot.state.failure import StoreError
    from bot.unknown import list_unknown

    try:
        list_unknown(read_settings())
    except (SettingsError, StoreError) as error:
        print(f"peering-bot knowledge unknown: {error}", file=sys.stderr)
        return CANNOT_START
    return 0


def feedback(_: Namespace) -> int:
    """List what people said of each answer: how often it helped, how often not, and the last comments."""
    from bot.feedback import list_feedback
    from bot.settings import SettingsError, read_settings
    from bot.state.failure import StoreError

    try:
        list_feedback(read_settings())
    except (SettingsError, StoreError) as error:
        print(f"peering-bot feedback: {error}", file=sys.stderr)
        return CANNOT_START
    return 0


def show_completion(given: Namespace) -> int:
    """Print the completion script for a shell."""
    from argcomplete.shell_integration import shellcode

    print(shellcode(["peering-bot"], shell=given.show_completion))
    return 0


def _ids(**_: object) -> list[str]:
    """Give what completes an id."""
    from knowledge.compiled import knowledge

    known = knowledge()
    return [*known.scenarios, *known.answers]


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line; ends with the exit code of the command."""
    parser = _parser()
    if "_ARGCOMPLETE" in os.environ:
        from argcomplete import autocomplete

        autocomplete(parser)
    given = parser.parse_args(arguments)
    if given.show_completion:
        given.run = show_completion
    if given.run is None:
        given.of.print_help(sys.stderr)
        sys.exit(USAGE_ERROR)
    if given.run is not serve:
        _start_and_end_quickly()
    code = given.run(given)
    gc.freeze()  # or the collector looks through everything once more at the end
    sys.exit(code)


def _parser() -> ArgumentParser:
    top = ArgumentParser("peering-bot", description="Fixes for Azure VNet peering.")
    top.add_argument("--show-completion", choices=SHELLS, help="Print the completion script for a shell.")
    top.set_defaults(run=None, of=top)
    commands = top.add_subparsers(metavar="COMMAND")
    _add(commands, "serve", serve)
    explaining = _add(commands, "explain", explain)
    explaining.add_argument("file", nargs="?", type=Path, help="A file with the error. Without it, stdin is read.")
    explaining.add_argument("--json", action="store_true", help="Print the answer as JSON.")
    explaining.add_argument(
        "--tool",
        choices=TOOLS,
        help="Whose commands to show. Without it: those of the tool in the paste, else azure-cli.",
    )
    _add(commands, "feedback", feedback)
    knowing = commands.add_parser("knowledge", help=_KNOWLEDGE, description=_KNOWLEDGE)
    knowing.set_defaults(of=knowing)
    about_knowledge = knowing.add_subparsers(metavar="COMMAND")
    _add(about_knowledge, "check", check)
    _add(about_knowledge, "list", list_ids)
    id_ = _add(about_knowledge, "show", show).add_argument("id", metavar="ID", help="An id from `knowledge list`.")
    id_.completer = _ids  # type: ignore[attr-defined]  # where argcomplete looks for it
    _add(about_knowledge, "unknown", unknown)
    return top


def _add(commands: "_SubParsersAction[ArgumentParser]", name: str, run: Command) -> ArgumentParser:
    """Add a command; what its function says of itself is its help."""
    about = run.__doc__ or ""
    parser = commands.add_parser(name, help=about.partition("\n")[0], description=about)
    parser.set_defaults(run=run)
    return parser


def _start_and_end_quickly() -> None:
    """Do without what only a server needs; a closed pipe and Ctrl-C end the command without a word."""
    gc.disable()
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that lacks a letter shows a question mark
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
