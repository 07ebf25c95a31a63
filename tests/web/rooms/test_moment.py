"""A room that leaves memory comes back exactly where it stood, whatever was done in it before."""

import random

import pytest

from eda_site.rooms import selectors, services
from tests.web.rooms.desk import CODE
from tests.web.rooms.kept import Kept, moment

pytestmark = pytest.mark.django_db(transaction=True)

LINES = (
    "publish checkout orders key=ada",
    "publish checkout orders key=bo",
    "crash broker 2",
    "restart broker 2",
    "crash member billing-1",
    "join group billing",
    "slow broker 3 latency=200ms",
)


ACTS = (
    ("command", lambda rng, room: {"text": rng.choice(LINES)}),
    ("step", lambda rng, room: {"thing": True}),
    ("step", lambda rng, room: {"thing": True}),
    ("step", lambda rng, room: {}),
    ("back", lambda rng, room: {}),
    ("seek", lambda rng, room: {"at_us": rng.randint(0, room.run.head.now_us)}),
    ("to_end", lambda rng, room: {}),
    ("speed", lambda rng, room: {"factor_permille": rng.choice([250, 8_000])}),
    ("play", lambda rng, room: {}),
    ("pause", lambda rng, room: {}),
    ("start_over", lambda rng, room: {}),
    ("return_to", lambda rng, room: {"timeline": rng.choice(list(room.branches))}),
)


@pytest.mark.parametrize("seed", range(4))
def test_it_stands_where_it_stood_after_each_intent(seed):
    rng = random.Random(seed)
    desk = Kept(timelines=12)
    teacher = desk.person()
    for _ in range(18):
        type_name, fields = rng.choice(ACTS)
        desk.do(teacher, type_name, **fields(rng, desk.room))
        assert moment(desk.again()) == moment(desk.room), type_name
        if rng.random() < 0.5:
            desk.play(rng.choice([0.1, 0.5, 2]))
            desk.room.save()
            desk.port.commit()
            assert moment(desk.again()) == moment(desk.room), "after playing"


def test_within_one_moment_too():
    """Several things are due at one instant: a thing is a step, and so is a command."""
    desk = Kept()
    teacher = desk.person()
    desk.do(teacher, "pause")
    unsettled = 0
    for n in range(120):
        if n % 20 == 10:
            desk.do(teacher, "command", text=LINES[n % 2])
        else:
            desk.do(teacher, "step", thing=True)
        unsettled += desk.room.pace.head.unsettled_seq is not None
        assert moment(desk.again()) == moment(desk.room)
    assert unsettled


def test_a_step_under_way_goes_on():
    desk = Kept()
    teacher = desk.person()
    desk.play(4)
    desk.do(teacher, "step")
    target_us = desk.room.stop_at_us
    again = desk.again()
    assert again.stop_at_us == target_us and again.moving and not again.playing


def test_a_moment_that_was_played_to_after_a_step_is_saved_at_once():
    desk = Kept()
    teacher = desk.person()
    desk.do(teacher, "step")
    target_us = desk.room.stop_at_us
    desk.play(5, beat_s=0.05)
    desk.port.commit()
    assert desk.room.now_us == target_us
    assert moment(desk.again()) == moment(desk.room)


def test_an_intent_sent_again_after_a_restart_acts_once():
    desk = Kept()
    teacher = desk.person()
    desk.play(3)
    for type_name in ("pause", "step", "step", "new_seed", "step"):
        desk.do(teacher, type_name, id=f"{type_name}-{desk.port.time_s}")
        desk.port.time_s += 1
    stored = selectors.room_load(CODE)
    assert len(stored.answered) == len(set(stored.answered)) == 5
    assert {actor for actor, _ in stored.answered} == {"teacher"}


def test_of_many_intents_the_newest_are_remembered(monkeypatch):
    monkeypatch.setattr(services, "DONE_KEPT", 10)
    desk = Kept()
    teacher = desk.person()
    for n in range(80):
        desk.do(teacher, "pause", id=f"p{n}")
    ids = [intent_id for _, intent_id in selectors.room_load(CODE).answered]
    assert 10 <= len(ids) < 80 and ids == [f"p{n}" for n in range(80 - len(ids), 80)]
