"""Repairing damaged words, finding messages, deciding."""

from collections import Counter

from knowledge.matching.index import TemplateIndex
from knowledge.matching.match import ERROR_LIMITS, Match, Outcome, decide
from knowledge.matching.repair import Repair
from knowledge.matching.templates import comparable, template

REPAIR = Repair(["useremotegateways", "connected", "overlap", "because", "vnetaddressspacesoverlap", "to", "peering"])


def test_damaged_words_are_put_right() -> None:
    given = ["userem0tegateways", "c0nnectcd", "over", "lap", "becausse", "vnetaddrcsspaccsoverlap", "to", "xyz"]
    assert REPAIR.repaired(given) == [
        *("useremotegateways", "connected", "overlap", "because", "vnetaddressspacesoverlap", "to", "xyz"),
    ]


def test_a_message_gives_the_names_in_its_holes() -> None:
    made = template("x", "Peering {local_peering} of network '{remote_vnet}' has no luck.")
    assert made
    text = 'well: Peering "a-to-b" of network "vnet-b" has no luck. Sorry'
    assert made.names(text, comparable(text)) == {"local_peering": "a-to-b", "remote_vnet": "vnet-b"}
    assert made.names("Peering a", comparable("Peering a")) is None


def test_messages_with_many_beginnings_take_no_time() -> None:
    made = template("x", "one {any} two {any} three {any} four")
    assert made
    text = "one x two y " * 5_000
    assert made.names(text, comparable(text)) is None


def test_the_rarest_words_lead_to_the_message() -> None:
    index = TemplateIndex(
        one for at in range(300) if (one := template(f"a{at}", f"cannot create peering because of number{at} here"))
    )
    words = ["cannot", "create", "peering", "because", "of", "number42", "here"]
    place, best = index.near(words)[0]
    assert best.answer == "a42"
    assert index.likeness(place, words, Counter(words), index.own_weight(words)).whole == 1.0


def test_two_that_are_close_are_asked_about() -> None:
    assert decide([Match("a", 0.8), Match("b", 0.75)], ERROR_LIMITS).outcome is Outcome.CHOOSE
    assert decide([Match("a", 0.97), Match("b", 0.8)], ERROR_LIMITS).outcome is Outcome.ANSWER
    assert decide([Match("a", 0.5)], ERROR_LIMITS).outcome is Outcome.UNKNOWN
