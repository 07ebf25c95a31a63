"""What comes in at the door before anybody asks what it does: is it a message, and not one too many."""

from collections import OrderedDict
from typing import Any

import orjson

from eda_site.rooms.actions import ACTIONS, Action
from eda_site.rooms.bucket import Bucket
from eda_site.rooms.codes import Refused
from eda_site.rooms.limits import Limits

ID_LENGTH = 64


def parsed(text: str, limits: Limits) -> dict[str, Any]:
    """The JSON object in a text. Raises Refused."""
    limit = limits.message_bytes
    if len(text) > limit or len(text.encode("utf-8", "replace")) > limit:
        raise Refused("too_large", bytes=len(text), limit=limit)
    try:
        message = orjson.loads(text)
    except (ValueError, UnicodeEncodeError):
        raise Refused("not_json") from None
    if type(message) is not dict:
        raise Refused("not_json")
    return message


def id_or_none(message: dict[str, Any]) -> str | None:
    """What an error can name, before anything is known to be right."""
    intent_id = message.get("id")
    return intent_id[:ID_LENGTH] if type(intent_id) is str else None


def id_of(message: dict[str, Any]) -> str:
    """The id of an intent. Raises Refused."""
    intent_id = message.get("id")
    if type(intent_id) is not str or not 0 < len(intent_id) <= ID_LENGTH:
        raise Refused("wrong_fields", field="id")
    return intent_id


def action_of(message: dict[str, Any]) -> Action:
    """What an intent of this shape does. Raises Refused."""
    name = message.get("type")
    action = ACTIONS.get(name) if type(name) is str else None
    if action is None:
        raise Refused("unknown_type", type=str(name)[:32])
    field = action.shape.problem(message)
    if field is not None:
        raise Refused("wrong_fields", field=field)
    return action


class Meters:
    """How many intents each person may still send at this moment."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._buckets: OrderedDict[tuple[str, bool], Bucket] = OrderedDict()

    def count(self, actor: str, now_s: float, student: bool = False) -> None:
        """Count one; `student`: by the narrower measure. Raises Refused when it is one too many."""
        limits = self._limits
        per_s = limits.student_per_s if student else limits.intents_per_s
        bucket = self._buckets.get((actor, student))
        if bucket is None:
            burst = limits.student_burst if student else limits.intents_burst
            bucket = self._buckets[actor, student] = Bucket(burst, per_s, now_s)
            if len(self._buckets) > 4 * limits.people:
                self._buckets.popitem(last=False)
        if not bucket.take(now_s):
            raise Refused("too_many", per_s=per_s)
