"""Feed command lines to azure-cli's own parser. Runs with the Python of azure-cli's environment, not with ours.

Reads a JSON list of argument lists from standard input and prints a JSON list: for each null when the parser accepts
it, otherwise what it says. Nothing is run: azure-cli is stopped at the moment when it has parsed the line, or after it
has printed the help that the line asked for. An argument list with `…` in it is a part of a command: it may lack what
is required, the rest is judged all the same.
"""

import io
import json
import logging
import sys
from contextlib import redirect_stderr, redirect_stdout

from azure.cli.core import get_default_cli
from azure.cli.core.command_recommender import CommandRecommender
from azure.cli.core.extension import dynamic_install
from azure.cli.core.parser import AzCliCommandParser
from knack.events import EVENT_INVOKER_POST_PARSE_ARGS

PART = "…"
REFUSE = AzCliCommandParser.error


class Parsed(BaseException):
    """The parser accepted the line. Not an Exception, so that azure-cli does not handle it."""


def of_a_part(parser: AzCliCommandParser, message: str) -> None:
    """Refuse a part of a command, but not because something required is not there."""
    if "arguments are required" not in message:
        REFUSE(parser, message)


def stop(*_: object, **__: object) -> None:
    """End the command right after it was parsed."""
    raise Parsed


def verdict(arguments: list[str]) -> str | None:
    """Say what the parser has against one command line; None when it accepts it."""
    cli = get_default_cli()
    cli.register_event(EVENT_INVOKER_POST_PARSE_ARGS, stop)
    AzCliCommandParser.error = of_a_part if PART in arguments else REFUSE
    said = io.StringIO()
    listener = logging.StreamHandler(said)
    listener.setLevel(logging.ERROR)
    logging.getLogger("cli").addHandler(listener)
    try:
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            status = cli.invoke([word for word in arguments if word != PART], out_file=io.StringIO())
    except Parsed:
        return None
    except SystemExit as end:
        status = end.code
    finally:
        logging.getLogger("cli").removeHandler(listener)
    return None if status == 0 else " ".join(said.getvalue().split())[:400] or "not accepted"


def main() -> None:
    """Judge every command line of standard input."""
    # Its advice on a refused line, and the extension that may know the command, would be asked from the network.
    CommandRecommender.provide_recommendations = lambda _: []
    dynamic_install.try_install_extension = lambda *_: "no"
    json.dump([verdict(arguments) for arguments in json.load(sys.stdin)], sys.stdout)


if __name__ == "__main__":
    main()
