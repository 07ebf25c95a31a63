"""Commands to come: planned, changed, dropped; part of the run like everything else."""

import pytest

from broker_core import Rejected, Simulation
from broker_core.commands import At, ChangePlan, DropPlan, format, parse
from broker_core.history import Run, finish
from broker_core.pacing import Pacer
from broker_core.scenario import load

SCENE = "broker_core/scenario/library/broker-fails.toml"
MESH = "broker_core/scenario/library/three-cities.toml"
LINES = (
    "at 5s do crash broker 3",
    "when client.ack_received producer=checkout do crash broker 1",
    "change plan 3 at=6s",
    'change plan 2 at=4s do="crash broker 1"',
)


@pytest.fixture
def sim():
    sim = Simulation.from_scenario(SCENE)
    sim.advance(2_000_000)
    return sim


@pytest.mark.parametrize(
    ("line", "item"),
    [
        ("at 8s do crash broker 1", At(8_000_000, "crash broker 1")),
        ("at 8004ms do publish checkout orders key=ada",
         At(8_004_000, "publish checkout orders key=ada")),
        ("change plan 3 at=9s", ChangePlan(3, 9_000_000)),
        ('change plan 3 do="crash broker 2"', ChangePlan(3, None, "crash broker 2")),
        ("drop plan 3", DropPlan(3)),
    ],
)  # fmt: skip
def test_a_plan_is_one_line(line, item):
    assert parse(line) == item and format(item) == line


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("at 8s", "missing_field"),
        ("at do crash broker 1", "missing_field"),
        ("at soon do crash broker 1", "bad_value"),
        ("at 8s do jump", "unknown_verb"),
        ("at 1s do crash broker 1", "too_early"),
        ("at 8s do drop plan 1", "bad_value"),
        ("change plan 1", "missing_field"),
        ("change plan 1 at=1s", "too_early"),
        ("change plan 9 at=9s", "unknown_id"),
        ('change plan 1 do="jump"', "unknown_verb"),
        ("drop plan 9", "unknown_id"),
    ],
)
def test_what_makes_no_plan_is_refused(sim, line, code):
    before = sim.digest()
    with pytest.raises(Rejected) as refused:
        sim.apply(line)
    assert refused.value.code == code and sim.digest() == before


def test_the_script_is_planned_too_and_can_be_changed(sim):
    assert [(plan.n, plan.at_us, plan.text) for plan in sim.plans()] == [
        (1, 8_000_000, "crash broker 2")
    ]
    sim.apply("drop plan 1")
    assert sim.plans() == []
    assert not [event for event in sim.advance(20_000_000) if event.type == "broker.crashed"]


def test_a_plan_comes_once_and_names_its_command(sim):
    sim.apply("at 3s do crash broker 1")
    crashed = [e for e in sim.advance(7_000_000) if e.type == "broker.crashed"]
    assert [(event.at_us, event.broker, event.cause) for event in crashed] == [
        (3_000_000, 1, "cmd:2")
    ]
    assert [plan.n for plan in sim.plans()] == [1]


def test_a_condition_may_become_a_time_and_another_command(sim):
    sim.apply("when client.gave_up do crash broker 1")
    assert sim.plans()[1].event == "client.gave_up"
    sim.apply('change plan 2 do="crash broker 3"')
    assert (sim.plans()[1].at_us, sim.plans()[1].text) == (None, "crash broker 3")
    sim.apply("change plan 2 at=3s")
    assert (sim.plans()[1].at_us, sim.plans()[1].text) == (3_000_000, "crash broker 3")


def test_a_replay_and_every_seek_give_the_same_bytes():
    run = Run(load(SCENE), 7, Pacer())
    run.advance(2_000_000)
    for line in LINES:
        run.apply(line)
    run.advance(20_000_000)
    log = [(entry.at_us, entry.text) for entry in run.log]
    again = finish(Run.rebuild(load(SCENE), 7, log, 20_000_000, Pacer()))
    assert again.sim.digest() == run.sim.digest()
    for at_us in (2_000_000, 3_999_999, 4_000_000, 6_500_000):
        assert again.seek(at_us).digest() == run.seek(at_us).digest()
    half = Simulation.restore(run.seek(3_000_000).snapshot())
    half.advance(20_000_000)
    assert half.digest() == run.sim.digest()


def test_every_family_plans(sim):
    town = Simulation.from_scenario(MESH)
    town.advance(1_000_000)
    before = len(town.plans())
    town.apply("at 3s do cut 1 2")
    assert len(town.plans()) == before + 1


def test_a_run_holds_so_many_plans(sim):
    line = "at 90s do crash broker 1"
    while len(sim.plans()) < 64:
        sim.apply(line)
    refused = sim.check(line)
    assert isinstance(refused, Rejected) and refused.code == "too_many"
