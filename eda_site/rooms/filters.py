"""What a filter would select, before anybody subscribes: the engine's own answer, level by level."""

from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from broker_core.mesh.names import DIALECTS
from broker_core.mesh.subscriptions import InvalidName, explain
from eda_site.rooms.bucket import Buckets
from eda_site.rooms.guard import address_of_request

MOST_TOPICS = 64
LONGEST = 250
_BURST, _PER_S = 40, 10
_asked = Buckets(10_000)


@require_safe
def explain_filter(request: HttpRequest) -> HttpResponse:
    """`?dialect=mqtt&filter=shop/%2B/order&topic=…&topic=…`: each topic with its verdict and levels.

    A filter that the dialect refuses gives `valid` false and the broken `rule`. The answer depends on
    the address alone, so it may be kept.
    """
    dialect = request.GET.get("dialect", "")
    text = request.GET.get("filter", "")
    topics = tuple(dict.fromkeys(request.GET.getlist("topic")))
    if dialect not in DIALECTS or not text or len(topics) > MOST_TOPICS:
        return HttpResponse(status=400)
    if any(len(item) > LONGEST for item in (text, *topics)):
        return HttpResponse(status=400)
    if not _asked.take(address_of_request(request), _BURST, _PER_S):
        return HttpResponse(status=429, headers={"Retry-After": "1"})
    response = JsonResponse(explained(dialect, text, topics))
    response["Cache-Control"] = "public, max-age=3600"
    return response


@lru_cache(maxsize=512)
def explained(dialect: str, text: str, topics: tuple[str, ...]) -> dict[str, Any]:
    """What `text` selects among `topics`; rows in their order."""
    rule = _broken_rule(dialect, text)
    if rule is not None:
        return {"valid": False, "rule": rule, "topics": []}
    return {"valid": True, "rule": None, "topics": [_row(dialect, text, t) for t in topics]}


def _row(dialect: str, text: str, topic: str) -> dict[str, Any]:
    """One topic; one that is not legal in the dialect is selected by nothing."""
    try:
        found: dict[str, Any] = explain(text, topic, dialect)
    except InvalidName as error:
        return {"topic": topic, "matches": False, "code": error.rule, "levels": []}
    levels = [[row["filter"], row["topic"], row["ok"], row["code"]] for row in found["levels"]]
    return {"topic": topic, "matches": found["matches"], "code": found["code"], "levels": levels}


def _broken_rule(dialect: str, text: str) -> str | None:
    try:
        explain(text, "a", dialect)
    except InvalidName as error:
        return error.rule
    return None
