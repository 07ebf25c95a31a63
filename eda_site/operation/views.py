"""Health, readiness, metrics: for machines. Async, so that an answer proves that the loop turns."""

import asyncio
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from eda_site.operation import metrics
from eda_site.operation.farewell import farewell
from eda_site.operation.pulse import pulse
from eda_site.rooms import selectors
from eda_site.web.lan import is_loopback

STORAGE_S = 2.0
LATE_S = 1.0


@never_cache
@require_safe
async def health(request: HttpRequest) -> HttpResponse:
    """The process lives and its loop turns."""
    pulse.feel()
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
async def ready(request: HttpRequest) -> HttpResponse:
    """Whether people should be sent here; 503 says no, and what is wrong."""
    pulse.feel()
    found = {
        "storage": await storage_answers(),
        "loop": pulse.worst_s < LATE_S,
        "staying": not farewell.stopping,
    }
    return JsonResponse(found, status=200 if all(found.values()) else 503)


@never_cache
@require_safe
async def prometheus(request: HttpRequest) -> HttpResponse:
    """Metrics, for this machine or for who knows the token; nobody else learns that they exist."""
    if not may_read(request):
        raise Http404
    pulse.feel()
    return HttpResponse(metrics.exposition(), content_type=CONTENT_TYPE_LATEST)


async def storage_answers() -> bool:
    ask: Any = sync_to_async(selectors.storage_answers, thread_sensitive=False)
    try:
        return bool(await asyncio.wait_for(ask(), STORAGE_S))
    except Exception:
        return False


def may_read(request: HttpRequest) -> bool:
    """A token decides where there is one. Else only this machine: behind a proxy everybody seems to
    come from it, so there a token is needed."""
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "")
        return constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}")
    if settings.BEHIND_PROXY or "X-Forwarded-For" in request.headers:
        return False
    address = request.META.get("REMOTE_ADDR", "")
    return is_loopback(address) and is_loopback(request.get_host())
