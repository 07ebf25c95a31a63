"""Running a room: lock, freeze, renew the code, send out, hand over, one-time links, ways back."""

from dataclasses import replace

import pytest

from eda_site.rooms import company_store, services, tokens
from eda_site.rooms.codes import Refused
from eda_site.rooms.company import Badge, Company, handle_of, person_of
from eda_site.rooms.models import Crowd, Pass, Room, Seat
from eda_site.rooms.services import NewRoom
from eda_site.rooms.viewer import TURNED_AWAY
from tests.web.rooms.desk import CODE, Desk

PUBLISH = "publish checkout orders key=ada"


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def teacher(desk):
    teacher = desk.person("teacher", "presenter")
    teacher.read()
    return teacher


@pytest.fixture
def student(desk):
    student = desk.person("student", "student")
    student.read()
    return student


def person(actor):
    return person_of(CODE, actor)


def notices(messages, code):
    return [m["fields"] for m in messages if m["type"] == "notice" and m["code"] == code]


def said(who, type_name, **fields):
    """Say it, let storage commit, and give all that comes."""
    who.say(type_name, **fields)
    who.desk.port.commit()
    return who.read()


def test_the_list_names_nobody_and_puts_those_who_drive_first(desk, teacher, student):
    desk.person("viewer-1", "viewer")
    (list_,) = notices(said(teacher, "people"), "people")
    rows = list_["people"]
    assert [row["role"] for row in rows] == ["presenter", *sorted(r["role"] for r in rows[1:])]
    assert [row["you"] for row in rows] == [True, False, False]
    assert not {"teacher", "viewer-1"} & set(str(rows).split("'"))


def test_a_person_is_the_same_in_one_room_only():
    assert (
        person_of("AAAAAA", "actor") == person_of("AAAAAA", "actor") != person_of("BBBBBB", "actor")
    )
    adjective, animal, number = handle_of(person_of("AAAAAA", "actor"))
    assert 0 <= adjective < 32 and 0 <= animal < 32 and 10 <= number < 100


def test_handles_have_their_words():
    from eda_site.vocabulary.labels import LABELS

    for key in ("handle.adjectives", "handle.animals"):
        words = str(LABELS[key]).split(" ")
        assert len(words) == len(set(words)) == 32 and words == sorted(words)


def test_a_removed_person_is_told_and_sees_nothing_more(desk, teacher, student):
    closed = []
    student.viewer.drop = closed.append
    assert teacher.do("remove", person=person("student"))["type"] == "ack"
    assert [m["code"] for m in student.read()] == ["removed"]
    assert closed == [TURNED_AWAY]
    desk.play(1)
    assert student.read() == []
    student.say("hello")
    assert [m["code"] for m in student.read()] == ["not_allowed"]
    (list_,) = notices(said(teacher, "people"), "people")
    assert {row["role"] for row in list_["people"]} == {"presenter", "removed"}
    assert teacher.do("let_in", person=person("student"))["type"] == "ack"
    assert "student" not in desk.room.company.seats


def test_nobody_removes_who_stands_above_them(desk, teacher):
    co = desk.person("co", "co-presenter")
    other = desk.person("other", "co-presenter")
    assert co.do("remove", person=person("teacher"))["code"] == "not_allowed"
    assert co.do("remove", person=person("other"))["code"] == "not_allowed"
    assert teacher.do("remove", person=person("teacher"))["code"] == "not_allowed"
    assert teacher.do("remove", person=person("other"))["type"] == "ack"
    assert other.viewer.role == "removed"


def test_strangers_are_not_found(desk, teacher):
    for type_name in ("remove", "let_in", "hand_over"):
        answer = teacher.do(type_name, person="nobody")
        assert (answer["code"], answer["fields"]) == ("no_such_person", {"person": "nobody"})
    assert teacher.do("hand_over", person=person("teacher"))["code"] == "no_such_person"


def test_a_room_changes_hands_and_the_former_way_back_ends(desk, teacher, student):
    desk.room.company = replace(desk.room.company, owner_hash="old", owner_role="presenter")
    assert teacher.do("hand_over", person=person("student"))["type"] == "ack"
    assert (teacher.viewer.role, student.viewer.role) == ("co-presenter", "presenter")
    (link,) = notices(student.read(), "way_back")
    token = link["path"].split("/")[4]
    company = desk.room.company
    assert company.owner_hash == tokens.key_hash(tokens.recovery_key(CODE, token)) != "old"
    assert notices(teacher.read(), "way_back") == []
    assert teacher.do("hand_over", person=person("student"))["code"] == "not_allowed"
    assert student.do("hand_over", person=person("teacher"))["type"] == "ack"
    assert (teacher.viewer.role, student.viewer.role) == ("presenter", "co-presenter")


def test_who_owns_by_key_and_hands_over_keeps_only_a_seat():
    badge = Badge("giver", "hash")
    company = Company(CODE, "hash", "presenter")
    assert company.role_of(badge) == "presenter"
    given = replace(company, owner_hash="new", seats={"giver": "co-presenter", "x": "presenter"})
    assert given.role_of(badge) == "co-presenter"
    assert given.role_of(Badge("x")) == "presenter"


def test_a_new_way_back_ends_the_old_one_and_keeps_this_browser(desk, teacher):
    desk.room.company = replace(desk.room.company, owner_hash="old", owner_role="presenter")
    (link,) = notices(said(teacher, "way_back"), "way_back")
    assert link["path"].startswith(f"/r/{CODE}/recover/")
    assert desk.room.company.owner_hash != "old"
    assert desk.room.company.role_of(Badge("teacher")) == "presenter"


def test_a_frozen_room_stands_under_one_hand(desk, teacher, student):
    co = desk.person("co", "co-presenter")
    teacher.do("let_act", on=True)
    teacher.do("freeze", on=True)
    assert co.do("play")["code"] == "frozen"
    assert student.do("command", text=PUBLISH)["code"] == "frozen"
    assert co.do("freeze", on=False)["code"] == "frozen"
    assert teacher.do("play")["type"] == "ack"
    teacher.do("freeze", on=False)
    assert co.do("play")["type"] == "ack"


def test_students_publish_while_they_may_and_nothing_else(desk, teacher, student):
    assert student.do("command", text=PUBLISH)["code"] == "not_allowed"
    teacher.do("let_act", on=True)
    assert [n["students_act"] for n in notices(student.read(), "room")][-1] is True
    assert student.do("command", text=PUBLISH)["type"] == "ack"
    for text in ("crash broker 1", "set topic orders min.insync.replicas=1", "  crash  broker 2"):
        assert student.do("command", text=text)["code"] == "not_allowed"
    teacher.do("let_act", on=False)
    assert student.do("command", text=PUBLISH)["code"] == "not_allowed"


def test_students_open_no_timelines(desk, teacher, student):
    teacher.do("let_act", on=True)
    desk.play(3)
    teacher.do("back")
    assert student.do("command", text=PUBLISH)["code"] == "not_allowed"
    assert len(desk.room.branches) == 1


def test_everybody_is_told_what_changed(desk, teacher, student):
    teacher.do("lock", on=True)
    teacher.do("new_code")
    last = notices(student.read(), "room")[-1]
    assert last["locked"] is True
    assert last["code"] == desk.room.company.code != CODE


def test_nothing_changes_when_it_cannot_be_saved(desk, teacher, student):
    before = desk.room.company
    teacher.say("remove", person=person("student"))
    desk.port.commit(OSError("disk full"))
    assert [m["code"] for m in teacher.read() if m["type"] == "error"] == ["storage_failed"]
    assert desk.room.company is before and student.viewer.role == "student"


def answer_to(company, badge, code, seat):
    try:
        return company.admit(badge, code, seat)
    except Refused as refused:
        return refused.code


ADMISSIONS = [
    # company, badge, code, seat, answer
    (Company("NEW234"), Badge("a"), "NEW234", "viewer", "viewer"),
    (Company("NEW234"), Badge("a"), "NEW234", "student", "student"),
    (Company("NEW234"), Badge("a"), "OLD234", "viewer", "no_such_room"),
    (Company("NEW234"), Badge("a", seat="student"), "OLD234", "viewer", "student"),
    (Company("NEW234"), Badge("a", seat="viewer"), "NEW234", "student", "student"),
    (Company("NEW234"), Badge("a", seat="viewer"), "OLD234", "student", "viewer"),
    (Company("NEW234"), Badge("a", seat="owner"), "OLD234", "viewer", "no_such_room"),
    (Company("NEW234", locked=True), Badge("a"), "NEW234", "viewer", "room_locked"),
    (Company("NEW234", locked=True), Badge("a"), "OLD234", "viewer", "no_such_room"),
    (Company("NEW234", locked=True), Badge("a", seat="viewer"), "NEW234", "student", "viewer"),
    (Company("NEW234", locked=True), Badge("a", seat="student"), "NEW234", "student", "student"),
    (Company("NEW234", "h"), Badge("a", "h"), "OLD234", "viewer", "owner"),
    (Company("NEW234", "h"), Badge("a", "x"), "OLD234", "viewer", "no_such_room"),
    (Company("NEW234", ""), Badge("a", ""), "OLD234", "viewer", "no_such_room"),
    (Company("NEW234", seats={"a": "removed"}), Badge("a", seat="student"), "NEW234", "student", "removed"),
    (Company("NEW234", seats={"a": "co-presenter"}), Badge("a"), "OLD234", "viewer", "co-presenter"),
    (Company("NEW234", "h", seats={"a": "removed"}), Badge("a", "h"), "OLD234", "viewer", "owner"),
]  # fmt: skip


@pytest.mark.parametrize(("company", "badge", "code", "seat", "answer"), ADMISSIONS)
def test_who_is_let_in(company, badge, code, seat, answer):
    assert answer_to(company, badge, code, seat) == answer


# What is stored.


@pytest.fixture
def stored(db):
    pk = services.room_create(NewRoom(CODE, "broker-fails", "{}", "1", 7, "teaching", "hash"))
    return Room.objects.get(pk=pk)


def test_a_company_comes_back_as_it_was_saved(stored):
    old = company_store.company_of(stored)
    assert old == Company(CODE, "hash", "owner")
    new = Company(
        "NEW234", "other", "presenter", True, True, True, {"a": "removed", "b": "co-presenter"}
    )
    company_store.company_save(stored.pk, old, new)
    stored.refresh_from_db()
    assert company_store.company_of(stored) == new
    less = replace(new, seats={"b": "presenter"}, locked=False)
    company_store.company_save(stored.pk, new, less)
    assert company_store.company_of(stored) == less
    company_store.company_restore(stored.pk, old, less)
    stored.refresh_from_db()
    assert company_store.company_of(stored) == old
    assert Crowd.objects.count() == 1 and not Seat.objects.exists()


def test_a_room_is_found_by_the_code_of_today_and_by_its_address(stored):
    old = company_store.company_of(stored)
    company_store.company_save(stored.pk, old, replace(old, code="NEW234"))
    for code in ("NEW234", CODE):
        found = company_store.room_by_code(code)
        assert (found.room.pk, found.company.code) == (stored.pk, "NEW234")
        assert company_store.code_taken(code)
    assert company_store.room_by_code("OLD234") is None
    assert not company_store.code_taken("OLD234")


def test_a_pass_is_taken_once(stored):
    args = (stored.pk, "key-hash", "co-presenter")
    company_store.pass_create(*args)
    company_store.pass_take(*args, "first")
    with pytest.raises(Refused, match="pass_used"):
        company_store.pass_take(*args, "second")
    assert Seat.objects.get().actor == "first"
    company_store.pass_give_back(*args, "first")
    assert Pass.objects.count() == 1 and not Seat.objects.exists()


def test_nobody_comes_into_the_demo_by_a_pass():
    desk = Desk()
    desk.room.id = 0
    visitor = desk.person("visitor", "viewer")
    assert visitor.do("take", key="anything")["code"] == "pass_used"
    assert visitor.viewer.role == "viewer"
