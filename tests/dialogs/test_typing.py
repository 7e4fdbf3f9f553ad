"""Options taken by typing, and what is never taken for one."""

import pytest

from dialogs.answer import Selectable, understand
from dialogs.commands import OPTIONS_FIRST, command_of
from dialogs.fix import FIX_DIALOG
from dialogs.place import FIX, MENU, Place, place_at
from knowledge.explain import Brain, brain
from knowledge.load import Knowledge
from knowledge.model import Scenario
from tests.dialogs.walk import Walker

SCENARIOS = list(brain().knowledge.scenarios)


@pytest.fixture(params=SCENARIOS)
def scenario(request: pytest.FixtureRequest, brain: Brain) -> Scenario:
    """Give each scenario."""
    return brain.knowledge.scenarios[request.param]


async def test_every_option_is_taken_by_its_label_number_and_synonyms(brain: Brain, scenario: Scenario) -> None:
    """Typed in any case and with a full stop, each name leads where the click leads."""
    walker = Walker(brain, scenario)
    for spot in await walker.every_question():
        for number, option in enumerate(scenario.questions[spot.question].options, 1):
            await walker.takes(spot, option)
            clicked = walker.chat.text, walker.place
            names = (option.label, f" {option.label.upper()}. ", option.id, str(number), f"option {number}")
            for typed in (*names, *option.also, *(name.title() + "!" for name in option.also)):
                walker.stands(spot)
                await walker.chat.says(typed)
                assert (walker.chat.text, walker.place) == clicked, f"{spot.question}: {typed!r} is not {option.id}"


async def test_every_scenario_is_opened_by_its_label_title_number_and_id(brain: Brain, scenario: Scenario) -> None:
    walker = Walker(brain, scenario)
    opened = await walker.starts()
    for typed in (scenario.label, scenario.title, str(scenario.number), scenario.id, scenario.id.upper()):
        await walker.chat.says("menu")
        await walker.chat.says(typed)
        assert dict(walker.chat.buttons) == dict(opened.buttons), typed


STATEMENTS = [
    "there is no gateway in the hub",
    "10.1.0.0/16",
    "fd00:db8::/48",
    "10.0.0.4",
    "az network vnet list",
    "az network vnet peering list -g rg-hub --vnet-name vnet-hub -o table",
    "Get-AzVirtualNetwork -Name vnet-hub",
    "terraform apply",
    "error 2: AnotherPeering",
    "AnotherPeeringAlreadyReferencesRemoteVnet (409): please see details",
    "RemoteVnetHasNoGateways: Peering a cannot have UseRemoteGateway",
    "/subscriptions/0b1f6471-1bf0-4dda-aec3-cb9272f09590/resourceGroups/rg",
    "the 2 networks in region 1 have 3 gateways",
    "it broke yesterday at 14:30",
    "we moved 4 subscriptions last week and now nothing resolves",
    "I have one question about the invoice",
    "99",
    "0",
    "-1",
    "1 2",
    "1.5",
    "one hundred two",
    "100 100 100",
    "my coffee is cold",
    "🤷",
    "{}",
    "<script>1</script>",
    "ok",
    "hm",
    "maybe",
]


def _questions(known: Knowledge) -> list[tuple[str, Place]]:
    places = []
    for scenario in known.scenarios.values():
        for id_, question in scenario.questions.items():
            options = tuple(Selectable(one.id, one.label, one.also) for one in question.options)
            places.append((f"{scenario.id}/{id_}", options, question.ask))
    menu = place_at({"at": MENU}, known)
    places.append(("menu", menu.options, menu.words))
    for answer in known.answers:
        place = place_at({"at": FIX, "answer": answer, "below": True}, known)
        places.append((f"{FIX_DIALOG}/{answer}", place.options, place.words))
    return places


@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_statement_is_never_taken_for_an_option(known: Knowledge, statement: str) -> None:
    """Not of any question of any scenario, not of the menu, not of "Did that help?"."""
    taken = {
        where: option.label
        for where, options, words in _questions(known)
        if (option := understand(statement, options, words))
    }
    assert not taken


def test_no_name_of_an_option_is_a_command(known: Knowledge) -> None:
    """Otherwise it could be clicked and not typed."""
    for where, options, _ in _questions(known):
        for option in options:
            for name in option.names:
                assert command_of(name) in {None, *OPTIONS_FIRST}, f"{where}: {name!r}"


ROUGHLY = [
    ("configure-two-vnets/subscriptions", "diff subs", "different"),
    ("configure-two-vnets/subscriptions", "the same one", "same"),
    ("configure-two-vnets/region", "not same region", "different"),
    ("configure-two-vnets/region", "they're in the same region", "same"),
    ("connectivity-spokes-same-region/appliance", "nope we dont have one", "no"),
    ("connectivity-spokes-same-region/appliance", "no we don't", "no"),
    ("connectivity-spokes-same-region/appliance", "well, no", "no"),
    ("connectivity-spokes-same-region/appliance", "no firewall", "no"),
    ("connectivity-spokes-same-region/appliance", "yes we have a firewall", "yes"),
    ("connectivity-spokes-same-region/appliance", "I think yes", "yes"),
    ("connectivity-spokes-same-region/appliance", "dont know", "unsure"),
    ("connectivity-spokes-same-region/appliance", "I can\u2019t tell", "unsure"),
    ("connectivity-hub-spoke-on-premises/gateways", "only hub has one", "hub"),
    ("connectivity-hub-spoke-on-premises/gateways", "both of them", "both"),
    ("connectivity-hub-spoke-on-premises/gateways", "neither of them has one", "neither"),
    ("connectivity-two-vnets/status", "it says disconected", "disconnected"),
    ("connectivity-two-vnets/status", "its connected on both", "connected"),
    ("connectivity-two-vnets/status", "the second one", "disconnected"),
    ("connectivity-two-vnets/status", "#3", "initiated"),
    ("fix/peering-disconnected", "yes", "worked"),
    ("fix/peering-disconnected", "yes that worked, thanks", "worked"),
    ("fix/peering-disconnected", "thanks, works now", "worked"),
    ("fix/peering-disconnected", "nope", "broken"),
    ("fix/peering-disconnected", "no it doesn't work", "broken"),
    ("fix/peering-disconnected", "no, same error", "broken"),
    ("fix/peering-disconnected", "no still broken", "broken"),
    ("connectivity-hub-spoke-on-premises/gateways", "there is no gateway in the hub", None),
    ("connectivity-hub-spoke-on-premises/gateways", "the firewall is in the hub", None),
    ("connectivity-spokes-same-region/appliance", "no gateway in the hub", None),
    ("connectivity-spokes-same-region/appliance", "what is a firewall", None),
    ("configure-two-vnets/region", "westeurope", None),
    ("configure-two-vnets/region", "same subscription", None),
    ("connectivity-two-vnets/status", "not connected to the internet", None),
    ("fix/peering-disconnected", "no gateway in the hub", None),
    ("fix/peering-disconnected", "it worked yesterday and now it fails", None),
]


@pytest.mark.parametrize(("where", "said", "option"), ROUGHLY)
def test_said_roughly(known: Knowledge, where: str, said: str, option: str | None) -> None:
    place = next((options, words) for name, options, words in _questions(known) if name == where)
    understood = understand(said, *place)
    assert (understood.id if understood else None) == option
