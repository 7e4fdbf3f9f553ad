"""Words that work at every step: commands and small talk."""

import re
from enum import StrEnum
from typing import Final

from dialogs.vocabulary import plain_emoji


class Command(StrEnum):
    """What a user can say at every step."""

    BACK = "back"
    START_OVER = "start over"
    CANCEL = "cancel"
    MENU = "menu"
    HELP = "help"
    WHY = "why"
    SUMMARY = "summary"
    GREETING = "greeting"
    THANKS = "thanks"
    WHO = "who are you"
    BYE = "bye"
    PERSON = "person"
    PICTURE = "picture"
    ASK_TEAM = "ask the network team"
    FORGET = "forget me"
    AZURE_CLI = "azure-cli"
    POWERSHELL = "powershell"
    PORTAL = "portal"


OPTIONS_FIRST: Final = frozenset({Command.AZURE_CLI, Command.POWERSHELL, Command.PORTAL, Command.THANKS})
"""Commands before which an option of that name comes: a tool, and thanks that say that something helped."""

_PHRASES: Final = {
    Command.BACK: """
        back, go back, one back, step back, previous, previous question, undo, zurück, back please, atrás, retour
    """,
    Command.START_OVER: """
        start over, startover, restart, start again, begin again, from the beginning, start from the
        beginning, reset, neu starten, von vorne, nochmal von vorne, von vorn
    """,
    Command.CANCEL: """
        cancel, stop, quit, exit, abort, never mind, nevermind, forget it, abbrechen, abbruch, stopp, cancelar, annuler
    """,
    Command.MENU: """
        menu, main menu, show menu, show the menu, show me the menu, home, options, topics, list, show
        topics, scenarios, menü, hauptmenü, menú
    """,
    Command.HELP: """
        help, help me, please help, can you help me, can you help, i need help, ?, what can you do, what can
        i do, how does this work, commands, /help, hilfe, ayuda, aide
    """,
    Command.WHY: """
        why, why?, why do you ask, why do you ask that, why are you asking, why is that important, why this
        question, what for, warum, wieso, warum fragst du, por qué, pourquoi
    """,
    Command.SUMMARY: """
        summary, summarize, summarise, show summary, give me a summary, summary please, sum up, ticket,
        support ticket, zusammenfassung, resumen, résumé
    """,
    Command.GREETING: """
        hi, hello, hey, hi there, hello there, hey there, good morning, good afternoon, good evening, good
        day, moin, hallo, hola, bonjour, salut, servus, ciao, yo, howdy, hi bot, hello bot, hey bot,
        greetings, hiya
    """,
    Command.THANKS: """
        thanks, thank you, thx, ty, thank you very much, thanks a lot, many thanks, cheers, danke, merci,
        gracias, thank you so much, thanks so much, great thanks, ok thanks, okay thanks, perfect thanks,
        awesome thanks, thanks bot, thanks that helped, danke schön, obrigado, vielen dank, danke dir, dankeschön,
        👍, 🙏, ❤
    """,
    Command.WHO: """
        who are you, what are you, what is this, are you a bot, are you human, are you a human, are you
        real, are you an ai, who is this, whats your name, what is your name, who made you, what do you do
    """,
    Command.BYE: """
        bye, goodbye, good bye, bye bye, see you, see ya, cu, tschüss, ciao ciao, have a nice day, good
        night
    """,
    Command.PERSON: """
        human, a human, agent, operator, real person, talk to a human, talk to a person, can i talk to a human,
        can i talk to a person, can i talk to someone, can i speak to someone, can i speak to a human,
        i want to talk to a human, i want to talk to a person, who can help me, who can i ask, contact support,
        i need a human, mensch, kann ich mit einem menschen sprechen
    """,
    Command.PICTURE: """
        see screenshot, see the screenshot, screenshot, screenshot attached, see picture, see image, see attached,
        see attachment, see attached screenshot, look at the screenshot, siehe screenshot, siehe bild
    """,
    Command.ASK_TEAM: """
        ask the network team, ask network team, ask the team, ask my network team, network team, contact the network
        team, hand off, hand over, handoff, send it to the network team, netzwerkteam fragen, frag das netzwerkteam
    """,
    Command.FORGET: """
        forget me, forget me please, please forget me, delete my data, delete all my data, erase my data, remove my
        data, /forget, vergiss mich, lösche meine daten, meine daten löschen, olvídame, borra mis datos,
        elimina mis datos, oublie-moi, oublie moi, oubliez-moi, supprime mes données, efface mes données,
        esqueça-me, esquece-me, me esqueça, apague meus dados, apaga os meus dados
    """,
    Command.AZURE_CLI: """
        azure cli, azure-cli, cli, use azure cli, show azure cli, az cli, use az
    """,
    Command.POWERSHELL: """
        powershell, use powershell, show powershell, ps, pwsh, in powershell, powershell please
    """,
    Command.PORTAL: """
        portal, use the portal, show portal, azure portal, in the portal, how in the portal
    """,
}
"""What people type for each command, separated by commas."""

_WORDS: Final = {
    " ".join(phrase.split()): command for command, phrases in _PHRASES.items() for phrase in phrases.split(",")
}
_IMAGE: Final = re.compile(r"(?:!\[[^\]]*\]\([^):]*\)\s*|<img\b[^>]*>\s*){1,5}", re.IGNORECASE)
"""All that is left of a picture that was pasted into a text field."""
MENTION: Final = re.compile(r"<at[^<>]{0,100}>[^<]{0,200}</at>")
"""How somebody stands in a text whom it mentions."""
_ADDRESSED: Final = re.compile(rf"(?:{MENTION.pattern}[\s,:;]*)+")
_AROUND: Final = re.compile(r"^[\s.,!:;)(*\"'_-]+|[\s.,!:;)(*\"'_-]+$")


def unaddressed(text: str) -> str:
    """Give a message without those who are mentioned in front of it; what only mentions somebody stays as it is."""
    begun = _ADDRESSED.match(text)
    return text[begun.end() :] or text if begun else text


def command_of(text: str) -> Command | None:
    """Give the command or small talk that a whole message is, or None; a greeting may stand in front of it.

    Case and punctuation do not matter.
    """
    if _IMAGE.fullmatch(text.strip()):
        return Command.PICTURE
    if len(text) > 60:
        return None
    word = " ".join(_AROUND.sub("", plain_emoji(text)).casefold().replace("'", "").replace("\u2019", "").split())
    if found := _WORDS.get(word) or _WORDS.get(word.rstrip("?! ")):
        return found
    first, _, rest = word.partition(" ")
    return command_of(rest) if rest and _WORDS.get(first.strip(".,!")) is Command.GREETING else None
