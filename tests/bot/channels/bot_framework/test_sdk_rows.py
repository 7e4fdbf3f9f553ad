"""What botbuilder 4.17.1 does not do for us: each row once with the SDK's own class, and once with what we do instead.

The work-arounds stand in `bot/channels/bot_framework`, those for prompts and waterfalls (rows 13 to 21) in `dialogs`.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from copy import deepcopy
from types import SimpleNamespace
from typing import Any

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer
from botbuilder.core import (
    ActivityHandler,
    ConversationState,
    InvokeResponse,
    MemoryStorage,
    ShowTypingMiddleware,
    StoreItem,
    TurnContext,
)
from botbuilder.core.adapters import TestAdapter
from botbuilder.dialogs import Dialog, DialogInstance, DialogSet, DialogState, WaterfallDialog
from botbuilder.dialogs.choices import Choice, ChoiceFactory, ChoiceRecognizers
from botbuilder.dialogs.prompts import ChoicePrompt, ConfirmPrompt, PromptOptions
from botbuilder.integration.aiohttp import (
    CloudAdapter,
    ConfigurationBotFrameworkAuthentication,
    ConfigurationServiceClientCredentialFactory,
)
from botbuilder.schema import Activity, ChannelAccount, ConversationAccount, Entity
from botframework.connector.auth import jwt_token_extractor
from jsonpickle.pickler import Pickler

from bot.channels.bot_framework.incoming import without_mention
from bot.channels.bot_framework.keys import SigningKeys
from bot.channels.bot_framework.turn_context import turn_context
from bot.rendering.activity import render
from bot.state.store import Store
from bot.turn.typing import Typing
from dialogs import speech
from dialogs.answer import Selectable, understand
from dialogs.reply import Choice as OurChoice
from dialogs.reply import Prose, Reply
from dialogs.stack import Stack
from tests.bot.channels.bot_framework.world import Issuer, Parrot, Poster, Service
from tests.chat import Chat

NO_REGISTRATION = SimpleNamespace(APP_ID="", APP_PASSWORD="", APP_TYPE="MultiTenant", APP_TENANTID="")
OPTIONS = (Selectable("hub", "Hub", ()), Selectable("spoke", "Spoke", ()), Selectable("both", "Both", ()))


class StockBot(ActivityHandler):
    """A bot as the SDK's samples are: what it is told to do on a message and on an invoke."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []
        self.broken = False

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        self.heard.append(turn_context.activity.text)

    async def on_invoke_activity(self, turn_context: TurnContext) -> InvokeResponse:
        if self.broken:
            raise NotImplementedError
        return InvokeResponse(status=200, body={"statusCode": 200})


Stock = Callable[..., Awaitable[ClientResponse]]


@pytest.fixture
def stock_bot() -> StockBot:
    return StockBot()


@pytest.fixture
async def stock(stock_bot: StockBot) -> AsyncIterator[Stock]:
    """Post to the SDK's own adapter."""
    adapter = CloudAdapter(ConfigurationBotFrameworkAuthentication(NO_REGISTRATION))

    async def messages(request: web.Request) -> web.StreamResponse:
        answer: web.StreamResponse = await adapter.process(request, stock_bot)
        return answer

    app = web.Application()
    app.router.add_post("/api/messages", messages)
    async with TestClient(TestServer(app)) as client:

        async def post(body: Any) -> ClientResponse:
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
            return await client.post("/api/messages", data=data, headers={"Content-Type": "application/json"})

        yield post


def invoke(poster: Poster) -> dict[str, Any]:
    value = {"action": {"type": "Action.Execute", "verb": "choose", "data": {"option": "hub"}}}
    return poster.message(None, type="invoke", name="adaptiveCard/action", value=value)


async def test_row_1_an_invoke_with_a_body(stock: Stock, local: Poster) -> None:
    assert (await stock(invoke(local))).status == 500

    response = await local.posts(invoke(local))
    assert response.status == 200
    assert (await response.json())["statusCode"] == 200
    replies = await local.says("hi", deliveryMode="expectReplies")
    assert (await replies.json())["activities"]


@pytest.mark.parametrize("body", [b"{", b"[]"])
async def test_row_2_what_is_no_activity(stock: Stock, local: Poster, body: bytes) -> None:
    assert (await stock(body)).status == 500

    assert (await local.posts(body)).status == 400


async def test_row_3_a_key_that_is_not_known(issuer: Issuer) -> None:
    metadata = jwt_token_extractor._OpenIdMetadata("https://login.example/well-known")
    metadata.keys = [{"kid": "key-1"}]
    with pytest.raises(IndexError):
        metadata._find("key-2")

    assert await SigningKeys("https://login.example/well-known", issuer.fetch).get("key-2") is None


async def test_row_4_keys_are_read_off_the_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[bool] = []

    def get(_: str) -> Any:
        # Whoever has a running loop here holds it until the answer has come.
        held.append(asyncio.get_running_loop().is_running())
        return SimpleNamespace(raise_for_status=lambda: None, json=lambda: {"jwks_uri": "x", "keys": []})

    monkeypatch.setattr(jwt_token_extractor.requests, "get", get)
    await jwt_token_extractor._OpenIdMetadata("https://login.example/well-known")._refresh()
    assert held == [True, True]

    answered = asyncio.Event()

    async def fetch(_: str) -> dict[str, Any]:
        await answered.wait()
        return {"jwks_uri": "x", "keys": []}

    reading = asyncio.create_task(SigningKeys("https://login.example/well-known", fetch).get("key-1"))
    await asyncio.sleep(0)
    answered.set()  # something else runs while the keys are on their way
    assert await reading is None


async def test_row_5_one_token_for_all_turns(registered: Poster, issuer: Issuer, service: Service) -> None:
    factory = ConfigurationServiceClientCredentialFactory(
        SimpleNamespace(APP_ID="an-app", APP_PASSWORD="a secret", APP_TYPE="MultiTenant", APP_TENANTID="")
    )
    first, second = [
        await factory.create_credentials("an-app", "scope", "https://login.example", True) for _ in range(2)
    ]
    assert first is not second

    for number in range(3):
        activity = registered.message("hi", id=f"a{number}")
        await registered.posts(activity, Authorization=issuer.token(service.url))
    assert len(service.tokens) == 6
    assert len(set(service.tokens)) == 1


async def test_row_6_an_address_that_the_caller_chose(local: Poster, turns: Parrot) -> None:
    evil = "http://169.254.169.254/"
    anyone = await ConfigurationBotFrameworkAuthentication(NO_REGISTRATION).authenticate_request(
        Activity(channel_id="emulator", service_url=evil), ""
    )
    assert anyone.claims_identity.is_authenticated

    assert (await local.says("hi", serviceUrl=evil)).status == 403
    assert turns.taken == []


async def test_row_7_what_is_read_from_a_store_is_a_copy(store: Store) -> None:
    memory = MemoryStorage()
    await memory.write({"a": StoreItem(answers=[])})
    (await memory.read(["a"]))["a"].answers.append("forgotten")
    assert (await memory.read(["a"]))["a"].answers == ["forgotten"]

    async with store.unit() as unit:
        unit.write("a", {"answers": []}, None)
    first = await store.read("a")
    assert first
    first.body["answers"].append("forgotten")
    second = await store.read("a")
    assert second
    assert second.body == {"answers": []}


class CopyingStorage(MemoryStorage):
    """Any storage that is not the process's own memory."""

    async def read(self, keys: list[str]) -> dict[str, Any]:
        await asyncio.sleep(0)
        return deepcopy(await super().read(keys))

    async def write(self, changes: dict[str, Any]) -> None:
        await super().write(deepcopy(changes))


async def test_row_8_two_quick_messages(chat: Chat) -> None:
    ran: list[str] = []
    state = ConversationState(CopyingStorage())
    dialogs = DialogSet(state.create_property("dialogs"))

    async def first(_: Any) -> Any:
        ran.append("first")
        return Dialog.end_of_turn

    async def second(_: Any) -> Any:
        ran.append("second")
        return Dialog.end_of_turn

    dialogs.add(WaterfallDialog("w", [first, second]))

    async def turn() -> None:
        context = TurnContext(TestAdapter(), stock_activity("hi"))
        dc = await dialogs.create_context(context)
        await asyncio.sleep(0)
        if not dc.stack:
            await dc.begin_dialog("w")
        else:
            await dc.continue_dialog()
        await state.save_changes(context)

    await asyncio.gather(turn(), turn())
    assert ran == ["first", "first"]

    await asyncio.gather(chat.sends(text="Peer two VNets"), chat.sends(text="same subscription"))
    assert next(iter(chat.buttons.values()))["question"] == "region"


async def test_row_9_the_same_activity_again(stock: Stock, stock_bot: StockBot, real: Poster, service: Service) -> None:
    for _ in range(2):
        await stock(real.message("menu"))
    assert stock_bot.heard == ["menu", "menu"]

    await real.says("menu")
    once = len(service.sent)
    assert (await real.says("menu")).status == 200
    assert len(service.sent) == once > 0


async def test_row_10_an_invoke_that_breaks(stock: Stock, stock_bot: StockBot, local: Poster, turns: Parrot) -> None:
    stock_bot.broken = True
    turns.error = RuntimeError("broken")
    assert (await stock(invoke(local))).status >= 500

    response = await local.posts(invoke(local))
    assert response.status == 200
    assert (await response.json())["statusCode"] == 500


def test_row_11_the_name_of_the_bot_in_a_sentence() -> None:
    mentioned = {"id": "28:bot", "name": "Peering"}
    text = "<at>Peering</at> why does Peering fail"
    entity = Entity(type="mention")
    entity.additional_properties = {"mentioned": mentioned, "text": "<at>Peering</at>"}
    activity = Activity(text=text, entities=[entity], recipient=ChannelAccount(id="28:bot"))
    assert "Peering" not in TurnContext.remove_recipient_mention(activity)

    wire = {"text": text, "recipient": mentioned, "entities": [{"type": "mention", **entity.additional_properties}]}
    assert without_mention(wire)["text"] == "why does Peering fail"


def stock_activity(text: str | None, **fields: Any) -> Activity:
    return Activity(
        type="message",
        channel_id="test",
        service_url="http://127.0.0.1",
        conversation=ConversationAccount(id="c"),
        from_property=ChannelAccount(id="ann"),
        recipient=ChannelAccount(id="bot"),
        text=text,
        locale="en-us",
        **fields,
    )


async def test_row_12_typing_after_an_exception() -> None:
    shown: list[str] = []

    class Adapter(TestAdapter):
        async def send_activities(self, context: TurnContext, activities: list[Activity]) -> list[Any]:
            shown.extend(activity.type.value for activity in activities)
            return []

    async def breaks() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await ShowTypingMiddleware(0.01, 0.01).on_turn(TurnContext(Adapter(), stock_activity("hi")), breaks)
    await asyncio.sleep(0.2)
    assert "typing" in shown
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        task.cancel()

    ours: list[str] = []

    async def show() -> None:
        ours.append("typing")

    with pytest.raises(ZeroDivisionError):
        async with Typing(show, after=0.01):
            await breaks()
    await asyncio.sleep(0.05)
    assert ours == []


async def test_row_13_a_dialog_that_was_renamed(chat: Chat) -> None:
    dialogs = DialogSet(Stack())
    context = turn_context({"type": "message", "text": "hi"})
    context.turn_state[Stack.KEY] = DialogState([DialogInstance("renamed", {})])
    with pytest.raises(Exception, match="renamed"):
        await (await dialogs.create_context(context)).continue_dialog()

    await chat.says("Peer two VNets")
    key = "directline/c1/dl_ann"
    stored = await chat.store.read(key)
    assert stored
    stack = [*stored.body["stack"][:1], stored.body["stack"][1] | {"id": "renamed"}]
    async with chat.store.unit() as unit:
        unit.write(key, stored.body | {"stack": stack}, stored.etag)
    await chat.says("peering-disconnected")
    chat.sees(speech.LOST_PLACE, "The peering is Disconnected")


async def test_row_14_what_comes_from_the_state_is_looked_at() -> None:
    accessor = ConversationState(MemoryStorage()).create_property("count")
    assert await accessor.get(TurnContext(TestAdapter(), stock_activity("hi")), 0) is None

    context = turn_context({"type": "message"})
    context.turn_state[Stack.KEY] = 0
    with pytest.raises(AssertionError):
        await Stack().get(context)


async def test_row_15_the_state_is_plain_json(chat: Chat) -> None:
    assert "py/object" in json.dumps(Pickler().flatten(DialogState([DialogInstance("w", {"stepIndex": 1})])))

    await chat.says("Peer two VNets")
    rows = await chat.store.look(lambda connection: connection.exec_driver_sql("SELECT body FROM documents").all())
    assert "py/" not in rows[0].body
    assert json.loads(rows[0].body)["stack"]


async def recognised(prompt: Any, text: str | None, **options: Any) -> Any:
    """Give what one of the SDK's prompts makes of a text, None for nothing."""
    context = TurnContext(TestAdapter(), stock_activity(text))
    result = await prompt.on_recognize(context, {}, PromptOptions(**options))
    return result.value if result.succeeded else None


@pytest.mark.parametrize(
    ("text", "taken"),
    [("10.1.0.0/16", True), ("there is no gateway in the hub", False), ("error 2: AnotherPeering", False)],
)
async def test_row_16_a_paste_is_neither_yes_nor_no(text: str, taken: bool) -> None:
    assert await recognised(ConfirmPrompt("confirm", default_locale="en-us"), text) is taken

    agreed = (Selectable("yes", "Yes", ("yes", "it worked")), Selectable("no", "No", ("no",)))
    assert understand(text, agreed, "Did it help?", roughly=True) is None
    found = understand("it worked", agreed, "Did it help?", roughly=True)
    assert found
    assert found.id == "yes"


@pytest.mark.parametrize("text", ["error 2: AnotherPeering", "it fails since 2 days", "the 1 thing that I need"])
async def test_row_17_a_number_somewhere_is_no_option(text: str) -> None:
    assert ChoiceRecognizers.recognize_choices(text, [Choice(one.label) for one in OPTIONS])

    assert understand(text, OPTIONS, "Which side?", roughly=True) is None
    found = understand("2", OPTIONS, "Which side?", roughly=True)
    assert found
    assert found.id == "spoke"


async def test_row_18_a_click_on_a_card_has_no_text(chat: Chat) -> None:
    choices = [Choice(one.label) for one in OPTIONS]
    clicked = stock_activity(None, value={"option": "hub"})
    prompt = ChoicePrompt("choice", default_locale="en-us")
    result = await prompt.on_recognize(TurnContext(TestAdapter(), clicked), {}, PromptOptions(choices=choices))
    assert not result.succeeded

    await chat.says("Peer two VNets")
    await chat.takes("same")
    assert next(iter(chat.buttons.values()))["question"] == "region"


def test_row_19_choices_stay_buttons() -> None:
    labels = ["One", "Two", "Three", "A label of more than twenty characters"]
    plain = ChoiceFactory.for_channel("msteams", [Choice(label) for label in labels], "Which one?")
    assert not plain.attachments
    assert not plain.suggested_actions

    ours = render(
        Reply((Prose("Which one?"),), tuple(OurChoice(label, {"option": label}) for label in labels)), "msteams"
    )
    shown = json.dumps(ours)
    assert all(f'"title": "{label}"' in shown for label in labels)
    assert ours["summary"] == "Which one?"


async def test_row_20_a_waterfall_goes_back(chat: Chat) -> None:
    assert not [name for name in dir(WaterfallDialog) if "back" in name]

    await chat.says("Peer two VNets")
    before = chat.buttons
    await chat.takes("same")
    assert chat.buttons != before
    await chat.says("back")
    assert list(chat.buttons) == list(before)


async def test_row_21_ids_are_stored_not_cards(chat: Chat) -> None:
    state = ConversationState(MemoryStorage())
    dialogs = DialogSet(state.create_property("dialogs"))
    dialogs.add(ChoicePrompt("choice", default_locale="en-us"))
    context = TurnContext(TestAdapter(), stock_activity("hi"))
    dc = await dialogs.create_context(context)
    options = PromptOptions(prompt=stock_activity("Which one?"), choices=[Choice(one.label) for one in OPTIONS])
    await dc.prompt("choice", options)
    assert "Which one?" in json.dumps(Pickler().flatten(dc.stack))

    await chat.says("Peer two VNets")
    stored = await chat.store.read("directline/c1/dl_ann")
    assert stored
    stack = json.dumps(stored.body["stack"])
    assert not any(label in stack for label in chat.buttons)
    assert len(stack) < 700


def test_every_row_is_here() -> None:
    rows = [int(name.split("_")[2]) for name in globals() if name.startswith("test_row_")]
    assert rows == list(range(1, 22))
