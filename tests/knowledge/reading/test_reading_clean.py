"""From what arrives to plain text."""

import pytest

from knowledge.reading.clean import clean, one_line


@pytest.mark.parametrize(
    ("given", "plain"),
    [
        ("\x1b[31mError\x1b[0m: no", "Error: no"),
        (r"\u001b[31mError\u001b[0m: a\u0000b", "Error: ab"),
        ("[1m[31mError[0m: no", "Error: no"),
        ("<p>Hi <b>you</b><br>there</p>", "Hi you there"),
        ("<at>Peering Bot</at> it broke", "it broke"),
        ("&lt;sub-id&gt; &amp;quot;x&amp;quot;", '<sub-id> "x"'),
        ("keep <sub-id> and <tenant>", "keep <sub-id> and <tenant>"),
        ("donâ€™t", "don't"),
        ("“a” ‘b’ …", "\"a\" 'b' ..."),
        ("pe\u200ber\u00a0ing", "peer ing"),
        ('{\\"code\\":\\r\\n \\"X\\"}', '{"code": "X"}'),
        ('a\\\\\\\\\\"b', 'a"b'),
        ("E\x00r\x00r\x00o\x00r\x00", "Error"),
    ],
)
def test_plain_text_is_what_a_person_sees(given: str, plain: str) -> None:
    assert one_line(clean(given)) == plain


def test_many_backslashes_take_no_time() -> None:
    assert clean("\\" * 100_000) == "\\" * 100_000
