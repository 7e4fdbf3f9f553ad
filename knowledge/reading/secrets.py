"""Secrets in what people paste: found and removed before anything is stored, logged or shown."""

import re
from typing import Final

REMOVED: Final = "***"

_NAMES: Final = (
    r"pass(?:word|wd|phrase)?|pwd|secret|client[_-]?secret|app[_-]?secret|api[_-]?key|account[_-]?key|shared[_-]?access[_-]?key"
    r"|access[_-]?key|private[_-]?key|primary[_-]?key|secondary[_-]?key|(?:access|refresh|id|auth|sas|bearer)[_-]?token|token"
    r"|ARM_CLIENT_SECRET|ARM_ACCESS_KEY|AZURE_CLIENT_SECRET"
)
_VALUE: Final = r"""(?:"[^"\n]{1,4096}"|'[^'\n]{1,4096}'|\\"[^"\\\n]{1,4096}\\"|[^\s,;&"'<>]{1,4096})"""

_PATTERNS: Final[tuple[tuple[re.Pattern[str], str], ...]] = tuple(
    (re.compile(pattern, re.IGNORECASE), replacement)
    for pattern, replacement in (
        # A PEM block, also one whose end was not copied.
        (
            r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----(?:(?!-----END)[\s\S]){0,16384}(?:-----END [A-Z ]{0,40}-----)?",
            REMOVED,
        ),
        # A JSON Web Token; its header always starts with {" which is eyJ in base64.
        (r"\beyJ[\w-]{8,8192}\.[\w-]{4,16384}(?:\.[\w-]{0,8192})?", REMOVED),
        (
            r"\b(authorization\s*[:=]\s*[\"']?\s*(?:bearer|basic|sharedkey)\s+)[^\s\"']{4,8192}",
            rf"\1{REMOVED}",
        ),
        (r"\b(bearer\s+)[\w~+/.=-]{16,8192}", rf"\1{REMOVED}"),
        # The signature of a shared access signature, plain or URL-encoded.
        (r"\b(sig=)[^&\s\"'<>]{8,1024}", rf"\1{REMOVED}"),
        # scheme://user:password@host
        (r"(?<![a-z0-9+.-])([a-z][a-z0-9+.-]{1,20}://[^\s:/@]{1,128}:)[^\s/]{1,512}(@)", rf"\1{REMOVED}\2"),
        # --password SECRET, --client-secret=SECRET
        (rf"((?<![\w-])--?(?:{_NAMES})[\s=]+){_VALUE}", rf"\1{REMOVED}"),
        # "password": "SECRET", AccountKey=SECRET, ARM_CLIENT_SECRET = SECRET; not a word of a sentence after a colon
        (rf"((?:{_NAMES})\\?[\"']?\s{{0,4}}(?:=|:)\s{{0,4}}){_VALUE}", rf"\1{REMOVED}"),
        # An Entra client secret by its own form: three characters, a digit, Q~ and 31 or more.
        (r"(?<![\w~.-])[\w~.-]{3}\dQ~[\w~.-]{31,40}", REMOVED),
    )
)


_LOGIN: Final = re.compile(r"\baz\s+login\b[^\n]*", re.IGNORECASE)
_SHORT_PASSWORD: Final = re.compile(rf"(\s-p[\s=]+){_VALUE}")


def remove_secrets(text: str) -> str:
    """Give the text with tokens, SAS signatures, passwords and keys replaced by three asterisks."""
    for pattern, replacement in _PATTERNS:
        text = pattern.sub(replacement, text)
    # az login -u … -p SECRET: the short option means a password in that command only.
    return _LOGIN.sub(lambda line: _SHORT_PASSWORD.sub(rf"\1{REMOVED}", line[0]), text)
