"""What every answer's sentences keep to."""

import re

from knowledge.compiled import knowledge

REASSURES = re.compile(
    r"(?i)\b(nothing (stops|changes|was)|(changes?|changed|interrupts?) (nothing|nobody)|carr(y|ies) nothing)\b"
)


def test_a_caution_is_what_to_know_before_acting() -> None:
    """A reader who is told to be careful isn't told that all is well."""
    cautions = {answer.id: answer.caution for answer in knowledge().answers.values() if answer.caution}
    assert len(cautions) > 40
    assert [id_ for id_, caution in cautions.items() if REASSURES.search(caution)] == []
