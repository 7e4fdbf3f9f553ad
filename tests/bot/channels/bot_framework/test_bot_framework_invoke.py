"""Invokes are always answered with HTTP 200 and a body."""

import pytest

from bot.channels.bot_framework import invoke
from bot.channels.teams.invokes import Invokes
from bot.turn.channel import Wire
from tests.bot.channels.bot_framework.world import Issuer, Parrot, Poster, Service, sample, serving, settings


def action(**data: object) -> dict[str, object]:
    return {"action": {"type": "Action.Execute", "verb": "choose", "data": data}}


async def test_a_click_is_a_message_for_the_bot(local: Poster, turns: Parrot, service: Service) -> None:
    activity = local.message(None, type="invoke", name="adaptiveCard/action", value=action(option="hub"))

    response = await local.posts(activity)

    assert response.status == 200
    assert await response.json() == invoke.DONE
    assert turns.taken[0]["type"] == "message"
    assert turns.taken[0]["value"] == {"option": "hub"}
    assert len(service.sent) == 2


async def test_a_click_may_expect_replies(local: Poster) -> None:
    response = await local.posts(
        local.message(
            None, type="invoke", name="adaptiveCard/action", value=action(option="hub"), deliveryMode="expectReplies"
        )
    )

    assert response.status == 200
    assert len((await response.json())["activities"]) == 2


@pytest.mark.parametrize("name", ["task/fetch", "composeExtension/fetchTask", "signin/verifyState", "", None])
@pytest.mark.parametrize("value", [None, {}, "x", {"action": 3}])
async def test_an_unknown_invoke_is_200_with_a_failure(
    local: Poster, turns: Parrot, name: str | None, value: object
) -> None:
    response = await local.posts(local.message(None, type="invoke", name=name, value=value))

    assert response.status == 200
    body = await response.json()
    assert body["statusCode"] == 501
    assert body["value"]["code"] == "NotSupported"
    assert turns.taken == []


async def test_a_broken_turn_is_200_with_a_failure(local: Poster, turns: Parrot) -> None:
    turns.error = RuntimeError("broken")

    response = await local.posts(
        local.message(None, type="invoke", name="adaptiveCard/action", value=action(option="hub"))
    )

    assert response.status == 200
    assert (await response.json())["statusCode"] == 500


@pytest.mark.parametrize(("name", "status"), [("teams-action-execute", 200), ("teams-me-fetchTask", 501)])
async def test_recorded_invokes(local: Poster, service: Service, name: str, status: int) -> None:
    response = await local.posts(sample(name, service))

    assert response.status == 200
    assert (await response.json())["statusCode"] == status


async def test_a_service_url_elsewhere_is_refused_for_invokes_too(local: Poster) -> None:
    activity = local.message(None, type="invoke", name="task/fetch", serviceUrl="https://evil.example")

    assert (await local.posts(activity)).status == 403


async def test_secrets_do_not_reach_those_who_answer_invokes(turns: Parrot, service: Service, issuer: Issuer) -> None:
    heard: list[Wire] = []

    async def answer(wire: Wire) -> Wire:
        heard.append(wire)
        return {}

    value = {"messagePayload": {"body": {"content": "az login -p hunter22, client_secret=abcdefghijk"}}}
    invokes = Invokes({"composeExtension/fetchTask": answer})
    async with serving(turns, service, issuer, settings(), invokes=lambda _: invokes) as poster:
        await poster.posts(poster.message(None, type="invoke", name="composeExtension/fetchTask", value=value))

    assert "abcdefghijk" not in str(heard)
    assert "client_secret=***" in str(heard)
