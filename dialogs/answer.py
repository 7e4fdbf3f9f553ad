"""What counts as an answer to a question: one of its options, clicked, named, numbered or roughly said.

Everything else is a new message: an error, a command line, an address range, or a statement about something the
question did not ask. Taking such a text for an option would send somebody down the wrong way without their knowing.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from dialogs.vocabulary import CLUELESS, FILLERS, ORDINALS, SAME, plain_emoji
from knowledge.model import UNSURE

_LONGEST: Final = 100
_WIDEST: Final = 500
"""How many characters a text may have with all its blanks."""
_ALIKE: Final = 84
_ENOUGH: Final = 0.6
_MARGIN: Final = 0.12

_FOREIGN: Final = re.compile(
    r"\d+\.\d+|[/\\{}<>=|$`]|::|\n\s*\S|(?:^|\s)(?:az|terraform|pulumi|bicep|kubectl|sudo|ping|curl|nslookup|psping|tcping)\s"
    r"|(?:Get|Set|Add|New|Remove|Sync|Test|Connect)-Az|(?:^|\s)--?[a-z]{2,}|[a-z][A-Z][a-z]+[A-Z]|\berror\b.*[:\d]",
)
_ASKS: Final = re.compile(
    r"\s*(?:(?:what|whats|what's|where|how|hows|how's|why|who|when|was|wie|wo|warum|wieso)\b(?!\s+(?:i|we)\s+(?:see|get)\b)"
    r"|(?:which|is|are|do|does|did|can|could|should|would|will|must|shall|ist|sind)\s.*\?\s*$)",
    re.IGNORECASE | re.DOTALL,
)
_HEDGES: Final = re.compile(
    r"\b(?:but|except|unless|however|although|depends|sometimes|partly|partially|aber)\b", re.IGNORECASE
)
_NUMBER: Final = re.compile(
    r"(?:option|number|nr|no|answer|choice|the)?[\s.:#]*(\d{1,2})[\s.)]*(?:one|st|nd|rd|th)?", re.IGNORECASE
)
_WORD: Final = re.compile(r"[^\W_]+")

_HESITATIONS: Final = frozenset(
    {"actually", "guess", "hm", "hmm", "i", "ok", "okay", "sorry", "think", "uh", "um", "well"}
)
_NEGATIONS: Final = frozenset({"not", "no"})
_YES_OR_NO: Final = frozenset({"yes", "no"})
_ALL: Final = frozenset({"both", "all"})
_OPPOSITE: Final = frozenset({"dis", "un", "in", "non", "de"})


@dataclass(frozen=True, slots=True)
class Selectable:
    """One option as the reader of typed answers sees it: its id, its label, and other names for it."""

    id: str
    label: str
    also: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that names this option; "No, nothing arrives" is also said without the no."""
        opening, comma, rest = self.label.partition(", ")
        shorter = (rest,) if comma and opening.casefold() in _YES_OR_NO else ()
        return (self.label, self.id.replace("-", " "), *self.also, *shorter)


def understand(
    text: str, options: Sequence[Selectable], question: str = "", *, roughly: bool = True
) -> Selectable | None:
    """Give the option that a typed text means, or None when it is not clearly one of them.

    `question` is the text of the question: its words may stand in the answer without meaning anything new. Without
    `roughly` only an id, a label, a synonym or a number will do.
    """
    said = _plain(text) if len(text) <= _WIDEST else ""
    if not said or len(said) > _LONGEST:
        return None
    exactly = _named(said, options) or _numbered(said, options)
    return exactly or (_roughly(text, options, question) if roughly else None)


def _plain(text: str) -> str:
    text = plain_emoji(text).replace("\u2019", "'").replace("\u2018", "'").strip().strip(".,!?;:\"'*() ")
    return " ".join(text.casefold().split())


def _named(said: str, options: Sequence[Selectable]) -> Selectable | None:
    for option in options:
        if said == option.id or said in {_plain(name) for name in option.names}:
            return option
    if said in CLUELESS:
        return next((option for option in options if option.id == UNSURE), None)
    return None


def _numbered(said: str, options: Sequence[Selectable]) -> Selectable | None:
    found = _NUMBER.fullmatch(said)
    ordinal = ORDINALS.get(said.removeprefix("the ").removeprefix("option ").removesuffix(" one").strip())
    number = int(found[1]) if found else ordinal
    return options[number - 1] if number and 0 < number <= len(options) else None


def asks(text: str) -> bool:
    """Tell whether a text is a question of the user's own: "what is a gateway?" says nothing about theirs."""
    return bool(_ASKS.match(text))


def _roughly(text: str, options: Sequence[Selectable], question: str) -> Selectable | None:
    if _FOREIGN.search(text.strip()) or asks(text) or _HEDGES.search(text):
        return None
    words = _tokens(text)
    names = {option.id: [_tokens(name) for name in option.names] for option in options}
    known = (
        {word for each in names.values() for name in each for word in name}
        | set(_tokens(question))
        | _NEGATIONS
        | _YES_OR_NO
    )
    told = [word for word in words if word not in FILLERS]
    if told == ["not"]:
        return _not_yet(names, options)
    if not told or all(word.isdigit() for word in told) or any(not _among(word, known) for word in told):
        return None
    only = set(told) <= _YES_OR_NO | _NEGATIONS
    by_yes_or_no = _yes_or_no(told, names, options) if only or _says_yes_or_no(text) else None
    if only or by_yes_or_no is not None:
        return by_yes_or_no
    if set(told) <= _ALL:
        names = {id_: [name for name in each if _telling(name) == told] for id_, each in names.items()}
    scores = sorted(
        ((_score(told, names[option.id]), position) for position, option in enumerate(options)), reverse=True
    )
    best, position = scores[0]
    second = scores[1][0] if len(scores) > 1 else 0.0
    if best >= _ENOUGH and best - second >= _MARGIN:
        return None if _speaks_of_another(told, options[position], names) else options[position]
    return _the_other(told, names, options)


def _speaks_of_another(told: list[str], option: Selectable, names: dict[str, list[list[str]]]) -> bool:
    """ "No gateway in the hub" is not "Neither" where "Only the hub" can be taken: it says less or something else."""
    mine = {word for name in names[option.id] for word in name}
    others = {word for id_, each in names.items() if id_ != option.id for name in each for word in name}
    return any(word in others and not _among(word, mine) for word in told)


def _says_yes_or_no(text: str) -> bool:
    """Tell whether yes or no is the answer itself: in "no gateway in the hub" it only belongs to the gateway."""
    words = [word for word in text.casefold().replace("\u2019", "'").split() if word.strip(",.!'") not in _HESITATIONS]
    first, *rest = words or [""]
    plain = first.strip(",.!-'")
    if SAME.get(plain, plain) not in _YES_OR_NO:
        return False
    if plain != "no" or first != plain or not rest:
        return True
    following = "".join(_tokens(rest[0]))
    return following in FILLERS | _NEGATIONS


def _yes_or_no(told: list[str], names: dict[str, list[list[str]]], options: Sequence[Selectable]) -> Selectable | None:
    """A yes or a no in front decides when exactly one option says so, and the rest does not say the opposite."""
    first, rest = told[0], told[1:]
    if first not in _YES_OR_NO:
        return None
    own = [option for option in options if option.id != UNSURE and _stands_for(first, option)]
    if len(own) != 1 or (first == "yes" and _NEGATIONS & set(rest)):
        return None
    others = {word for option in options if option is not own[0] for name in names[option.id] for word in name}
    mine = {word for name in names[own[0].id] for word in name}
    return None if (set(rest) & others) - mine - _NEGATIONS else own[0]


def _stands_for(word: str, option: Selectable) -> bool:
    """Tell whether an option is the yes or the no of its question; "No peering is listed" is not."""
    return any(_tokens(name)[:1] == [word] and _says_yes_or_no(name) for name in option.names)


def _not_yet(names: dict[str, list[list[str]]], options: Sequence[Selectable]) -> Selectable | None:
    """ "Not yet" is the option that says so; elsewhere it may mean no, or that nobody looked yet."""
    said = [option for option in options if any(set(name) <= {"no", "not", "yet"} for name in names[option.id][:1])]
    return said[0] if len(said) == 1 else None


def _the_other(told: list[str], names: dict[str, list[list[str]]], options: Sequence[Selectable]) -> Selectable | None:
    """ "Not the same region": of two real options the one that was not denied."""
    real = [option for option in options if option.id != UNSURE]
    if len(real) != 2 or not _NEGATIONS & set(told) or any(_says_yes_or_no(option.label) for option in real):
        return None
    rest = [word for word in told if word not in _NEGATIONS]
    if not rest:
        return None
    scores = [_score(rest, names[option.id]) for option in real]
    for mine, other, option in ((scores[0], scores[1], real[1]), (scores[1], scores[0], real[0])):
        if mine >= _ENOUGH and mine - other >= _MARGIN:
            return option
    return None


def _score(told: list[str], names: Iterable[list[str]]) -> float:
    return max((_likeness(told, name) for name in names), default=0.0)


def _likeness(told: list[str], name: list[str]) -> float:
    """Give how much two lists of words share, small words left out; 0 when one denies what the other says."""
    telling = _telling(name)
    if bool(_NEGATIONS & set(told)) != bool(_NEGATIONS & set(telling)):
        return 0.0
    if set(telling) <= _YES_OR_NO and not set(told) <= _YES_OR_NO | _NEGATIONS:
        return 0.0
    shared = sum(1 for word in telling if _among(word, told))
    back = sum(1 for word in told if _among(word, telling))
    return (shared / len(telling) + back / len(told)) / 2 if shared else 0.0


def _telling(name: list[str]) -> list[str]:
    return [word for word in name if word not in FILLERS] or name


def _among(word: str, words: Iterable[str]) -> bool:
    """Tell whether a word is one of these, a typing error aside; short words must be exact."""
    return any(word == other or _alike(word, other) for other in words)


def _alike(word: str, other: str) -> bool:
    """Tell whether one word is the other with a typing error; "disconnected" is not "connected" with one."""
    short, long = sorted((word, other), key=len)
    if len(short) < 5 or (long.endswith(short) and long.removesuffix(short) in _OPPOSITE):
        return False
    return fuzz.ratio(word, other) >= _ALIKE


def _tokens(text: str) -> list[str]:
    words = _WORD.findall(text.casefold().replace("'", "").replace("\u2019", ""))
    return [SAME.get(word, word) for word in words]
