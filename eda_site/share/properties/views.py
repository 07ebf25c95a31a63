"""The page that reads somebody's own properties; nothing of them is stored."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from broker_core.scenario.writing import value_of
from eda_site.share.answers import may_ask
from eda_site.share.properties.reading import profile_of
from eda_site.vocabulary.settings import CHANGES

SCOPES = {
    "producer": _("Producer"),
    "consumer": _("Consumer"),
    "share": _("Consumer in a share group"),
    "topic": _("Topic"),
    "broker": _("Broker"),
}
CLIENTS = {"java": _("Java client"), "librdkafka": _("librdkafka")}
STATES = {
    "differs": _("modelled; not Kafka's default"),
    "default": _("modelled; Kafka's default"),
    "wrong": _("Kafka would refuse it"),
    "ignored": _("Kafka's; not modelled here"),
    "unknown": _("not known here"),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def properties(request: HttpRequest) -> HttpResponse:
    """The form; posted, each setting with its value, Kafka's default, and whether it is modelled."""
    scope = request.POST.get("scope", "producer")
    client = request.POST.get("client", "java")
    scope = scope if scope in SCOPES else "producer"
    client = client if client in CLIENTS else "java"
    context: dict[str, Any] = {
        "scopes": SCOPES,
        "clients": CLIENTS,
        "scope": scope,
        "client": client,
    }
    status = 200
    if request.method == "POST":
        if may_ask(request):
            profile = profile_of(request.POST.get("text", ""), scope, client)
            context |= {
                "profile": profile,
                "rows": [(row, STATES[row.state]) for row in profile.rows],
                "snippet": _snippet(profile.given, scope, client),
                "line": _line(profile.given) if scope == "topic" else "",
            }
        else:
            status = 429
            context["too_fast"] = True
    return render(request, "share/properties.html", context, status=status)


def _snippet(given: dict[str, str], scope: str, client: str) -> str:
    """What goes into a table of a scenario."""
    if not given:
        return ""
    rows: dict[str, Any] = {"profile": client} if scope in ("producer", "consumer") else {}
    return "".join(
        f"{name} = {value_of(value)}\n" for name, value in (rows | {"config": given}).items()
    )


def _line(given: dict[str, str]) -> str:
    """One line of kafka-configs.sh that sets them all."""
    if not given:
        return ""
    values = ",".join(
        f"{name}=[{value}]" if "," in value else f"{name}={value}" for name, value in given.items()
    )
    whole = str(CHANGES["topic"]["real"])
    return whole.replace("{name}={value}", values).replace("{topic}", "TOPIC")
