import csv
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from broker_core.lab.experiment import PRESETS, Experiment, experiments, play_task
from broker_core.lab.sweep import work
from broker_core.scenario import library
from eda_site.lab import selectors
from eda_site.lab.forms import EXAMPLE, LARGEST_SEED, read_run, read_sweep
from eda_site.lab.jobs import Busy, Job, jobs
from eda_site.lab.limits import limits
from eda_site.lab.words import BUSY, ENDS
from eda_site.rooms.guard import address_of_request

PRESET_NAMES = {
    "teaching": _("Teaching: waits short enough to watch"),
    "production": _("Production: Kafka's own defaults"),
}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "lab/index.html", {"experiments": selectors.experiment_list()})


@require_safe
def experiment(request: HttpRequest, name: str) -> HttpResponse:
    """The question. Nothing that tells the answer is in this page."""
    return _ask(request, _experiment(name))


def _experiment(name: str) -> Experiment:
    found = experiments().get(name)
    if found is None:
        raise Http404
    return found


def _ask(
    request: HttpRequest, found: Experiment, problem: Any = "", status: int = 200
) -> HttpResponse:
    seed, preset, predicted = read_run(request.POST, len(found.options))
    context = {
        "experiment": found,
        "number": f"X{int(found.id[1:])}",
        "presets": PRESET_NAMES,
        "preset": preset,
        "seed": seed,
        "predicted": predicted,
        "largest_seed": LARGEST_SEED,
        "problem": problem,
        "steps": [(side.name, found.side_lines(side, preset, {"moment": "…"})) for side in found.sides],
    }  # fmt: skip
    return render(request, "lab/experiment.html", context, status=status)


@require_POST
def experiment_run(request: HttpRequest, name: str) -> HttpResponse:
    """Lock the prediction and play all sides."""
    found = _experiment(name)
    seed, preset, predicted = read_run(request.POST, len(found.options))
    about = {"experiment": name, "seed": seed, "preset": preset, "predicted": predicted}
    tasks = [(name, side.id, seed, preset) for side in found.sides]
    try:
        job = jobs.submit(address_of_request(request), "experiment", about, play_task, tasks)
    except Busy as busy:
        return _ask(request, found, BUSY[busy.code], 429)
    return HttpResponseRedirect(reverse("lab:result", args=[job.id]))


@require_http_methods(["GET", "HEAD", "POST"])
def sweep(request: HttpRequest) -> HttpResponse:
    """Ask for a sweep, and begin it."""
    given = request.POST if request.method == "POST" else {**EXAMPLE, **request.GET.dict()}
    problems: dict[str, Any] = {}
    status = 200
    if request.method == "POST":
        asked, problems = read_sweep(given)
        status = 400
        if asked is not None:
            about = {name: given.get(name, "")[:200] for name in EXAMPLE} | {"points": asked.points}
            try:
                address = address_of_request(request)
                job = jobs.submit(address, "sweep", about, work, asked.tasks)
                return HttpResponseRedirect(reverse("lab:result", args=[job.id]))
            except Busy as busy:
                problems, status = {"all": BUSY[busy.code]}, 429
    context = {
        "given": {name: given.get(name, "")[:600] for name in EXAMPLE},
        "problems": problems,
        "scenes": list(library()),
        "played": selectors.played_list(),
        "limits": limits(),
        "presets": PRESETS,
    }
    return render(request, "lab/sweep.html", context, status=status)


@never_cache
@require_safe
def result(request: HttpRequest, job_id: str) -> HttpResponse:
    """Progress, then what came out. htmx asks for the inner part only."""
    job = jobs.get(job_id)
    part = bool(getattr(request, "htmx", False))
    if job is None:
        context: dict[str, Any] = {"gone": True}
        return render(request, _page(part), context, status=200 if part else 404)
    context = {"job": job, "running": job.state == "running", "ended": ENDS.get(job.state)}
    if job.kind == "experiment":
        found = experiments()[job.about["experiment"]]
        context |= {
            "experiment": found,
            "number": f"X{int(found.id[1:])}",
            "preset": PRESET_NAMES[job.about["preset"]],
        }
        if job.state == "done":
            context |= selectors.experiment_result(found, job)
    elif job.state == "done":
        context |= selectors.sweep_result(job, request.GET.get("metric", ""))
    return render(request, _page(part), context)


def _page(part: bool) -> str:
    return "lab/_result.html" if part else "lab/result.html"


@require_POST
def cancel(request: HttpRequest, job_id: str) -> HttpResponse:
    """Who knows a job's address may end it."""
    if jobs.cancel(job_id) is None:
        raise Http404
    return HttpResponseRedirect(reverse("lab:result", args=[job_id]))


@require_safe
def table(request: HttpRequest, job_id: str) -> HttpResponse:
    """A finished sweep as CSV: one line a run."""
    job: Job | None = jobs.get(job_id)
    if job is None or job.kind != "sweep" or job.state != "done":
        raise Http404
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="sweep.csv"'
    csv.writer(response, lineterminator="\n").writerows(selectors.sweep_table(job).csv())
    return response
