"""Described problems: the trained table, its gate, and that it fits what it was trained on."""

import json

import pytest

from knowledge.compiled import knowledge
from knowledge.explain import brain
from knowledge.matching.features import buckets, normal
from knowledge.matching.lexicon import regions
from knowledge.matching.match import Outcome
from knowledge.matching.table import Table, load_table
from knowledge.training.__main__ import RECORDED, stale

SAID = [
    ("what do I have to do to peer two vnets in differnt subscriptions", "configure-two-vnets"),
    ("our spokes can not reach eachother, both in west europe, same hub", "connectivity-spokes-same-region"),
    ("spoke in japan east has no connection to the spoke in uk south", "connectivity-spokes-different-regions"),
    ("Was kostet der Datenverkehr über ein Peering?", "cost-and-limits"),
    ("el estado del emparejamiento es desconectado, ¿qué hago?", "peering-disconnected"),
    ("le peering reste bloqué à l'état Initiated", "peering-initiated"),
    ("quais permissões são necessárias para o peering", "permissions-needed"),
    ("ピアリングの料金を教えてください", "cost-and-limits"),
]


@pytest.mark.parametrize(("text", "id_"), SAID)
def test_what_people_say_is_among_the_first_three(text: str, id_: str) -> None:
    assert id_ in [match.id for match in brain().explain(text).verdict.matches]


@pytest.mark.parametrize(
    "text",
    [
        "hello",
        "my printer is offline",
        "how do I make pancakes",
        "aws vpc peering is pending",
        "VM won't start",
        "",
        "?!",
        "ok",
    ],
)
def test_what_is_not_about_peering_is_unknown(text: str) -> None:
    assert brain().explain(text).verdict.outcome is Outcome.UNKNOWN


def test_the_table_fits_the_sentences_it_was_trained_on() -> None:
    assert not stale(knowledge()), "run `make train`"


def test_the_table_is_not_worse_than_recorded() -> None:
    table = load_table()
    assert table
    now, recorded = table.header["figures"], json.loads(RECORDED.read_text())
    assert all(now[name] >= recorded[name] - 0.01 for name in recorded if name != "false_claims")
    assert now["false_claims"] <= recorded["false_claims"] + 0.01


def test_every_id_of_the_table_is_known() -> None:
    table = load_table()
    assert table
    assert all(knowledge().get(id_) for id_ in table.ids)


def test_a_missing_table_leaves_errors_known(tmp_path: object) -> None:
    assert load_table(type(RECORDED)(str(tmp_path)) / "none.table") is None


def test_rows_are_added_up() -> None:
    header = {"ids": ["a", "b"], "scales": [1.0, 1.0, 1.0, 0.5], "shifts": [0.0, 0.0, 0.0], "heat": 1.0}
    rows = bytes([129, 128, 130, 4]) + bytes([131, 127, 128, 4])
    scores = Table(header, rows).scores({0, 1})
    assert scores.gate == pytest.approx(2 / 2)
    assert scores.ids["a"] > scores.ids["b"]
    assert sum(scores.ids.values()) == pytest.approx(1)


def test_words_of_other_languages_become_the_same() -> None:
    assert normal("Écrire à 10.1.0.0/16, vnet12") == "ecrire a  iprange , vnet0"
    assert "peering" in normal("ピアリングできない")
    assert regions("from westeurope to east us") == 2
    assert buckets("peering") == buckets("PEERING")
