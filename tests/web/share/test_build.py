"""The builder: cards and text say the same, the loader's complaint stands at its field, a room comes of it."""

import html
import json
import re
import tomllib

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from broker_core.scenario import library, load
from broker_core.scenario.writing import to_toml
from eda_site.rooms.models import Room
from eda_site.share.build import editing
from eda_site.share.build.beginnings import BEGINNINGS, KAFKA
from eda_site.share.build.fields import KINDS, KINDS_OF, Field

pytestmark = pytest.mark.django_db(transaction=True)


def fields_of(page: str) -> dict[str, str]:
    """What a browser would post of the form."""
    form = page[page.index("data-build>") :]
    out = {}
    for found in re.finditer(r'<input class="field" name="([^"]+)" value="([^"]*)"', form):
        out[found[1]] = html.unescape(found[2])
    for found in re.finditer(r'<select class="field" name="([^"]+)".*?</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', found[0])
        out[found[1]] = html.unescape(chosen[1]) if chosen else ""
    out["seen"] = re.search(r'name="seen" value="(\w+)"', form)[1]
    out["text"] = html.unescape(re.search(r"<textarea[^>]*>(.*?)</textarea>", form, re.S)[1])
    return out


def press(do: str, posted: dict[str, str], **changes: str):
    answer = Client().post("/build/", {**posted, **changes, "do": do})
    return answer, answer.content.decode()


@pytest.fixture
def posted():
    return fields_of(Client().get("/build/").content.decode())


def test_every_beginning_loads_and_is_drawn():
    for name, (_, text) in BEGINNINGS.items():
        load(tomllib.loads(text))
        answer = Client().post("/build/", {"do": "begin", "beginning": name})
        assert answer.status_code == 200 and b"data-still" in answer.content
    page = Client().post("/build/", {"do": "begin", "beginning": "three-cities"}).content.decode()
    assert tomllib.loads(fields_of(page)["text"])["links"]


def test_a_field_changes_the_text_and_the_text_a_field(posted):
    _, page = press(
        "fields", posted, **{"cluster.0.cluster.brokers": "4", "producers.0.config.acks": "1"}
    )
    scenario = tomllib.loads(fields_of(page)["text"])
    assert scenario["cluster"]["brokers"] == 4
    assert scenario["producers"][0]["config"]["acks"] == "1"
    still = json.loads(re.search(r'id="still-data"[^>]*>(.*?)</script>', page, re.S)[1])
    assert len(still["cast"]["brokers"]) == 4
    text = posted["text"].replace("partitions = 3", "partitions = 5")
    _, page = press("text", posted, text=text)
    assert fields_of(page)["topics.0.partitions"] == "5"


def test_cards_come_and_go_under_free_names(posted):
    _, page = press("add:topics", posted)
    _, page = press("add:topics", fields_of(page))
    ids = [row["id"] for row in tomllib.loads(fields_of(page)["text"])["topics"]]
    assert ids == ["orders", "topic-1", "topic-2"]
    answer, page = press("remove:topics:1", fields_of(page))
    assert answer.status_code == 200
    ids = [row["id"] for row in tomllib.loads(fields_of(page)["text"])["topics"]]
    assert ids == ["orders", "topic-2"]


@pytest.mark.parametrize("family", KINDS_OF)
def test_every_kind_of_card_that_is_added_loads(family):
    scenario = tomllib.loads(BEGINNINGS[family][1])
    for kind in KINDS_OF[family]:
        scenario = editing.added(scenario, kind)
    if family == "mesh":  # the new link leads to the new broker
        assert scenario["links"][-1]["between"] == ["tokyo", "broker-1"]
    load(scenario)


def test_the_complaint_stands_at_its_field(posted):
    answer, page = press("fields", posted, **{"topics.0.partitions": "99"})
    assert "build-problem" in page
    field = re.search(r'<input class="field" name="topics.0.partitions"[^>]*>', page)[0]
    assert 'value="99"' in field and 'aria-invalid="true"' in field
    answer, page = press("remove:topics:0", posted)
    assert "there is no topic orders" in html.unescape(page)
    assert "data-wrong" in page
    answer, page = press("start", posted, **{"topics.0.replication_factor": "8"})
    assert answer.status_code == 422 and not Room.objects.exists()
    answer, page = press("text", posted, text="title = ")
    assert "build-problem" in page and fields_of(page)["text"] == "title = "


def test_a_room_is_made_of_it(posted):
    answer, _ = press("start", posted, **{"cluster.0.cluster.brokers": "5"})
    assert answer.status_code == 302
    room = Room.objects.get()
    assert json.loads(room.scenario)["cluster"]["brokers"] == 5 and room.playing


def test_an_edited_text_wins_over_stale_fields(posted):
    text = posted["text"].replace('id = "orders"', 'id = "bills"').replace('"orders"', '"bills"')
    _, page = press("add:groups", posted, text=text)
    scenario = tomllib.loads(fields_of(page)["text"])
    assert scenario["topics"][0]["id"] == "bills" and len(scenario["groups"]) == 2


@pytest.mark.parametrize(
    "do", ["", "x", "add:x", "add:", "remove:topics:-1", "remove:topics:9999", "remove:script:0"]
)
def test_an_unknown_button_changes_nothing(posted, do):
    answer, page = press(do, posted)
    assert answer.status_code == 200 and fields_of(page)["text"] == posted["text"]


@pytest.mark.parametrize(
    "text",
    [
        "topics = 5",
        "topics = [1, 2]",
        "topics = [[]]",
        "family = 7",
        'family = "<script>"',
        "cluster = 1",
        "[[topics]]\nid = {}",
        "wants = [[[]]]",
        "title = 2026-01-01",
        "[[clients]]\nid = 1\nwants = 5\n",
        "x" * 300_000,
    ],
)
def test_hostile_text_is_only_refused(text):
    for do in ("text", "fields", "add:topics", "remove:topics:0", "start"):
        answer = Client().post(
            "/build/", {"text": text, "do": do, "topics.0.id": "a", "title": "<b>"}
        )
        assert answer.status_code == (422 if do == "start" else 200)
        assert b"build-problem" in answer.content and not Room.objects.exists()
        assert b"<script>x" not in answer.content and b'<b>"' not in answer.content


@pytest.mark.parametrize("slug", library())
def test_posting_what_is_shown_changes_nothing(slug):
    scenario = tomllib.loads(library()[slug].read_text("utf-8"))
    posted = {"title": scenario["title"]}
    for kind in editing.kinds_of(scenario):
        for n, row in enumerate(editing.rows_of(scenario, kind)):
            for field in KINDS[kind].fields:
                posted[editing.name_of(kind, n, field)] = editing.shown(
                    field, editing.get(row, field.path)
                )
    assert editing.merged(scenario, posted) == scenario


PATHS = st.lists(st.sampled_from(["a", "b", 0, 1]), min_size=1, max_size=4).map(tuple)
LEAVES = st.none() | st.integers() | st.text(max_size=3)
ROWS = st.recursive(
    LEAVES,
    lambda x: st.lists(x, max_size=2) | st.dictionaries(st.sampled_from("ab"), x, max_size=2),
    max_leaves=5,
)


@given(ROWS, PATHS, st.none() | st.text(max_size=3))
def test_no_path_into_no_data_fails(row, path, value):
    editing.put(row, path, value)
    editing.shown(Field(path, ""), editing.get(row, path))


def test_the_text_of_a_beginning_survives_a_change():
    assert tomllib.loads(to_toml(tomllib.loads(KAFKA))) == tomllib.loads(KAFKA)
