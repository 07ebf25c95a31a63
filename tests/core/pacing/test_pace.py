"""Stage time: what matters gets time, and the same run paces the same however it is sliced."""

from broker_core.history import Run, finish
from broker_core.pacing import Pace, Pacer
from tests.core.history.fake import HOP_US, FakeSim

QUIET = (("ada", 500_000),)
BUSY = (("ada", 500_000), ("bo", 130_000), ("cal", 90_000))


def pace(clients=QUIET) -> Pace:
    return Pace(Run(None, 7, fold=Pacer(), sim=FakeSim(clients=clients)))


def curve(slices_us, clients=BUSY):
    shown = pace(clients)
    events, bends = [], []
    for slice_us in slices_us:
        played = shown.play(slice_us)
        events += played.events
        bends += played.points[:-1]
    return [e.seq for e in events], bends, shown.stage_us, shown.now_us


def test_slicing_stage_time_differently_changes_nothing():
    whole = curve([12_000_000])
    assert curve([100_000] * 120) == whole
    assert curve([1_000, 7_000, 92_000] * 120) == whole
    assert whole[2] == 12_000_000


def test_a_gap_is_real_time_but_never_longer_than_a_second_and_a_half():
    shown = pace((("ada", 700_000),))
    shown.play(700_000)
    assert shown.now_us == 700_000
    shown = pace((("ada", 6_000_000),))
    shown.play(1_500_000)
    assert shown.now_us == 6_000_000


def test_an_effect_lasts_at_least_700_stage_ms_and_a_first_one_400():
    shown = pace()
    shown.play(500_000)
    assert shown.now_us == 500_000  # the first fetch leaves: first of its kind, so a signal
    shown.play(400_000)
    assert shown.now_us == 500_000 + HOP_US
    shown = pace((("ada", 50_000_000),))
    shown.play(100_000)
    shown.apply("break")
    shown.play(10_000)
    at_us = shown.now_us
    shown.apply("kick ada")
    shown.play(350_000)
    assert shown.now_us == at_us + HOP_US // 2


def test_the_head_never_runs_ahead_of_the_stage():
    shown = pace(BUSY)
    for _ in range(50):
        before = shown.now_us
        played = shown.play(100_000)
        assert before <= shown.now_us == shown.run.head.now_us
        assert all(event.at_us <= shown.now_us for event in played.events)


def test_points_rise():
    shown = pace(BUSY)
    points = [(0, 0)]
    for _ in range(80):
        points += shown.play(100_000).points
    assert points == sorted(points)
    assert points[-1][0] == 8_000_000


def test_a_step_ends_when_a_hop_has_arrived_or_a_turning_point_has_happened():
    shown = pace()
    assert shown.step_target_us() == 500_000 + HOP_US
    shown.play(10_000_000, stop_at_us=shown.step_target_us())
    assert shown.now_us == 560_000
    shown.apply("break")
    shown.apply("kick ada")
    assert shown.step_target_us() == 560_000 + HOP_US


def test_stopping_at_a_time_is_exact():
    shown = pace(BUSY)
    shown.play(60_000_000, stop_at_us=1_234_567)
    assert shown.now_us == 1_234_567
    assert shown.stage_us < 60_000_000


def test_back_leads_to_just_before_the_previous_foreground_event():
    shown = pace()
    shown.play(60_000_000, stop_at_us=560_000)
    assert shown.back_target_us() == 499_999
    shown.show(shown.run, finish(shown.run.seek_steps(499_999)))
    assert shown.now_us == 499_999
    assert not shown.live
    assert shown.back_target_us() == 0


def test_an_earlier_moment_plays_on_into_the_live_head():
    shown = pace(BUSY)
    shown.play(5_000_000)
    shown.apply("kick ada")
    shown.play(3_000_000)
    end, digest, seq = shown.now_us, shown.run.sim.digest(), shown.head.seq
    shown.show(shown.run, finish(shown.run.seek_steps(300_000)))
    seen = []
    while not shown.live:
        seen += shown.play(100_000, stop_at_us=end).events
    assert shown.head.seq == seq
    assert shown.run.sim.digest() == digest
    assert [e.seq for e in seen][-1] == seq
    assert [e.seq for e in seen] == list(range(seen[0].seq, seq + 1))


def test_things_are_stepped_one_at_a_time_and_join_the_head():
    shown = pace()
    shown.play(60_000_000, stop_at_us=2_000_000)
    seq = shown.head.seq
    shown.show(shown.run, finish(shown.run.seek_steps(400_000)))
    seen = []
    while not shown.live:
        seen += shown.thing()
    assert [e.seq for e in seen][:seq] == list(range(1, len(seen) + 1))[:seq]
    shown.thing()
    assert shown.live


def test_one_call_may_be_bounded_and_loses_nothing():
    shown = pace(BUSY)
    while shown.stage_us < 12_000_000:
        shown.play(12_000_000 - shown.stage_us, instants=3)
    assert (shown.stage_us, shown.now_us) == curve([12_000_000])[2:]


def test_nothing_scheduled_runs_in_real_time():
    shown = pace(())
    shown.play(400_000)
    assert shown.now_us == 400_000


def test_a_scene_with_very_many_records_runs_at_one_constant_rate():
    producers = [{"id": f"p{n}", "topic": "orders", "rate_per_s": 30} for n in (1, 2)]
    scenario = {
        "title": "Two busy producers",
        "cluster": {"brokers": 3},
        "topics": [{"id": "orders", "partitions": 2, "replication_factor": 3}],
        "producers": producers,
    }
    busy = Pace(Run(scenario, 7, fold=Pacer()))
    played = busy.play(2_000_000, instants=1_000_000)
    assert busy.rate == (1, 1)
    assert (busy.stage_us, busy.now_us) == (2_000_000, 2_000_000)
    assert played.points == [(2_000_000, 2_000_000)] and played.events
    busy.apply("crash broker 1")
    assert busy.rate == (1, 1)
    calm = Pace(Run({**scenario, "producers": producers[:1]}, 7, fold=Pacer()))
    calm.play(2_000_000)
    assert calm.now_us != 2_000_000
