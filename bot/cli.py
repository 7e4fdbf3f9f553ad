"""The command `peering-bot`. Nothing heavy is imported before a command needs it."""

import gc
import os
import signal
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

USAGE_ERROR: Final = 2
CANNOT_START: Final = 1


class Tool(StrEnum):
    """A tool whose commands can be shown."""

    AZURE_CLI = "azure-cli"
    POWERSHELL = "powershell"
    PORTAL = "portal"
    TERRAFORM = "terraform"
    BICEP = "bicep"


app = typer.Typer(
    no_args_is_help=True, add_completion=True, pretty_exceptions_enable=False, help="Fixes for Azure VNet peering."
)
knowledge_app = typer.Typer(no_args_is_help=True, help="Look at the knowledge and check it.")
app.add_typer(knowledge_app, name="knowledge")


@app.command()
def serve() -> None:
    """Serve the web chat and the channels; settings come from the environment or `.env`."""
    from bot.serve import serve as run
    from bot.settings import SettingsError, read_settings
    from knowledge.problem import KnowledgeError

    try:
        run(read_settings())
    except (SettingsError, KnowledgeError, OSError) as error:
        print(f"peering-bot cannot start:\n{error}", file=sys.stderr)
        raise typer.Exit(CANNOT_START) from None


@app.command()
def explain(
    file: Annotated[
        Path | None, typer.Argument(help="A file with the error. Without it, standard input is read.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
    tool: Annotated[
        Tool | None,
        typer.Option(help="Whose commands to show. Without it: those of the tool in the paste, else azure-cli."),
    ] = None,
) -> None:
    """Explain a pasted error or a description: what it means and how to fix it.

    The exit code is 0 for an answer, 3 when it could be one of several, 4 when it is unknown or there is no text,
    and 2 when the command is used wrongly or the file cannot be read.
    """
    from bot.terminal import explain_text, read_text

    try:
        text = read_text(file)
    except OSError as error:
        print(f"peering-bot explain: cannot read {file or 'standard input'}: {error.strerror}", file=sys.stderr)
        raise typer.Exit(USAGE_ERROR) from None
    raise typer.Exit(explain_text(text, as_json=as_json, tool=tool.value if tool else None))


@knowledge_app.command()
def check() -> None:
    """Check every knowledge file; prints each problem as `file:line: id: what is wrong`."""
    from knowledge.check import main as run

    raise typer.Exit(run())


@knowledge_app.command("list")
def list_ids() -> None:
    """List every id with its title."""
    from bot.terminal import list_knowledge

    list_knowledge()


@knowledge_app.command()
def show(id_: Annotated[str, typer.Argument(metavar="ID", help="An id from `knowledge list`.")]) -> None:
    """Show one answer or scenario."""
    from bot.terminal import show_knowledge

    if not show_knowledge(id_):
        print(f"peering-bot knowledge show: there is no `{id_}`; see `peering-bot knowledge list`", file=sys.stderr)
        raise typer.Exit(USAGE_ERROR)


@knowledge_app.command()
def unknown() -> None:
    """List the errors that nobody knew, most frequent first, each with a file to begin from."""
    from bot.settings import SettingsError, read_settings
    from bot.state.failure import StoreError
    from bot.unknown import list_unknown

    try:
        list_unknown(read_settings())
    except (SettingsError, StoreError) as error:
        print(f"peering-bot knowledge unknown: {error}", file=sys.stderr)
        raise typer.Exit(CANNOT_START) from None


@app.command()
def feedback() -> None:
    """List what people said of each answer: how often it helped, how often not, and the last comments."""
    from bot.feedback import list_feedback
    from bot.settings import SettingsError, read_settings
    from bot.state.failure import StoreError

    try:
        list_feedback(read_settings())
    except (SettingsError, StoreError) as error:
        print(f"peering-bot feedback: {error}", file=sys.stderr)
        raise typer.Exit(CANNOT_START) from None


def main() -> None:
    """Run the command line."""
    if sys.argv[1:2] != ["serve"]:
        _start_and_end_quickly()
    app()


def _start_and_end_quickly() -> None:
    """Do without what only a server needs; a closed pipe and Ctrl-C end the command without a word."""
    gc.disable()
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
