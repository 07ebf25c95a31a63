"""Who may do what, written out: every intent and every page, for every role, allowed or refused.

The intents go through the one door of a real room; the pages through the real views. A new intent or
page that is missing here fails a test.
"""

import json
import re
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import get_resolver

from eda_site.rooms import company_store, tokens
from eda_site.rooms.actions import ACTIONS
from eda_site.rooms.company import person_of
from eda_site.rooms.guard import guard
from eda_site.rooms.hub import hub
from eda_site.rooms.models import Room
from eda_site.rooms.roles import ROLES
from tests.web.rooms.desk import CODE, Desk

OTHER = person_of(CODE, "somebody")
PUBLISH = {"text": "publish checkout orders key=ada"}

INTENTS = {
    # name of the case: (type, fields)
    "hello": ("hello", {}),
    "seen": ("seen", {"seq": 0}),
    "take": ("take", {"key": "k"}),
    "command publish": ("command", PUBLISH),
    "command crash": ("command", {"text": "crash broker 1"}),
    "command publish in a condition": (
        "command",
        {"text": "when client.ack_received producer=checkout do publish checkout orders key=ada"},
    ),
    "command nonsense": ("command", {"text": "publish"}),
    "play": ("play", {}),
    "pause": ("pause", {}),
    "step": ("step", {}),
    "back": ("back", {}),
    "seek": ("seek", {"at_us": 0}),
    "to_end": ("to_end", {}),
    "speed": ("speed", {"factor_permille": 500}),
    "start_over": ("start_over", {}),
    "new_seed": ("new_seed", {}),
    "preset": ("preset", {"name": "production"}),
    "return_to": ("return_to", {"timeline": 1}),
    "fork": ("fork", {"name": "all acknowledge"}),
    "timeline_name": ("timeline_name", {"timeline": 1, "name": "first"}),
    "one_change": ("one_change", {"timeline": 1, "on": False}),
    "bookmark": ("bookmark", {"name": "here"}),
    "bookmark_name": ("bookmark_name", {"bookmark": 1, "name": "there"}),
    "bookmark_drop": ("bookmark_drop", {"bookmark": 1}),
    "people": ("people", {}),
    "lock": ("lock", {"on": True}),
    "freeze": ("freeze", {"on": True}),
    "let_act": ("let_act", {"on": True}),
    "new_code": ("new_code", {}),
    "remove": ("remove", {"person": OTHER}),
    "let_in": ("let_in", {"person": OTHER}),
    "hand_over": ("hand_over", {"person": OTHER}),
    "invite": ("invite", {}),
    "way_back": ("way_back", {}),
}

# y: allowed, n: not_allowed, f: frozen. One letter for each state of the room: as it begins; students
# may act; frozen; frozen while students may act.
#                                  owner   presenter co-pres. student viewer  removed
TABLE = {
    "hello":                          "yyyy yyyy yyyy yyyy yyyy nnnn",
    "seen":                           "yyyy yyyy yyyy yyyy yyyy yyyy",
    "take":                           "yyyy yyyy yyyy yyyy yyyy nnnn",
    "command publish":                "yyyy yyyy yyff nynf nnnn nnnn",
    "command crash":                  "yyyy yyyy yyff nnnn nnnn nnnn",
    "command publish in a condition": "yyyy yyyy yyff nnnn nnnn nnnn",
    "command nonsense":               "yyyy yyyy yyff nnnn nnnn nnnn",
    "play":                           "yyyy yyyy yyff nnnn nnnn nnnn",
    "pause":                          "yyyy yyyy yyff nnnn nnnn nnnn",
    "step":                           "yyyy yyyy yyff nnnn nnnn nnnn",
    "back":                           "yyyy yyyy yyff nnnn nnnn nnnn",
    "seek":                           "yyyy yyyy yyff nnnn nnnn nnnn",
    "to_end":                         "yyyy yyyy yyff nnnn nnnn nnnn",
    "speed":                          "yyyy yyyy yyff nnnn nnnn nnnn",
    "start_over":                     "yyyy yyyy yyff nnnn nnnn nnnn",
    "new_seed":                       "yyyy yyyy yyff nnnn nnnn nnnn",
    "preset":                         "yyyy yyyy yyff nnnn nnnn nnnn",
    "return_to":                      "yyyy yyyy yyff nnnn nnnn nnnn",
    "fork":                           "yyyy yyyy yyff nnnn nnnn nnnn",
    "timeline_name":                  "yyyy yyyy yyff nnnn nnnn nnnn",
    "one_change":                     "yyyy yyyy yyff nnnn nnnn nnnn",
    "bookmark":                       "yyyy yyyy yyff nnnn nnnn nnnn",
    "bookmark_name":                  "yyyy yyyy yyff nnnn nnnn nnnn",
    "bookmark_drop":                  "yyyy yyyy yyff nnnn nnnn nnnn",
    "people":                         "yyyy yyyy yyff nnnn nnnn nnnn",
    "lock":                           "yyyy yyyy yyff nnnn nnnn nnnn",
    "freeze":                         "yyyy yyyy yyff nnnn nnnn nnnn",
    "let_act":                        "yyyy yyyy yyff nnnn nnnn nnnn",
    "new_code":                       "yyyy yyyy yyff nnnn nnnn nnnn",
    "remove":                         "yyyy yyyy yyff nnnn nnnn nnnn",
    "let_in":                         "yyyy yyyy yyff nnnn nnnn nnnn",
    "hand_over":                      "yyyy yyyy nnnn nnnn nnnn nnnn",
    "invite":                         "yyyy yyyy nnnn nnnn nnnn nnnn",
    "way_back":                       "yyyy yyyy nnnn nnnn nnnn nnnn",
}  # fmt: skip
WHO = [*ROLES, "removed"]
STATES = [(False, False), (False, True), (True, False), (True, True)]
REFUSALS = {"n": "not_allowed", "f": "frozen"}


def test_every_intent_stands_in_the_table():
    assert {type_name for type_name, _ in INTENTS.values()} == set(ACTIONS)
    assert set(TABLE) == set(INTENTS)


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("name", INTENTS)
def test_the_door_keeps_the_table_of_intents(name, who):
    type_name, fields = INTENTS[name]
    expected = TABLE[name].split()[WHO.index(who)]
    desk = Desk()
    person = desk.person("me", who, hello=False)
    desk.person("somebody", "viewer", hello=False)
    desk.play(0.3)
    company = desk.room.company
    for letter, (frozen, students_act) in zip(expected, STATES, strict=True):
        desk.room.company = replace(company, frozen=frozen, students_act=students_act)
        desk.door._meters._buckets.clear()
        before = (desk.room.timeline, len(desk.room.run.log))
        code = refused_with(desk, person, type_name, fields)
        if letter == "y":
            assert code not in REFUSALS.values(), (frozen, students_act)
            return_to_start(desk, person, who)
        else:
            assert code == REFUSALS[letter], (frozen, students_act)
            assert not desk.port.waiting and not desk.port.stored
            assert (desk.room.timeline, len(desk.room.run.log)) == before


def refused_with(desk, person, type_name, fields):
    """The code of the refusal; None when the intent was let through."""
    if type_name == "seen":
        person.raw(json.dumps({"type": "seen", **fields}))
        return next((m["code"] for m in person.read() if m["type"] == "error"), None)
    answer = person.do(type_name, **fields)
    return answer.get("code")


def return_to_start(desk, person, who):
    person.viewer.role = who
    desk.port.stored.clear()


# Pages. Roles of visitors in one room, and what a stranger gets.

VISITORS = ["owner", "co-presenter", "student", "viewer", "removed", "link", "locked out", "none"]
"""`link`: a newcomer with the room's address; `locked out`: the same while the room is locked;
`none`: a newcomer with a code that leads nowhere."""

PAGES = {
    #                         owner co-p  stud  view  remov link  lock  none
    "rooms:room":            (200,  200,  200,  200,  403,  200,  403,  404),
    "rooms:project":         (200,  200,  200,  200,  403,  200,  403,  404),
    "rooms:qr":              (200,  200,  200,  200,  403,  200,  403,  404),
    "rooms:join_link":       (302,  302,  302,  302,  403,  302,  403,  404),
    "rooms:join POST":       (302,  302,  302,  302,  403,  302,  403,  404),
    "rooms:join":            (200,  200,  200,  200,  200,  200,  200,  200),
    "rooms:recover":         (302,  302,  302,  302,  302,  302,  302,  404),
    "rooms:recover wrong":   (404,  404,  404,  404,  404,  404,  404,  404),
    "rooms:one_time":        (302,  302,  302,  302,  403,  302,  302,  404),
    "rooms:one_time wrong":  (404,  404,  404,  404,  404,  404,  404,  404),
    "rooms:start":           (405,  405,  405,  405,  405,  405,  405,  405),
    "rooms:start POST":      (302,  302,  302,  302,  302,  302,  302,  302),
    "rooms:demo_take":       (405,  405,  405,  405,  405,  405,  405,  405),
    "rooms:demo_take POST":  (302,  302,  302,  302,  302,  302,  302,  302),
    "rooms:explain":         (200,  200,  200,  200,  200,  200,  200,  200),
    "rooms:settings":        (200,  200,  200,  200,  404,  200,  404,  404),
    "rooms:why":             (404,  404,  404,  404,  404,  404,  404,  404),
    "rooms:compare_choose":  (200,  200,  200,  200,  403,  200,  403,  404),
    "rooms:compare":         (302,  302,  302,  302,  403,  302,  403,  404),
    "rooms:compare_stretch": (404,  404,  404,  404,  404,  404,  404,  404),
    "rooms:compare_table":   (404,  404,  404,  404,  404,  404,  404,  404),
    "rooms:measures":        (404,  404,  404,  404,  404,  404,  404,  404),
    "rooms:prevented":       (404,  404,  404,  404,  404,  404,  404,  404),
    "rooms:plans":           (404,  404,  404,  404,  404,  404,  404,  404),
    "rooms:marks":           (404,  404,  404,  404,  404,  404,  404,  404),
    "pages:home":            (200,  200,  200,  200,  200,  200,  200,  200),
    "pages:scenes":          (200,  200,  200,  200,  200,  200,  200,  200),
    "pages:about":           (200,  200,  200,  200,  200,  200,  200,  200),
    "pages:network":         (200,  200,  200,  200,  200,  200,  200,  200),
    "pages:theme":           (405,  405,  405,  405,  405,  405,  405,  405),
    "pages:theme POST":      (302,  302,  302,  302,  302,  302,  302,  302),
    "lab:index":            (200,  200,  200,  200,  200,  200,  200,  200),
    "lab:sweep":            (200,  200,  200,  200,  200,  200,  200,  200),
    "lab:sweep POST":       (400,  400,  400,  400,  400,  400,  400,  400),
    "lab:experiment":       (200,  200,  200,  200,  200,  200,  200,  200),
    "lab:experiment_run":   (405,  405,  405,  405,  405,  405,  405,  405),
    "lab:experiment_run POST":(404,  404,  404,  404,  404,  404,  404,  404),
    "lab:result":           (404,  404,  404,  404,  404,  404,  404,  404),
    "lab:cancel":           (405,  405,  405,  405,  405,  405,  405,  405),
    "lab:cancel POST":      (404,  404,  404,  404,  404,  404,  404,  404),
    "lab:table":            (404,  404,  404,  404,  404,  404,  404,  404),
    "share:room":            (200,  200,  200,  200,  403,  200,  403,  404),
    "share:export":          (200,  200,  200,  200,  403,  200,  403,  404),
    "share:keep":            (405,  405,  405,  405,  405,  405,  405,  405),
    "share:keep POST":       (200,  200,  200,  200,  403,  200,  403,  404),
    "share:moment":          (404,  404,  404,  404,  404,  404,  404,  404),
    "share:sheet":           (200,  200,  200,  200,  403,  200,  403,  404),
    "share:embed":           (404,  404,  404,  404,  404,  404,  404,  404),
    "share:properties":      (200,  200,  200,  200,  200,  200,  200,  200),
    "share:build":           (200,  200,  200,  200,  200,  200,  200,  200),
    "share:bring":           (200,  200,  200,  200,  200,  200,  200,  200),
    "share:start":           (405,  405,  405,  405,  405,  405,  405,  405),
    "share:start POST":      (422,  422,  422,  422,  422,  422,  422,  422),
    "vocabulary:glossary":   (200,  200,  200,  200,  200,  200,  200,  200),
    "vocabulary:gallery":    (200,  200,  200,  200,  200,  200,  200,  200),
    "vocabulary:gallery_moment": (200,) * 8,
    "vocabulary:stage":      (302,  302,  302,  302,  302,  302,  302,  302),
    "vocabulary:more":       (302,  302,  302,  302,  302,  302,  302,  302),
    "vocabulary:town":       (302,  302,  302,  302,  302,  302,  302,  302),
    "vocabulary:town_more":  (302,  302,  302,  302,  302,  302,  302,  302),
    "operation:health":      (200,  200,  200,  200,  200,  200,  200,  200),
    "operation:ready":       (200,  200,  200,  200,  200,  200,  200,  200),
    "operation:metrics":     (404,  404,  404,  404,  404,  404,  404,  404),
}  # fmt: skip
"""`why`, `marks`, `plans`, measures and the parts of a comparison have tests of their own, since they answer
only about a room in memory; metrics are for machines. The lab is everybody's: here only what starts no work;
tests/web/lab plays its experiments."""

ROLE_ON_PAGE = {
    "owner": "owner",
    "co-presenter": "co-presenter",
    "student": "student",
    "viewer": "viewer",
    "link": "viewer",
}


def routes(resolver=None, space=""):
    for item in (resolver or get_resolver()).url_patterns:
        if hasattr(item, "url_patterns"):
            yield from routes(item, f"{item.namespace}:" if item.namespace else space)
        else:
            yield f"{space}{item.name}"


def test_every_page_stands_in_the_table():
    assert {name.partition(" ")[0] for name in PAGES} == set(routes())


@pytest.fixture
def place(db):
    """A room with somebody of each kind before it: (room, clients by name, paths by name of a page)."""
    guard.reset()
    teacher = Client()
    code = re.search(r"/r/(\w+)/", teacher.post("/scenes/broker-fails/start/")["Location"])[1]
    clients = {name: Client() for name in VISITORS} | {"owner": teacher}
    room = Room.objects.get()
    clients["student"].get(f"/join/{code}/")
    for name in ("co-presenter", "viewer", "removed"):
        clients[name].get(f"/r/{code}/")
    old = company_store.company_of(room)
    seats = {
        clients["co-presenter"].session["me"]: "co-presenter",
        clients["removed"].session["me"]: "removed",
    }
    company_store.company_save(room.pk, old, replace(old, seats=seats))
    company_store.pass_create(room.pk, tokens.key_hash("key"), "co-presenter")
    return room, clients


def path_of(name, room, owner, nowhere):
    code = "ZZZZZZ" if nowhere else room.code
    key = owner.session["rooms"][room.code]
    wrong = name.endswith(" wrong")
    recovery = "wrong" if wrong else tokens.recovery_token(code, key)
    once = "wrong" if wrong else tokens.pass_token(room.code if not nowhere else "AAAAAA", "key")
    return {
        "rooms:room": f"/r/{code}/",
        "rooms:project": f"/r/{code}/project/",
        "rooms:qr": f"/r/{code}/qr.svg",
        "rooms:join_link": f"/join/{code}/",
        "rooms:join": "/join/",
        "rooms:recover": f"/r/{code}/recover/{recovery}/",
        "rooms:one_time": f"/r/{code}/pass/{once}/",
        "rooms:start": "/scenes/broker-fails/start/",
        "rooms:demo_take": "/demo/take/",
        "rooms:explain": "/explain/?dialect=mqtt&filter=a/%2B&topic=a/b",
        "rooms:settings": f"/r/{code}/settings/teaching/",
        "rooms:why": f"/r/{code}/why/1/1/",
        "rooms:compare_choose": f"/r/{code}/compare/",
        "rooms:compare": f"/r/{code}/compare/1/1/",
        "rooms:compare_stretch": f"/r/{code}/compare/1/1/stretch/",
        "rooms:compare_table": f"/r/{code}/compare/1/1/table/",
        "rooms:measures": f"/r/{code}/measures/0/",
        "rooms:prevented": f"/r/{code}/measures/0/prevented/lost_acked/",
        "rooms:marks": f"/r/{code}/marks/1/",
        "rooms:plans": f"/r/{code}/plans/1/",
        "pages:home": "/",
        "pages:network": "/network/",
        "pages:scenes": "/scenes/",
        "pages:about": "/about/",
        "pages:theme": "/theme/",
        "lab:index": "/lab/",
        "lab:sweep": "/lab/sweep/",
        "lab:experiment": "/lab/experiments/x01/",
        "lab:experiment_run": "/lab/experiments/no-such/run/",
        "lab:result": "/lab/results/no-such/",
        "lab:cancel": "/lab/results/no-such/cancel/",
        "lab:table": "/lab/results/no-such/table.csv",
        "share:room": f"/r/{code}/share/",
        "share:export": f"/r/{code}/export/1/run.json",
        "share:keep": f"/r/{code}/moment/",
        "share:moment": "/m/ABCDEFGH/",
        "share:sheet": f"/r/{code}/sheet/",
        "share:embed": "/embed/ABCDEFGH/",
        "share:properties": "/properties/",
        "share:build": "/build/",
        "share:bring": "/import/",
        "share:start": "/import/start/",
        "vocabulary:glossary": "/glossary/",
        "vocabulary:gallery": "/gallery/",
        "vocabulary:gallery_moment": "/gallery/broker-fails.json",
        **{
            f"vocabulary:{part}": f"/vocabulary/{part}-en-000000000000.json"
            for part in ("stage", "more", "town", "town_more")
        },
        "operation:health": "/health/",
        "operation:ready": "/ready/",
        "operation:metrics": "/metrics/",
    }[name.partition(" ")[0]]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("visitor", VISITORS)
def test_pages_keep_the_table(place, visitor):
    room, clients = place
    if visitor == "locked out":
        old = company_store.company_of(room)
        company_store.company_save(room.pk, old, replace(old, locked=True))
    found = {}
    for name in PAGES:
        client = Client()
        client.cookies.load(clients[visitor].cookies.output(header="", sep=";"))
        nowhere = visitor == "none"
        path = path_of(name, room, clients["owner"], nowhere)
        if name.endswith("POST"):
            answer = client.post(path, {"code": "ZZZZZZ" if nowhere else room.code})
        else:
            answer = client.get(path)
        found[name] = answer.status_code
        if name == "rooms:room" and answer.status_code == 200:
            assert answer.context["role"] == ROLE_ON_PAGE[visitor]
        guard.reset()
    place_of = VISITORS.index(visitor)
    assert found == {name: row[place_of] for name, row in PAGES.items()}
    assert hub.get(room.code) is None
