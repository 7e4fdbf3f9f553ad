"""Secrets in what people paste: found and removed before anything is stored, logged or shown."""

import re
from typing import Any, Final

from knowledge.reading.hinted import Hinted, hinted

REMOVED: Final = "***"

_NAMES: Final = (
    r"pass(?:word|wd|phrase)?|pwd|secret|client[_-]?secret|app[_-]?secret|api[_-]?key|account[_-]?key|shared[_-]?access[_-]?key"
    r"|access[_-]?key|shared[_-]?key|psk|functions?[_-]key|subscription[_-]key|private[_-]?key|primary[_-]?key|secondary[_-]?key|(?:access|refresh|id|auth|sas|bearer)[_-]?token|token"
    r"|ARM_CLIENT_SECRET|ARM_ACCESS_KEY|AZURE_CLIENT_SECRET"
)
_VALUE: Final = r"""(?:"[^"\n]{1,4096}"|'[^'\n]{1,4096}'|\\"[^"\\\n]{1,4096}\\"|[^\s,;&"'<>]{1,4096})"""

_WORDS: Final = "pass pwd secret key token psk"
"""One of these is in every name of `_NAMES`."""

_PATTERNS: Final[tuple[tuple[Hinted, str], ...]] = tuple(
    (hinted(pattern, *hints.split()), replacement)
    for pattern, replacement, hints in (
        # A PEM block, also one whose end was not copied.
        (
            r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----(?:(?!-----END)[\s\S]){0,16384}(?:-----END [A-Z ]{0,40}-----)?",
            REMOVED,
            "-----begin",
        ),
        # A JSON Web Token; its header always starts with {" which is eyJ in base64.
        (r"(?<![\w-])eyJ[\w-]{8,8192}\.[\w-]{4,16384}(?:\.[\w-]{0,8192})?", REMOVED, "eyj"),
        (
            r"\b(authorization\\?[\"']?\s{0,9}[:=]\s{0,9}\\?[\"']?\s{0,9}(?:bearer|basic|sharedkey)\s{1,9})[^\s\"']{4,8192}",
            rf"\1{REMOVED}",
            "authorization",
        ),
        (r"\b(bearer\s+)[\w~+/.=-]{16,8192}", rf"\1{REMOVED}", "bearer"),
        # The signature of a shared access signature, plain or URL-encoded.
        (r"((?:\b|%26)sig(?:=|%3D))[^&\s\"'<>]{8,1024}", rf"\1{REMOVED}", "sig= sig%3d"),
        # The key of a function, and a password on its way into a SecureString.
        (r"([?&]code=)[\w%-]{20,1024}={0,2}", rf"\1{REMOVED}", "code="),
        (rf"(ConvertTo-SecureString\s{{1,9}}(?:-String\s{{1,9}})?){_VALUE}", rf"\1{REMOVED}", "securestring"),
        # scheme://user:password@host
        (r"(?<![a-z0-9+.-])([a-z][a-z0-9+.-]{1,20}://[^\s:/@]{1,128}:)[^\s/]{1,512}(@)", rf"\1{REMOVED}\2", "@"),
        # --password SECRET, --client-secret=SECRET
        (rf"((?<![\w-])--?(?:{_NAMES})[\s=]+){_VALUE}", rf"\1{REMOVED}", _WORDS),
        # "password": "SECRET", AccountKey=SECRET, ARM_CLIENT_SECRET = SECRET; not a word of a sentence after a colon
        (
            rf"((?:{_NAMES})\\?[\"']?\s{{0,4}}(?:=|:)\s{{0,4}}"
            rf"(?:\{{\s{{0,40}}\\?[\"']value\\?[\"']\s{{0,4}}:\s{{0,4}})?){_VALUE}",
            rf"\1{REMOVED}",
            _WORDS,
        ),
        # An Entra client secret by its own form: three characters, a digit, Q~ and 31 or more.
        (r"(?<![\w~.-])[\w~.-]{3}\dQ~[\w~.-]{31,40}", REMOVED, "q~"),
    )
)


_LOGIN: Final = re.compile(r"\baz\s+login\b[^\n]*", re.IGNORECASE)
_SHORT_PASSWORD: Final = re.compile(rf"(\s-p[\s=]+){_VALUE}")


def remove_secrets(text: str) -> str:
    """Give the text with tokens, SAS signatures, passwords and keys replaced by three asterisks."""
    lower = text.lower()
    for pattern, replacement in _PATTERNS:
        text = pattern.sub(replacement, text, lower)
    # az login -u … -p SECRET: the short option means a password in that command only.
    if "login" not in lower:
        return text
    return _LOGIN.sub(lambda line: _SHORT_PASSWORD.sub(rf"\1{REMOVED}", line[0]), text)


def without_secrets(value: Any) -> Any:
    """Give JSON data with `remove_secrets` done to every text in it; nothing stays under a key that names a secret."""
    match value:
        case str():
            return remove_secrets(value)
        case list():
            return [without_secrets(item) for item in value]
        case dict():
            return {key: _under(key, item) for key, item in value.items()}
        case _:
            return value


def _under(key: object, value: Any) -> Any:
    # The pair is looked at as it would be written, so that one list of names serves both.
    if isinstance(value, str | int) and not isinstance(value, bool):
        pair = f"{key}={value}"
        if remove_secrets(pair) == f"{key}={REMOVED}":
            return REMOVED
    return without_secrets(value)
