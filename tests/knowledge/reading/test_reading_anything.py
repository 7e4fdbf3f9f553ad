"""The reader takes anything: it neither fails nor takes long nor gives secrets back."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.cases import hostile
from knowledge.explain import brain
from knowledge.reading.reading import read

PIECES = st.sampled_from(
    [
        "Error: ",
        "\n",
        "│ ",
        "(VnetAddressSpacesOverlap) ",
        '"code": "',
        "peering ",
        "<at>",
        "</p>",
        "\\r\\n",
        '\\"',
        "\x1b[31m",
        "/subscriptions/",
        "/providers/Microsoft.Network/virtualNetworks/",
        "'",
        "az network vnet peering ",
        "***",
        "â€œ",
        "\u200b",
        "UseRemoteGateways ",
        "4b1f0c52-7a3e-4d7e-9c1d-0f6a2b8e5d11",
        "perform action '",
        "{",
        "[",
        "İ",
        "ピアリング",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=30)), max_size=60).map("".join))
def test_anything_is_read_and_explained(text: str) -> None:
    explanation = brain().explain(text)
    assert len(explanation.verdict.matches) <= 3
    assert all(0 <= match.score <= 1 for match in explanation.verdict.matches)


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=400))
def test_bytes_are_read(data: bytes) -> None:
    read(data.decode("latin-1"))
    read(data.decode("utf-16", errors="replace"))


@pytest.mark.parametrize(("name", "text"), [pytest.param(*one, id=one[0]) for one in hostile()])
def test_no_text_takes_long(name: str, text: str) -> None:
    spent = []
    for part in (text[:7_900], text):
        start = time.thread_time()
        brain().explain(part)
        spent.append(time.thread_time() - start)
    assert max(spent) < 0.06, name


def test_secrets_do_not_come_back_from_long_texts_either() -> None:
    text = (
        "working on it\n" * 5_000
        + "Error: peering failed, client_secret=hunter2hunter2 done\n"
        + "working on it\n" * 5_000
    )
    assert "hunter2" not in read(text).text
