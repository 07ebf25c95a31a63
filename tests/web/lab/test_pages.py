"""The lab's pages: the question tells nothing, the result tells all; sweeps are checked before they run."""

import csv
import re
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import pytest
from django.test import Client

from broker_core.lab.experiment import experiments
from broker_core.lab.metrics import METRICS
from broker_core.lab.sweep import Spread
from eda_site.lab import views
from eda_site.lab.chart import draw
from eda_site.lab.jobs import Jobs
from eda_site.lab.pool import make_pool
from eda_site.lab.words import METRIC_WORDS
from eda_site.lab.writing import amount

SWEEP = {
    "scenario": "broker-fails", "field": "orders:min.insync.replicas", "values": "1, 2",
    "seeds": "2", "until": "10s",
}  # fmt: skip


@pytest.fixture(scope="module")
def workers() -> Iterator[ProcessPoolExecutor]:
    """The same processes for all tests: starting them takes longer than most work here."""
    pool = make_pool(2)
    yield pool
    pool.shutdown(cancel_futures=True)


@pytest.fixture(autouse=True)
def desk(monkeypatch: pytest.MonkeyPatch, workers: ProcessPoolExecutor) -> Iterator[Jobs]:
    found = Jobs(lambda _: workers)
    monkeypatch.setattr(views, "jobs", found)
    yield found
    for job in found.unfinished():
        found.cancel(job.id)


def finished(client: Client, path: str) -> str:
    """The result's page, when it is there."""
    for _ in range(600):
        html = client.get(path).content.decode()
        if "progress" not in html:
            return html
        time.sleep(0.1)
    raise AssertionError("it takes too long")


def test_every_metric_has_its_words() -> None:
    assert list(METRIC_WORDS) == list(METRICS)


def test_zero_is_zero_and_none_says_so() -> None:
    assert (amount("lost_acked", 0), amount("lost_acked", None)) == ("0", "not measurable")


def test_the_list_shows_all_twelve(client: Client) -> None:
    html = client.get("/lab/").content.decode()
    assert all(f"/lab/experiments/{name}/" in html for name in experiments())


@pytest.mark.parametrize("name", list(experiments()))
def test_a_question_gives_nothing_away(client: Client, name: str) -> None:
    experiment = experiments()[name]
    html = client.get(f"/lab/experiments/{name}/").content.decode()
    hidden = [experiment.because, *(row.text for row in experiment.expected)]
    hidden += [option.rebuttal for option in experiment.options if option.rebuttal]
    assert not [text for text in hidden if text[:40] in html.replace("&#x27;", "'")]
    assert html.count('name="prediction"') == len(experiment.options) + 1


def test_an_experiment_is_played_and_judged(client: Client) -> None:
    asked = {"prediction": "1", "seed": "3", "preset": "production"}
    path = client.post("/lab/experiments/x01/run/", asked)["Location"]
    html = finished(client, path)
    assert "Not as you said" in html and "Measured as theory says" in html
    assert "orders-0 @0" in html and "not measurable" not in html
    assert "seed 3" in html and "Production" in html
    part = client.get(path, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith("<div id=") and "<html" not in part


def test_nonsense_in_a_run_becomes_the_default(client: Client) -> None:
    asked = {"prediction": "99", "seed": "x", "preset": "fast"}
    path = client.post("/lab/experiments/x01/run/", asked)["Location"]
    html = finished(client, path)
    assert "What came out" in html and "seed 7" in html


def test_a_sweep_is_run_drawn_and_written(client: Client) -> None:
    path = client.post("/lab/sweep/", SWEEP)["Location"]
    html = finished(client, path)
    assert 'class="median"' in html
    other = client.get(path, {"metric": "created"}).content.decode()
    assert "Records that producers made." in other
    rows = list(csv.DictReader(client.get(f"{path}table.csv").content.decode().splitlines()))
    assert [(r["orders:min.insync.replicas"], r["seed"]) for r in rows] == [
        ("1", "1"), ("1", "2"), ("2", "1"), ("2", "2"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("scenario", "../../etc/passwd", "no such scene"),
        ("field", "nobody:acks", "nobody"),
        ("field", "seed", "same seeds"),
        ("values", "0", "must be from 1"),
        ("values", ",", "parted by commas"),
        ("values", ",".join(map(str, range(1, 30))), "At most 20 values"),
        ("seeds", "0", "whole number"),
        ("seeds", "999", "whole number"),
        ("until", "10", "with a unit"),
        ("until", "3h", "up to 600 s"),
    ],
)
def test_a_wrong_sweep_says_what_is_wrong(
    client: Client, field: str, value: str, says: str
) -> None:
    answer = client.post("/lab/sweep/", {**SWEEP, field: value})
    assert answer.status_code == 400
    assert says in answer.content.decode()


def test_cancelled_it_says_so(client: Client) -> None:
    path = client.post("/lab/sweep/", {**SWEEP, "seeds": "30", "until": "60s"})["Location"]
    assert re.search("0 of 60|of 60 runs", client.get(path).content.decode())
    assert client.get(f"{path}table.csv").status_code == 404
    html = client.post(f"{path}cancel/", follow=True).content.decode()
    assert "Cancelled" in html


def test_who_begins_too_much_is_asked_to_wait(client: Client, settings: Any) -> None:
    settings.EVENTARIUM_LAB = {"jobs_per_address": 1}
    client.post("/lab/sweep/", {**SWEEP, "seeds": "20", "until": "60s"})
    answers = [client.post("/lab/sweep/", SWEEP), client.post("/lab/experiments/x01/run/", {})]
    assert [answer.status_code for answer in answers] == [429, 429]
    assert all("still running" in answer.content.decode() for answer in answers)


def test_a_result_that_is_gone_says_so(client: Client) -> None:
    assert client.get("/lab/results/gone/").status_code == 404
    part = client.get("/lab/results/gone/", headers={"HX-Request": "true"})
    assert part.status_code == 200 and "kept for an hour" in part.content.decode()


def test_a_line_breaks_where_nothing_was_measured() -> None:
    spreads = [
        Spread(1, 0, 2, 3),
        Spread(None, None, None, 0),
        Spread(4, 4, 4, 3),
        Spread(0, 0, 0, 3),
    ]
    chart = draw("lag", ["a", "b", "c", "d"], spreads)
    assert (len(chart.lines), len(chart.bands), len(chart.dots)) == (2, 2, 3)
    assert chart.dots[-1].y == chart.bottom, "zero stands on the axis"
    one = draw("lag", ["a"], [Spread(0, 0, 0, 1)])
    assert len(one.dots) == 1
