"""What the SDK's dialogs need of a turn: its Activity, made by a table, and an adapter that sends nothing.

Rows of cost in the list of what botbuilder 4.17.1 does: its own deserializer (msrest) walks every model by its
declarations and takes 0.3 ms even for a message of one word, three times a turn.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from botbuilder.core import BotAdapter, TurnContext
from botbuilder.schema import (
    Activity,
    Attachment,
    ChannelAccount,
    ConversationAccount,
    ConversationReference,
    Entity,
    MessageReaction,
    ResourceResponse,
)

from bot.turn.channel import Wire

Read = Callable[[Any], Any]


def turn_context(wire: Wire) -> TurnContext:
    """Give the context of a turn. Raises ValueError when a field has the wrong type."""
    return TurnContext(_SILENT, activity_of(wire))


def activity_of(wire: Wire) -> Activity:
    """Give an activity as the SDK has it. Raises ValueError when a field has the wrong type.

    Fields that are not in the table are kept in `additional_properties`, as they came.
    """
    known, rest = {}, {}
    for name, value in wire.items():
        field = _ACTIVITY.get(name)
        if field is None:
            rest[name] = value
        elif value is not None:
            known[field[0]] = field[1](value)
    activity = Activity(**known)
    activity.additional_properties = rest
    return activity


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("neither true nor false")
    return value


def _time(value: Any) -> datetime:
    # Python 3.11 reads ISO 8601 as channels write it, but not more than microseconds without being told.
    return datetime.fromisoformat(_text(value))


def _as_it_is(value: Any) -> Any:
    return value


def _model(kind: type, fields: Mapping[str, tuple[str, Read]]) -> Read:
    def read(value: Any) -> Any:
        if not isinstance(value, dict):
            raise ValueError("not an object")
        made = kind()
        made.additional_properties = {name: part for name, part in value.items() if name not in fields}
        for name, (attribute, part) in fields.items():
            if value.get(name) is not None:
                setattr(made, attribute, part(value[name]))
        return made

    return read


def _several(one: Read) -> Read:
    def read(value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise ValueError("not a list")
        return [None if part is None else one(part) for part in value]

    return read


_PERSON: Final[Mapping[str, tuple[str, Read]]] = {
    "id": ("id", _text),
    "name": ("name", _text),
    "aadObjectId": ("aad_object_id", _text),
    "role": ("role", _text),
}
_account: Final = _model(ChannelAccount, _PERSON)
_conversation: Final = _model(
    ConversationAccount,
    {
        **_PERSON,
        "isGroup": ("is_group", _flag),
        "conversationType": ("conversation_type", _text),
        "tenantId": ("tenant_id", _text),
    },
)
_attachment: Final = _model(
    Attachment,
    {
        "contentType": ("content_type", _text),
        "contentUrl": ("content_url", _text),
        "content": ("content", _as_it_is),
        "name": ("name", _text),
        "thumbnailUrl": ("thumbnail_url", _text),
    },
)

_ACTIVITY: Final[Mapping[str, tuple[str, Read]]] = MappingProxyType(
    {
        "type": ("type", _text),
        "id": ("id", _text),
        "timestamp": ("timestamp", _time),
        "localTimestamp": ("local_timestamp", _time),
        "localTimezone": ("local_timezone", _text),
        "serviceUrl": ("service_url", _text),
        "channelId": ("channel_id", _text),
        "from": ("from_property", _account),
        "conversation": ("conversation", _conversation),
        "recipient": ("recipient", _account),
        "textFormat": ("text_format", _text),
        "membersAdded": ("members_added", _several(_account)),
        "membersRemoved": ("members_removed", _several(_account)),
        "locale": ("locale", _text),
        "text": ("text", _text),
        "attachments": ("attachments", _several(_attachment)),
        "entities": ("entities", _several(_model(Entity, {"type": ("type", _as_it_is)}))),
        "reactionsAdded": ("reactions_added", _several(_model(MessageReaction, {"type": ("type", _text)}))),
        "reactionsRemoved": ("reactions_removed", _several(_model(MessageReaction, {"type": ("type", _text)}))),
        "channelData": ("channel_data", _as_it_is),
        "action": ("action", _text),
        "replyToId": ("reply_to_id", _text),
        "valueType": ("value_type", _text),
        "value": ("value", _as_it_is),
        "name": ("name", _text),
        "deliveryMode": ("delivery_mode", _text),
    }
)


class _Silent(BotAdapter):
    """The adapter that the SDK's dialogs ask for. Everything is said through the voice, so it sends nothing."""

    async def send_activities(self, context: TurnContext, activities: list[Activity]) -> list[ResourceResponse]:
        raise NotImplementedError("the dialogs speak through their voice")

    async def update_activity(self, context: TurnContext, activity: Activity) -> ResourceResponse:
        raise NotImplementedError("nothing that was said is changed")

    async def delete_activity(self, context: TurnContext, reference: ConversationReference) -> None:
        raise NotImplementedError("nothing that was said is deleted")


_SILENT: Final = _Silent()
