"""The budget of stage time, which wins over every other number of the pacing."""

import tomllib
from pathlib import Path

import pytest

from broker_core.history import Run
from broker_core.pacing import Pace, Pacer
from broker_core.scenario import library

FRAME_US = 100_000
STAGE_BUDGET_US = 45_000_000
QUIET_BUDGET = 3


def pace(slug: str, seed: int = 7, **changes) -> Pace:
    return Pace(Run({**_scenario(slug), **changes}, seed, Pacer()))


def _scenario(slug):
    return tomllib.loads(Path(library()[slug]).read_text(encoding="utf-8"))


def test_the_default_scene_reaches_election_and_recovery_within_45_stage_seconds():
    """Recovery: the partition that lost its leader takes a record with acks again."""
    shown = pace("broker-fails")
    crashed, elected, recovered = None, {}, None
    while recovered is None and shown.stage_us < 2 * STAGE_BUDGET_US:
        for event in shown.play(FRAME_US).events:
            if event.type == "broker.crashed":
                crashed = event.at_us
            elif event.type == "controller.leader_elected" and crashed is not None:
                elected[event.topic, event.partition] = shown.stage_us
            elif event.type == "client.ack_received" and (event.topic, event.partition) in elected:
                recovered = shown.stage_us
    assert elected
    assert recovered is not None and recovered <= STAGE_BUDGET_US


@pytest.mark.parametrize("slug", sorted(library()))
def test_outside_signals_a_virtual_second_costs_at_most_three(slug):
    shown = pace(slug, preset="teaching")
    signals: dict[int, int] = {}
    quiet_stage_us = quiet_us = 0
    while shown.now_us < 60_000_000:
        stage_us, now_us = shown.stage_us, shown.now_us
        for event in shown.play(FRAME_US // 4).events:
            if event.type == "network.sent" and shown.head.fold.class_of(event) == "signal":
                signals[event.msg] = event.arrives_at_us
        if all(at_us <= now_us for at_us in signals.values()):
            quiet_stage_us += shown.stage_us - stage_us
            quiet_us += shown.now_us - now_us
        signals = {msg: at_us for msg, at_us in signals.items() if at_us > shown.now_us}
    assert quiet_stage_us <= QUIET_BUDGET * quiet_us


@pytest.mark.parametrize("preset", ["teaching", "production"])
def test_the_real_engine_paces_the_same_however_it_is_sliced(preset):
    curves = []
    for frame_us in (100_000, 7_000, 1_000_000):
        shown = pace("broker-fails", preset=preset)
        seqs, bends = [], []
        while shown.stage_us < 14_000_000:
            played = shown.play(frame_us)
            seqs += [event.seq for event in played.events]
            bends += played.points[:-1]
        curves.append((seqs, bends, shown.now_us))
    assert curves[0] == curves[1] == curves[2]


def test_a_scene_in_which_nothing_is_to_come_is_not_hurried():
    shown = pace("parked-events")
    shown.play(10_000_000)
    assert shown.now_us <= 13_000_000
