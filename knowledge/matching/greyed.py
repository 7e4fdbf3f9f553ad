"""A gateway option that is greyed out has one of a few reasons; where none is told, nobody can tell which."""

import re
from typing import Final

from knowledge.matching.match import Match, Outcome, Verdict

_GREYED: Final = re.compile(
    r"\bgr[ea]y(?:ed)?\b"
    r"|(?:can(?:no|')?t|unable to|won't let me|not able to) (?:be )?(?:tick|check|select|click|choose)"
    r"|\b(?:options?|(?:check|tick) ?box(?:es)?|box(?:es)?|button|toggle)\b.{0,40}\b(?:disabled|inactive)"
    r"|ausgegraut|\bgrau\b|nicht (?:aus)?wählbar|nicht an(?:klick|hak)bar|gris[ée]"
    r"|atenuad|deshabilitad|desabilitad|esmaecid|acinzentad"
    r"|グレー|灰色",
    re.IGNORECASE,
)
_OPTION: Final = re.compile(
    r"remote[\s-]?gateway|gateway ?transit|transit|gateway.{0,30}\b(?:option|box|setting|button|toggle)"
    r"|\b(?:use|allow|enable|verwenden|usar|utiliser)\b.{0,60}(?:gateway|puerta de enlace|passerelle)"
    r"|(?:gateway|puerta de enlace|passerelle) (?:remot|distant)|リモート ?ゲートウェイ|远程网关",
    re.IGNORECASE,
)
_USE: Final = re.compile(r"remot|distant|\buse\b|verwenden|usar|utiliser|リモート|远程", re.IGNORECASE)
_REASON: Final = re.compile(
    r"\balready|\bown\b|gatewaysubnet|tenant|directory|\black|\bno (?:vpn |er )?gateway|without|\banother|second"
    r"|\bother\b|deploy|provision|creat|still|vpngw|\bha(?:s|ve) an?\b|there'?s|there is|does ?n.t have|because|\bbut\b"
    r"|although|though|tooltip|error|rights?\b|permission|eigene|bereits|weil|propi[ao]|ya tiene|porque|propre"
    r"|déjà|parce",
    re.IGNORECASE,
)
"""Words by which a reason is told; the trained table knows what it says."""

_LONGEST: Final = 200
_WHY: Final = ("A greyed out gateway option has one of these reasons.",)
_REASONS_TO_USE: Final = ("remote-gateway-missing", "spoke-has-own-gateway", "remote-gateway-not-visible")
_REASONS_TO_SHARE: Final = ("remote-gateway-missing", "gateway-transit-not-allowed")


def greyed_out(text: str) -> Verdict | None:
    """Ask why, when a text says of a peering's gateway option only that it is greyed out; else None."""
    if len(text) > _LONGEST or not (_GREYED.search(text) and _OPTION.search(text)) or _REASON.search(text):
        return None
    ids = _REASONS_TO_USE if _USE.search(text) or "transit" not in text.lower() else _REASONS_TO_SHARE
    return Verdict(Outcome.CHOOSE, tuple(Match(id_, 1 / len(ids), _WHY, described=True) for id_ in ids))
