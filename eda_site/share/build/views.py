"""The builder's page. Each press posts the whole; what comes back is checked, drawn and in step with the
text beside it. Nothing is stored until a room is made."""

import hashlib
import tomllib
from typing import Any

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from broker_core.errors import ScenarioError
from broker_core.scenario import library, load
from broker_core.scenario.bounds import MOST_BYTES
from broker_core.scenario.writing import to_toml
from eda_site.pages.selectors import scene_list
from eda_site.rooms.hub import in_slices
from eda_site.rooms.limits import limits
from eda_site.rooms.views import PRESETS
from eda_site.share.answers import may_ask
from eda_site.share.bring import open_room
from eda_site.share.build import editing
from eda_site.share.build.beginnings import BEGINNINGS
from eda_site.share.build.editing import Problem, Scenario
from eda_site.share.build.fields import CLUSTER, KINDS, Field
from eda_site.share.parcel import Parcel
from eda_site.share.problems import PROBLEMS
from eda_site.share.still import still_steps


async def build(request: HttpRequest) -> HttpResponse:
    """`do` says which button: fields, text, begin, add:KIND, remove:KIND:N, start."""
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD, POST"})
    text = BEGINNINGS["kafka"][1]
    do = ""
    if request.method == "POST":
        if not may_ask(request):
            return HttpResponse(str(PROBLEMS["too_fast"][1]), status=429, content_type="text/plain")
        do = request.POST.get("do", "fields")
        text = _text_after(request, do)
    scenario, problem = _read(text)
    parcel = Parcel(scenario, preset=_preset(scenario)) if problem is None else None
    if do == "start" and parcel is not None:
        return await sync_to_async(open_room)(request, parcel)
    still: Any = None
    if parcel is not None:
        still = await in_slices(still_steps(parcel), limits().slice_s)
        # What is built, without the first requests that leave at that very moment.
        still["view"]["messages"] = {}
    context = {
        "text": text,
        "seen": _mark(text),
        "scenario": scenario,
        "problem": problem,
        "sections": _sections(scenario, problem),
        "cluster": _row("cluster", 0, (CLUSTER,), scenario, scenario, None)
        if "cluster" in scenario or scenario.get("family", "kafka") == "kafka"
        else [],
        "still": still,
        "family": str(scenario.get("family", "kafka")),
        "beginnings": [(key, label) for key, (label, _) in BEGINNINGS.items()],
        "scenes": await sync_to_async(scene_list)(),
    }
    # What is not ready yet is no failure, except for who wants to start it.
    status = 422 if do == "start" else 200
    return await sync_to_async(render)(request, "share/build.html", context, status=status)


def _text_after(request: HttpRequest, do: str) -> str:
    """The scenario's text when the button has done what it does. An edited text wins over the fields."""
    posted = request.POST
    text = posted.get("text", "").replace("\r\n", "\n")
    if do == "begin":
        return _beginning(posted.get("beginning", ""))
    scenario, problem = _read(text, check=False)
    if problem is not None:
        return text
    if posted.get("seen") == _mark(text):
        fields = {key: str(value) for key, value in posted.items()}
        changed = editing.merged(scenario, fields)
    else:
        changed = scenario
    verb, _, rest = do.partition(":")
    kind, _, place = rest.partition(":")
    if verb == "add":
        changed = editing.added(changed, kind)
    elif verb == "remove" and place.isdecimal() and len(place) < 4:
        changed = editing.removed(changed, kind, int(place))
    return text if changed == scenario else to_toml(changed)


def _beginning(name: str) -> str:
    if name in BEGINNINGS:
        return BEGINNINGS[name][1]
    path = library().get(name)
    return path.read_text("utf-8") if path else BEGINNINGS["kafka"][1]


def _read(text: str, check: bool = True) -> tuple[Scenario, Problem | None]:
    """The scenario in a text, and what is wrong with it; without `check` only whether it is TOML."""
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        return {}, Problem(str(PROBLEMS["too_large"][1]))
    try:
        scenario = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return {}, Problem(f"{PROBLEMS['not_toml'][1]} {error}"[:300])
    if not check:
        return scenario, None
    try:
        load(scenario)
    except ScenarioError as error:
        return scenario, editing.problem_of(str(error)[:400], scenario)
    except (ValueError, TypeError, RecursionError):
        return scenario, Problem(str(PROBLEMS["bad_scenario"][1]))
    return scenario, None


def _preset(scenario: Scenario) -> str:
    preset = scenario.get("preset", PRESETS[0])
    return preset if preset in PRESETS else PRESETS[0]


def _mark(text: str) -> str:
    return hashlib.sha256(text.strip().encode("utf-8", "replace")).hexdigest()[:16]


def _sections(scenario: Scenario, problem: Problem | None) -> list[dict[str, Any]]:
    """What the page shows: for each kind its cards, each with its fields."""
    out = []
    for kind in editing.kinds_of(scenario):
        rows = editing.rows_of(scenario, kind)
        cards = []
        for n, row in enumerate(rows[: editing.MOST_CARDS]):
            mine = problem if problem and (problem.kind, problem.n) == (kind, n) else None
            cards.append(
                {
                    "remove": f"remove:{kind}:{n}",
                    "fields": _row(kind, n, KINDS[kind].fields, row, scenario, mine),
                    "problem": mine,
                    "id": str(editing.get(row, ("id",)) or n + 1),
                }
            )
        out.append({"kind": kind, "about": KINDS[kind], "cards": cards, "add": f"add:{kind}"})
    return out


def _row(
    kind: str,
    n: int,
    fields: tuple[Field, ...],
    row: Any,
    scenario: Scenario,
    problem: Problem | None,
) -> list[dict[str, Any]]:
    out = []
    for field in fields:
        value = editing.shown(field, editing.get(row, field.path))
        choices = list(field.words)
        if field.of:
            ids = [editing.get(other, ("id",)) for other in editing.rows_of(scenario, field.of)]
            choices = [str(item) for item in ids if item]
        if choices:
            choices = list(
                dict.fromkeys([*([] if value else [""]), *choices, *([value] if value else [])])
            )
        wrong = problem is not None and problem.key in (str(step) for step in field.path)
        out.append(
            {
                "name": editing.name_of(kind, n, field),
                "label": field.label,
                "value": value,
                "choices": choices,
                "kind": field.kind,
                "wrong": wrong,
            }
        )
    return out
