"""The replay file: one page with everything in it, that shows the numbers which the run has."""

import io
import json
import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from broker_core import Simulation
from broker_core.events import REGISTRY
from eda_site.rooms.models import Room, Timeline
from eda_site.share.replay import bundle
from eda_site.share.replay.page import inline
from tests.web.rooms.test_pages import start


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    file = tmp_path_factory.mktemp("replay") / "r.html"
    call_command(
        "replay",
        "broker-fails",
        "-o",
        str(file),
        "--until",
        "12s",
        "--branch",
        "Broker 1 too=at 6s crash broker 1",
        stdout=io.StringIO(),
    )
    return file.read_text("utf-8")


def island(page, name):
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', page, re.S)
    return json.loads(found[1])


def test_the_file_names_nothing_outside_of_itself(page):
    assert not re.search(r'(?:src|href)="(?!data:|#)', page)
    assert "url(" not in re.search(r"<style>(.*?)</style>", page, re.S)[1]
    assert "default-src 'none'" in page


def test_every_module_is_in_the_map_under_the_name_that_others_import_it_by():
    modules = bundle.modules()
    for name, source in modules.items():
        for target in [*bundle.imports_of(source), *re.findall(r'import\("([^"]+)"\)', source)]:
            assert target in modules, (name, target)


def test_branches_hold_the_events_and_the_numbers_of_their_runs(page):
    for n, commands in enumerate(([], [(6_000_000, "crash broker 1")])):
        sim = Simulation.from_scenario("broker-fails", 7)
        events = []
        for at_us, text in commands:
            events += sim.advance(at_us) + sim.apply(text)
        events += sim.advance(12_000_000)
        messages = island(page, "runs")[n]["messages"]
        assert messages[-1]["to"] == sim.seq and messages[-1]["at_us"] == 12_000_000
        kinds = list(REGISTRY)
        shown = {row[1]: kinds[row[0]] for m in messages[1:] for row in m["rows"]}
        told = {e.seq: e.type for e in events if e.seq > messages[0]["seq"]}
        assert all(told[seq] == kind for seq, kind in shown.items())
        hidden = {told[seq] for seq in set(told) - set(shown)}
        assert hidden <= {"network.sent"}  # chatter travels as counts
        row = re.search(r"acknowledged records lost</th>(.*?)</tr>", page, re.S)[1]
        assert re.findall(r"<td>(\d+)</td>", row)[n] == str(sim.audit()["counts"]["lost_acked"])


def test_data_in_the_page_cannot_become_markup():
    assert "<" not in inline({"a": "</script><script>alert(1)</script>"})


def test_what_cannot_be_recorded_is_refused(tmp_path, settings):
    for more in (["--branch", "x"], ["--branch", "x=at 1s explode"], ["--until", "x"]):
        with pytest.raises(CommandError):
            call_command("replay", "broker-fails", "-o", str(tmp_path / "r.html"), *more)
    settings.EVENTARIUM_LIMITS = {"replay_events": 50}
    with pytest.raises(CommandError):
        call_command("replay", "broker-fails", "-o", str(tmp_path / "r.html"))
    assert not (tmp_path / "r.html").exists()


@pytest.mark.django_db(transaction=True)
def test_a_room_gives_its_timelines_as_a_replay():
    client = Client()
    code = start(client)
    path = f"/r/{code}/export/1/replay.html"
    assert client.get(path).status_code == 422
    room = Room.objects.get(code=code)
    Timeline.objects.filter(room=room).update(head_at_us=6_000_000)
    Room.objects.filter(code=code).update(shown_at_us=5_000_000)
    Timeline.objects.create(
        room=room, n=2, parent=1, seed=7, preset="teaching", head_at_us=7_000_000
    )
    runs = island(client.get(path).content.decode(), "runs")
    assert [run["messages"][-1]["at_us"] for run in runs] == [6_000_000, 7_000_000]
    runs = island(Client().get(path).content.decode(), "runs")
    assert [run["messages"][-1]["at_us"] for run in runs] == [5_000_000]
