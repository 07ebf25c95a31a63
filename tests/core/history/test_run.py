"""A run is its scenario, seed and log: every moment of it can be reached again, exactly."""

import pytest

from broker_core.history import Run, finish
from broker_core.history.checkpoints import Checkpoints
from tests.core.history.fake import FakeSim, Refused

CLIENTS = (("ada", 500_000), ("bo", 70_000))


def played() -> Run:
    """Three commands, two of them in one instant, in ten virtual seconds."""
    run = Run(None, 7, sim=FakeSim(clients=CLIENTS))
    run.advance(4_000_000)
    run.apply("kick ada")
    run.apply("kick bo")
    run.advance(5_000_000)
    run.apply("break")
    run.advance(10_000_000)
    return run


def small(run: Run) -> Run:
    """The same run with checkpoints every 20 events and at most 6 of them."""
    twin = Run(None, 7, sim=FakeSim(clients=CLIENTS))
    twin.checkpoints.distance, twin.checkpoints.limit = 20, 6
    for entry in run.log:
        twin.advance(entry.at_us)
        twin.apply(entry.text)
    twin.advance(run.head.now_us)
    return twin


def fresh_at(run: Run, at_us: int) -> FakeSim:
    sim = FakeSim(clients=CLIENTS)
    for entry in run.log:
        if entry.at_us <= at_us:
            sim.advance(entry.at_us)
            sim.apply(entry.text)
    sim.advance(at_us)
    return sim


def test_log_numbers_commands_and_stamps_the_head():
    assert [tuple(entry) for entry in played().log] == [
        (1, 4_000_000, "kick ada"),
        (2, 4_000_000, "kick bo"),
        (3, 5_000_000, "break"),
    ]


def test_a_refused_command_leaves_no_trace():
    run = played()
    before = run.sim.digest()
    with pytest.raises(Refused):
        run.apply("dance")
    assert run.sim.digest() == before
    assert len(run.log) == 3


@pytest.mark.parametrize("at_us", [0, 1, 499_999, 3_999_999, 4_000_000, 5_000_001, 10_000_000])
def test_seek_equals_a_run_from_the_start(at_us):
    run = small(played())
    assert run.seek(at_us).digest() == fresh_at(run, at_us).digest()


def test_seek_leaves_the_run_alone():
    run = small(played())
    before = run.sim.digest()
    run.seek(2_000_000).advance(9_000_000)
    assert run.sim.digest() == before


def test_before_stops_one_scheduled_thing_short_of_every_event():
    run = small(played())
    for seq in range(1, run.head.seq + 1, 7):
        head = finish(run.before_steps(seq))
        assert head.seq < seq
        head.step()
        assert head.seq >= seq


def test_before_refuses_events_that_never_were():
    run = played()
    with pytest.raises(ValueError):
        run.before(run.head.seq + 1)


def test_a_playhead_replays_logged_commands_up_to_the_head():
    run = small(played())
    head = finish(run.seek_steps(1_000_000))
    while head.now_us < 10_000_000:
        head.step()
    assert head.n == 3
    head = finish(run.seek_steps(3_900_000))
    head.advance(10_000_000)
    assert head.sim.digest() == run.sim.digest()


def test_a_fork_takes_the_past_along_and_leaves_the_future():
    run = small(played())
    before = run.sim.digest()
    fork = run.fork(finish(run.seek_steps(4_500_000)))
    assert [entry.text for entry in fork.log] == ["kick ada", "kick bo"]
    fork.apply("kick cal")
    fork.advance(10_000_000)
    assert fork.seek(4_400_000).digest() == run.seek(4_400_000).digest()
    assert fork.seek(9_000_000).digest() != run.seek(9_000_000).digest()
    assert fork.sim.digest() == fresh_at(fork, 10_000_000).digest()
    assert run.sim.digest() == before


def test_rebuild_gives_the_same_run_in_slices():
    run = played()
    work = Run.rebuild(
        None, 7, [(e.at_us, e.text) for e in run.log], run.head.now_us, sim=FakeSim(clients=CLIENTS)
    )
    slices = sum(1 for _ in iter(lambda: next(work, "end"), "end"))
    assert slices > 5
    work = Run.rebuild(
        None, 7, [(e.at_us, e.text) for e in run.log], run.head.now_us, sim=FakeSim(clients=CLIENTS)
    )
    again = finish(work)
    assert again.sim.digest() == run.sim.digest()
    assert again.log == run.log


def test_checkpoints_thin_out_and_keep_the_first():
    run = small(played())
    marks: Checkpoints = run.checkpoints
    assert len(marks.kept) <= 6
    assert marks.kept[0].seq == 0
    assert marks.distance > 20
