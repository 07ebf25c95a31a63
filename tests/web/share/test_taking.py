"""What a room gives out and what is taken back in: files, links, roles, hostile documents."""

import csv
import html
import io
import json
import re
import tomllib

import pytest
from asgiref.sync import sync_to_async
from django.test import AsyncClient, Client

from broker_core import Simulation
from broker_core.events import to_dict
from broker_core.kernel.canonical import canonical_text
from broker_core.lab.gauges import Gauges
from broker_core.lab.metrics import measure
from eda_site.rooms.hub import hub
from eda_site.rooms.library import scene_scenario
from eda_site.rooms.models import Command, Room, Timeline
from eda_site.share import bring, busy, exports, rows, store
from eda_site.share import parcel as parcels
from eda_site.share.models import Moment
from eda_site.share.parcel import Parcel, Unfit
from eda_site.share.replayed import Replay
from tests.web.rooms.test_pages import start

pytestmark = pytest.mark.django_db(transaction=True)
SLUG = "broker-fails"
UNTIL_US = 9_000_000
GIVEN = (4_000_000, "crash broker 1")


def given_room(client: Client) -> str:
    """A room at 9 s in which broker 1 was crashed at 4 s."""
    code = start(client)
    room = Room.objects.get(code=code)
    Command.objects.create(
        room=room, timeline=1, n=1, at_us=GIVEN[0], text=GIVEN[1], actor="a", intent_id="1"
    )
    Timeline.objects.filter(room=room).update(head_at_us=UNTIL_US)
    Room.objects.filter(code=code).update(shown_at_us=UNTIL_US, playing=False)
    return code


def same_run() -> tuple[Simulation, list]:
    sim = Simulation.from_scenario(scene_scenario(SLUG), 7)
    events = sim.advance(GIVEN[0]) + sim.apply(GIVEN[1]) + sim.advance(UNTIL_US)
    return sim, events


def body(answer) -> str:
    return answer.content.decode()


async def text_of(client: Client, path: str) -> str:
    """Over the asynchronous way, as Daphne asks."""
    asking = AsyncClient()
    asking.cookies = client.cookies
    answer = await asking.get(path)
    assert answer.status_code == 200, answer.content[:300]
    if not answer.streaming:
        return answer.content.decode()
    return b"".join([piece async for piece in answer.streaming_content]).decode()


async def test_files_hold_the_run_and_replaying_it_gives_the_same_digest():
    client = Client()
    code = await sync_to_async(given_room)(client)
    sim, events = same_run()
    run = json.loads(await text_of(client, f"/r/{code}/export/1/run.json"))
    assert run["digest"] == sim.digest()
    assert run["log"] == [list(GIVEN)]
    assert run["summary"] == sim.audit()["counts"]
    lines = (await text_of(client, f"/r/{code}/export/1/events.jsonl")).splitlines()
    assert lines == [canonical_text(to_dict(item)) for item in events]
    table = await text_of(client, f"/r/{code}/export/1/events.csv")
    found = list(csv.DictReader(io.StringIO(table.lstrip("\ufeff"))))
    assert [int(row["seq"]) for row in found] == [item.seq for item in events]
    crashed = next(row for row in found if row["type"] == "broker.crashed")
    assert json.loads(crashed["fields"])["broker"] == 1 and "crashes" in crashed["told"]
    toml = await text_of(client, f"/r/{code}/export/1/scenario.toml")
    assert tomllib.loads(toml)["topics"] == scene_scenario(SLUG)["topics"]
    assert hub.get(code) is None


async def test_metrics_are_those_of_the_run_and_of_every_other_file():
    client = Client()
    code = await sync_to_async(given_room)(client)
    sheet = await text_of(client, f"/r/{code}/export/1/metrics.csv")
    table = {row["metric"]: row for row in csv.DictReader(io.StringIO(sheet.lstrip("\ufeff")))}
    lines = [
        json.loads(line)
        for line in (await text_of(client, f"/r/{code}/export/1/metrics.jsonl")).splitlines()
    ]
    sim, events = same_run()
    gauges = Gauges()
    gauges.see(events)
    expected = {name: found.value for name, found in measure(sim, gauges).items()}
    assert {row["metric"]: row["value"] for row in lines} == expected
    assert {name: row["value"] for name, row in table.items()} == {
        name: "" if value is None else str(value) for name, value in expected.items()
    }
    assert expected["acknowledged"] > 0 and expected["lost_acked"] == 0
    run = json.loads(await text_of(client, f"/r/{code}/export/1/run.json"))
    for name in ("created", "acknowledged", "processed", "lost_acked"):
        assert run["summary"][name] == expected[name]
    assert all(row["definition"] for row in table.values())


def test_an_exported_run_comes_back_at_its_moment():
    client = Client()
    code = given_room(client)
    document = body(client.get(f"/r/{code}/export/1/run.json"))
    answer = client.post("/import/", {"document": document})
    assert answer.status_code == 200 and b"Open a room at this moment" in answer.content
    packed = re.search(r'name="packed" value="([\w-]+)"', answer.content.decode())[1]
    made = client.post("/import/start/", {"packed": packed})
    room = Room.objects.get(code=re.search(r"/r/(\w+)/", made["Location"])[1])
    assert (room.shown_at_us, room.playing, room.slug, room.seed) == (UNTIL_US, False, SLUG, 7)
    assert list(room.commands.values_list("at_us", "text")) == [GIVEN]


def test_a_short_link_opens_a_room_of_ones_own_there():
    client, other = Client(), Client()
    code = given_room(client)
    page = client.post(f"/r/{code}/moment/").content.decode()
    path = re.search(r"http://testserver(/m/\w{8}/)", page)[1]
    assert "00:09.000" in other.get(path).content.decode()
    made = other.post(path)
    assert made.status_code == 302 and code not in made["Location"]
    assert Room.objects.count() == 2
    assert other.get("/m/ABCDEFGH/").status_code == 404
    assert other.get("/m/..%2f/").status_code == 404


def test_old_moments_make_room_for_new_ones(settings):
    settings.EVENTARIUM_LIMITS = {"moments": 3}
    for n in range(5):
        store.moment_create(f"AAAAAAA{'BCDEF'[n]}", "{}")
    assert set(Moment.objects.values_list("code", flat=True)) == {
        "AAAAAAAD",
        "AAAAAAAE",
        "AAAAAAAF",
    }


def test_a_link_with_everything_in_it_is_short_and_comes_back():
    client = Client()
    code = given_room(client)
    page = html.unescape(client.get(f"/r/{code}/share/").content.decode())
    link = re.search(r'value="(http://testserver/import/#s=([\w-]+))"', page)
    assert len(link[1]) < 2_100
    answer = Client().post("/import/", {"packed": link[2]})
    assert answer.status_code == 200 and b"crash broker 1" in answer.content
    assert Room.objects.count() == 1 and not Moment.objects.exists()


def test_who_watches_takes_along_what_was_shown_and_no_more():
    client, viewer = Client(), Client()
    code = given_room(client)
    Room.objects.filter(code=code).update(shown_at_us=5_000_000)
    viewer.get(f"/r/{code}/")
    run = json.loads(body(viewer.get(f"/r/{code}/export/1/run.json")))
    assert run["at_us"] == 5_000_000
    assert json.loads(body(client.get(f"/r/{code}/export/1/run.json")))["at_us"] == UNTIL_US
    Timeline.objects.create(
        room=Room.objects.get(code=code), n=2, parent=1, seed=7, preset="teaching"
    )
    assert viewer.get(f"/r/{code}/export/2/run.json").status_code == 403
    assert client.get(f"/r/{code}/export/2/run.json").status_code == 200
    assert client.get(f"/r/{code}/export/3/run.json").status_code == 403
    assert client.get(f"/r/{code}/export/1/secret.json").status_code == 404
    assert Client().get("/r/ZZZZZZ/export/1/run.json").status_code == 404
    assert Client().get("/r/ZZZZZZ/share/").status_code == 404


def test_a_long_file_ends_early_and_says_so(settings):
    settings.EVENTARIUM_LIMITS = {"export_events": 300}
    client = Client()
    code = given_room(client)
    run = Parcel(scene_scenario(SLUG), at_us=UNTIL_US)
    assert json.loads(list(rows.json_lines(Replay(run), "en"))[-1])["type"] == rows.CUT
    assert rows.CUT in list(rows.csv_lines(Replay(run), "en"))[-1]
    assert client.get(f"/r/{code}/export/1/run.json").status_code == 422


def test_no_cell_of_a_spreadsheet_is_a_formula():
    line = rows.csv_line(["=1+1", "+1", "-1", "@x", "\tx", ' "=1', "fine", 12])
    cells = next(csv.reader(io.StringIO(line)))
    assert all(not cell.lstrip().startswith(("=", "+", "-", "@")) for cell in cells)
    assert cells[-2:] == ["fine", "12"]


def document(**changes) -> str:
    data = {
        "eventarium": 1,
        "engine": "1",
        "scenario": scene_scenario(SLUG),
        "seed": 7,
        "preset": "teaching",
        "log": [],
        "at_us": 0,
    }
    return json.dumps({**data, **changes})


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("{", "not_json"),
        ("{}", "not_ours"),
        ("[" * 100_000, "not_toml"),
        ("{" * 100_000, "not_json"),
        ('{"a":' * 50_000, "not_json"),
        ("x" * 300_000, "too_large"),
        ('family = "kafka"\nbrokers = 1', "bad_scenario"),
        ("title = 2026-01-01", "bad_scenario"),
        (document(seed=-1), "damaged"),
        (document(seed=2**60), "damaged"),
        (document(seed=True), "damaged"),
        (document(at_us="0"), "damaged"),
        (document(preset="x"), "damaged"),
        (document(log=[[0, "explode"]]), "bad_command"),
        (document(log=[[5, "crash broker 1"], [4, "crash broker 2"]], at_us=9), "damaged"),
        (document(log=[[5, "crash broker 1"]], at_us=4), "damaged"),
        (document(log=[[0, "crash broker 1"]] * 3_000), "too_long"),
        (document(digest="x"), "damaged"),
        (document(summary={"a b": 1}), "damaged"),
        (document(summary={"a": "<b>"}), "damaged"),
        (document(engine="x" * 99), "damaged"),
        (document(scenario={"cluster": {"brokers": 99}}), "bad_scenario"),
    ],
)
def test_what_is_broken_is_refused_with_what_to_do(text, code):
    with pytest.raises(Unfit) as caught:
        parcels.read(text)
    assert caught.value.code == code
    answer = Client().post("/import/", {"document": text})
    assert answer.status_code == 422 and b'role="alert"' in answer.content


@pytest.mark.parametrize("packed", ["x", "%%%", "eJw", "é", "A" * 5_000])
def test_a_torn_link_is_told_so(packed):
    with pytest.raises(Unfit) as caught:
        parcels.unpack(packed)
    assert caught.value.code == "torn_link"
    assert Client().post("/import/start/", {"packed": packed}).status_code == 422


def test_a_link_never_unpacks_to_more_than_a_document():
    import base64
    import zlib

    bomb = base64.urlsafe_b64encode(zlib.compress(b" " * 50_000_000, 9)).decode()
    with pytest.raises(Unfit) as caught:
        parcels.unpack(bomb)
    assert caught.value.code == "too_large"


def test_another_engines_run_keeps_its_summary_and_is_not_played():
    text = document(engine="0", summary={"lost_acked": 3, "unknown_there": 1}, at_us=5_000_000)
    answer = Client().post("/import/", {"document": text})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "another version of the engine" in page and "acknowledged records lost" in page
    packed = re.search(r'name="packed" value="([\w-]+)"', page)[1]
    fresh = parcels.read(parcels.unpack(packed))
    assert (fresh.at_us, fresh.engine, fresh.log) == (0, "1", ())
    with pytest.raises(KeyError):
        Client().post("/import/start/", {"packed": Parcel({}, engine="0").packed()})["Location"]
    hostile = document(engine="0", scenario={"title": "<script>", "cluster": {"brokers": "<i>"}})
    page = Client().post("/import/", {"document": hostile}).content.decode()
    assert "<script>" not in page and "<i>" not in page and "cannot be run here" in page


def test_a_file_that_leads_elsewhere_than_it_says_is_refused():
    answer = Client().post("/import/", {"document": document(digest="0" * 64)})
    assert answer.status_code == 422 and b"does not lead to the run" in answer.content


def test_wrong_methods_change_nothing():
    client = Client()
    code = start(client)
    assert client.get(f"/r/{code}/moment/").status_code == 405
    assert client.get("/import/start/").status_code == 405
    assert client.post(f"/r/{code}/share/").status_code == 405
    assert client.post(f"/r/{code}/export/1/run.json").status_code == 405
    assert client.put("/import/").status_code == 405


def test_too_much_at_once_is_told_to_come_back(settings, monkeypatch):
    client = Client()
    code = given_room(client)
    settings.EVENTARIUM_LIMITS = {"exports": 1}
    with busy.counted():
        for name in ("run.json", "events.csv", "replay.html"):
            assert client.get(f"/r/{code}/export/1/{name}").status_code == 503
        assert client.post("/import/", {"document": document()}).status_code == 503
    assert client.get(f"/r/{code}/export/1/run.json").status_code == 200
    monkeypatch.setattr(exports, "may_ask", lambda request: False)
    monkeypatch.setattr(bring, "may_ask", lambda request: False)
    assert client.get(f"/r/{code}/export/1/run.json").status_code == 429
    assert client.post("/import/", {"document": document()}).status_code == 429
