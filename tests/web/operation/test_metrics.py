"""Health, readiness and metrics: true, cheap, and closed to strangers."""

import asyncio
import json

import pytest
from django.test import AsyncClient, Client, override_settings
from prometheus_client.parser import text_string_to_metric_families

from eda_site.operation.farewell import farewell
from eda_site.operation.metrics import exposition
from eda_site.operation.pulse import EVERY_S, Pulse
from eda_site.rooms import selectors
from eda_site.rooms.hub import Live, hub
from eda_site.rooms.tally import tally
from tests.web.rooms.desk import Desk

HERE = {"host": "localhost"}


def values():
    """name{labels} -> value, as Prometheus reads them."""
    families = text_string_to_metric_families(exposition().decode())
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in families
        for sample in family.samples
    }


def gone_up(before, *name):
    return values().get(name, 0) - before.get(name, 0)


def test_health_needs_no_database(client: Client):
    answer = client.get("/health/", headers=HERE)
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db(transaction=True)
async def test_a_server_is_ready_while_storage_answers_and_it_stays(async_client, monkeypatch):
    assert (await async_client.get("/ready/")).status_code == 200
    monkeypatch.setattr(farewell, "stopping", True)
    answer = await async_client.get("/ready/")
    assert answer.status_code == 503
    assert json.loads(answer.content) == {"storage": True, "loop": True, "staying": False}


async def test_storage_that_fails_or_hangs_makes_it_unready(async_client: AsyncClient, monkeypatch):
    def broken():
        raise OSError("disk")

    monkeypatch.setattr(selectors, "storage_answers", broken)
    answer = await async_client.get("/ready/")
    assert answer.status_code == 503
    assert b"disk" not in answer.content


@pytest.mark.parametrize("path", ["/health/", "/ready/", "/metrics/"])
def test_they_are_read_only(client: Client, path: str):
    assert client.post(path, headers=HERE).status_code == 405


@override_settings(SECURE_SSL_REDIRECT=True)
def test_machines_ask_over_plain_http(client: Client):
    assert client.get("/health/", headers=HERE).status_code == 200
    assert client.get("/about/", headers=HERE).status_code == 301


def test_metrics_are_for_this_machine(client: Client):
    answer = client.get("/metrics/", headers=HERE)
    assert answer.status_code == 200
    assert b"eventarium_rooms" in answer.content
    assert client.get("/metrics/", REMOTE_ADDR="192.0.2.7", headers=HERE).status_code == 404
    forwarded = HERE | {"x-forwarded-for": "192.0.2.7"}
    assert client.get("/metrics/", headers=forwarded).status_code == 404
    with override_settings(ALLOWED_HOSTS=["school.example"]):
        assert client.get("/metrics/", headers={"host": "school.example"}).status_code == 404


def test_behind_a_proxy_only_the_token_opens_them(client: Client):
    with override_settings(BEHIND_PROXY=True):
        assert client.get("/metrics/", headers=HERE).status_code == 404
    with override_settings(BEHIND_PROXY=True, METRICS_TOKEN="s3cret"):
        assert client.get("/metrics/", headers=HERE).status_code == 404
        for given, status in (("Bearer s3cret", 200), ("Bearer s3cre", 404), ("s3cret", 404)):
            headers = HERE | {"authorization": given}
            assert client.get("/metrics/", headers=headers).status_code == status


def test_they_tell_what_the_rooms_do():
    desk = Desk()
    before = values()
    hub._live[desk.room.code] = Live(desk.room, desk.door, desk.clock)
    teacher, student = desk.person(), desk.person("student", "viewer")
    desk.play(3)
    teacher.read()
    student.say("pause")
    student.raw("nonsense")
    desk.port.turn()
    after = values()
    assert after["eventarium_rooms", "resting"] == 1
    assert after["eventarium_rooms", "running"] == 0
    assert after["eventarium_viewers",] == 2
    assert gone_up(before, "eventarium_refusals_total", "not_allowed") == 1
    assert gone_up(before, "eventarium_refusals_total", "not_json") == 1
    assert gone_up(before, "eventarium_frames_total") >= 29
    assert gone_up(before, "eventarium_frame_lag_seconds_count") >= 29
    assert 2.5 < gone_up(before, "eventarium_stage_played_seconds_total") <= 3.1
    assert gone_up(before, "eventarium_virtual_seconds_total") > 0
    assert gone_up(before, "eventarium_keyframes_total") == 1
    assert gone_up(before, "eventarium_sent_bytes_total") > 1_000


def test_late_frames_show_in_the_histogram():
    before = values()
    tally.frame(0.3)
    assert gone_up(before, "eventarium_frame_lag_seconds_bucket", "0.2") == 0
    assert gone_up(before, "eventarium_frame_lag_seconds_bucket", "0.5") == 1
    assert gone_up(before, "eventarium_frame_lag_seconds_bucket", "+Inf") == 1


def test_no_metric_holds_a_code_or_a_person():
    desk = Desk()
    hub._live[desk.room.code] = Live(desk.room, desk.door, desk.clock)
    desk.person("teacher-123")
    text = exposition().decode()
    assert desk.room.code not in text
    assert "teacher" not in text


async def test_the_pulse_finds_what_held_the_loop():
    import time

    pulse = Pulse()
    pulse.feel()
    pulse.feel()
    await asyncio.sleep(EVERY_S * 1.5)
    time.sleep(EVERY_S * 3)  # noqa: ASYNC251  # what a bad view would do
    await asyncio.sleep(EVERY_S * 0.5)
    assert pulse.worst_s > EVERY_S
    assert len(pulse._late) <= 3
