"""Pastes as they really arrive: the same error in the wrappings and with the damage of tools, chats and scanners."""

import html
import json
import random
from collections.abc import Callable, Mapping
from typing import Final

Noise = Callable[[str, random.Random], str]


def boxed(text: str, _: random.Random) -> str:
    """Terraform's box, broken at the width of the terminal in the midst of words."""
    lines = [line[at : at + 78] for line in ("Error: " + text).split("\n") for at in range(0, max(len(line), 1), 78)]
    return "╷\n" + "\n".join(f"│ {line}" for line in lines) + "\n╵"


def hard_wrapped(text: str, chance: random.Random) -> str:
    """Cut every so many characters, wherever that is."""
    width = chance.randint(60, 110)
    return "\n".join(text[at : at + width] for at in range(0, len(text), width))


def github(text: str, _: random.Random) -> str:
    """A log of GitHub Actions with times and colours."""
    lines = text.split("\n")
    return "\n".join(
        f"2026-08-16T01:10:{at % 60:02}.4969671Z \x1b[31m##[error]{line}\x1b[0m" for at, line in enumerate(lines)
    )


def teams(text: str, _: random.Random) -> str:
    """What Teams sends: a mention, HTML, entities."""
    inner = "<br>".join(html.escape(line) for line in text.split("\n"))
    return f"<div><at>Peering Bot</at>&nbsp;<p>any idea?</p><blockquote><code>{inner}</code></blockquote></div>"


def nested(text: str, _: random.Random) -> str:
    """ARM's deployment error with the real one escaped twice inside."""
    inner = json.dumps({"error": {"code": "BadRequest", "message": text}})
    body = {"code": "DeploymentFailed", "message": "At least one resource deployment operation failed.", "details": []}
    return json.dumps({"status": "Failed", "error": {**body, "details": [{"code": "BadRequest", "message": inner}]}})


def mojibake(text: str, _: random.Random) -> str:
    """Curly quotes that were decoded as something else."""
    curly = text.replace("'", "\u2019").replace('"', "\u201d")
    return curly.encode("utf-8").decode("cp1252", errors="replace")


def invisible(text: str, chance: random.Random) -> str:
    """Zero-width and no-break blanks between and inside words."""
    return "".join(letter + ("\u200b" if chance.random() < 0.05 else "") for letter in text.replace(" ", "\u00a0"))


def scanned(text: str, chance: random.Random) -> str:
    """What reading a picture makes of it."""
    swaps = {"l": "I", "I": "l", "0": "O", "o": "0", "m": "rn", "e": "c", "g": "q"}
    return "".join(swaps.get(letter, letter) if chance.random() < 0.04 else letter for letter in text)


def masked(text: str, _: random.Random) -> str:
    """Ids that somebody hid."""
    import re

    text = re.sub(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx", text)
    return re.sub(r"(?<=resourceGroups/)[^/\s'\"]+", "***", text, flags=re.IGNORECASE)


def chatter(text: str, chance: random.Random) -> str:
    """A person's words around it, in some language."""
    before, after = chance.choice(
        [
            ("Hi team, since this morning I get", "Any ideas? Thanks!"),
            ("Hallo zusammen, beim Deployment kommt das hier:", "Was kann ich tun?"),
            ("Bonjour, j'ai cette erreur :", "Merci d'avance"),
            ("Hola, me sale esto:", "¿Alguien sabe?"),
            ("デプロイすると次のエラーが出ます:", "助けてください"),
        ]
    )
    return f"{before}\n\n```\n{text}\n```\n{after}"


def half(text: str, chance: random.Random) -> str:
    """Copied only in part."""
    words = text.split(" ")
    keep = max(len(words) * 6 // 10, 12)
    at = chance.choice([0, max(len(words) - keep, 0)])
    return " ".join(words[at : at + keep])


def in_a_log(text: str, chance: random.Random) -> str:
    """In the middle of a long log of something else."""
    lines = [f"azurerm_subnet.s{at}: Still creating... [{at}0s elapsed]" for at in range(400)]
    at = chance.randint(50, 350)
    return "\n".join([*lines[:at], "", text, "", *lines[at:]])


NOISES: Final[Mapping[str, Noise]] = {
    noise.__name__: noise
    for noise in (
        boxed, hard_wrapped, github, teams, nested, mojibake, invisible, scanned, masked, chatter, half, in_a_log,
    )
}  # fmt: skip
