"""A mesh is a run like any other: the same however it is sliced, cloned or taken up from a snapshot."""

from broker_core import Simulation
from tests.core.mesh import towns

SCENARIO = towns.town(
    ["a", "b", "c", "d"],
    [("a", "b"), ("b", "c"), ("c", "d"), ("d", "a")],
    {"a": [], "b": ["eu/#"], "c": ["+/news"], "d": []},
    store=True,
)
SCRIPT = [
    (500_000, "publish out-a eu/news"),
    (560_000, "cut a b"),
    (3_100_000, "crash broker c"),
    (3_200_000, "publish out-d jp/news"),
    (5_000_000, "heal a b"),
    (5_500_000, "restart broker c"),
    (6_000_000, "slow link c d latency=200ms"),
    (7_000_000, "add broker e links=a,c store=true"),
    (9_000_000, "publish out-a eu/news"),
]
END_US = 12_000_000


def played(sim, step_us, from_us=0):
    """The rest of the run from `from_us` on, `step_us` at a time."""
    events = []
    for at_us, command in [row for row in SCRIPT if row[0] > from_us]:
        while sim.now_us < at_us:
            events += sim.advance(min(at_us, sim.now_us + step_us))
        events += sim.apply(command)
    while sim.now_us < END_US:
        events += sim.advance(min(END_US, sim.now_us + step_us))
    return events


def test_slicing_changes_nothing():
    one, other = (Simulation.from_scenario(SCENARIO, 3) for _ in "ab")
    assert played(one, 10_000_000) == played(other, 7_000)
    assert one.digest() == other.digest()
    assert {"mesh.stored", "mesh.released", "mesh.link_lost"} <= {row[0] for row in one._index}


def test_a_run_taken_up_from_a_snapshot_or_a_clone_goes_on_the_same():
    whole = Simulation.from_scenario(SCENARIO, 3)
    events = played(whole, 50_000)
    for at_us in (570_000, 2_000_000, 4_000_000, 7_050_000):
        sim = Simulation.from_scenario(SCENARIO, 3)
        first = []
        for moment, command in [row for row in SCRIPT if row[0] <= at_us]:
            first += sim.advance(moment) + sim.apply(command)
        first += sim.advance(at_us)
        for twin in (Simulation.restore(sim.snapshot()), sim.clone()):
            assert first + played(twin, 90_000, at_us) == events
            assert twin.digest() == whole.digest()


def test_every_event_has_a_cause_that_came_before_it():
    sim = Simulation.from_scenario(SCENARIO, 3)
    for e in played(sim, 1_000_000):
        assert e.cause is not None, e
        assert isinstance(e.cause, str) or e.cause < e.seq, e
