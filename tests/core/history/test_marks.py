"""What a timeline shows: marks by kind, the next and the previous one, and stretches told together."""

from broker_core.events import REGISTRY
from broker_core.history import KINDS, ORDER, Marks, Run, finish
from broker_core.kernel.chunks import Chunks
from broker_core.pacing import Pacer
from broker_core.scenario import load

SCENE = "broker_core/scenario/library/broker-fails.toml"


def run_of(until_us=20_000_000):
    run = Run(load(SCENE), 7, Pacer())
    run.advance(until_us)
    return run


def test_every_kind_counts_events_that_there_are_and_none_twice():
    named = [name for names in KINDS.values() for name in names]
    assert sorted(set(named)) == sorted(named)
    assert set(named) <= set(REGISTRY)


def test_marks_are_what_happened():
    run = run_of(0)
    events = run.advance(20_000_000)
    marks = finish(run.marks_steps())
    for kind, names in KINDS.items():
        expected = [event.at_us for event in events if event.type in names and event.at_us > 0]
        assert list(marks.times[kind]) == expected, kind
    assert list(marks.times["command"]) == [8_000_000]


def test_next_and_previous_of_a_kind():
    marks = finish(run_of().marks_steps())
    crashed_us = marks.near("fault", 0)[1]
    assert crashed_us == 8_000_000
    assert marks.near("fault", crashed_us) == (None, None)
    assert marks.near("fault", crashed_us + 1) == (crashed_us, None)
    assert marks.near("command", 12_000_000) == (8_000_000, None)


def test_a_later_look_reads_only_what_is_new():
    run = run_of(10_000_000)
    marks = finish(run.marks_steps())
    read = marks.read
    run.advance(20_000_000)
    assert finish(run.marks_steps()) is marks and marks.read > read
    whole = finish(run_of().marks_steps())
    assert marks.times == whole.times


def test_a_fork_has_marks_of_its_own():
    run = run_of()
    finish(run.marks_steps())
    fork = run.fork(finish(run.seek_steps(3_000_000)))
    fork.apply("crash broker 3")
    fork.advance(9_000_000)
    times = finish(fork.marks_steps()).times["fault"]
    assert list(times) == [3_000_000, 8_000_000]


def test_many_marks_are_told_in_stretches():
    index = Chunks(("client.record_created", 10 * n + 10, n) for n in range(1_000))
    marks = finish(Marks().read_steps(index))
    told = marks.window(0, 10_000, 50)["record"]
    assert len(told) == 50
    assert sum(count for _, count in told) == 1_000
    assert marks.window(95, 125, 50)["record"] == [(100, 1), (110, 1), (120, 1)]
    assert set(marks.window(0, 1, 5)) == set(ORDER)


def test_what_happens_at_one_instant_is_one_mark():
    index = Chunks(("client.record_created", 50, n) for n in range(3))
    marks = finish(Marks().read_steps(index))
    assert marks.window(0, 100, 50)["record"] == [(50, 3)]
