"""Retention and compaction beside everything else that happens to a broker."""

from broker_core.events import view as views
from broker_core.events.log import Compacted, SegmentRolled
from tests.core.helpers import after, cluster


def test_checks_that_fall_due_on_a_starting_broker_pass_it_by():
    """Until it has read its metadata again a broker knows no topic, but its timers run."""
    sim = cluster("combined=false")
    after(sim, 5)
    for controller in ("q1", "q2", "q3"):
        sim.apply(f"crash controller {controller}")
    sim.apply("crash broker 1")
    sim.apply("restart broker 1")
    after(sim, 60)
    assert sim.view()["brokers"]["1"]["state"] == "starting"


def test_a_segment_joins_the_list_that_a_compaction_left():
    """An event's own rows stay as they were when the view appends to what it set."""
    header = (1, 0, None, (), ())
    segments = ((0, 1),)
    compacted = Compacted(*header, 1, "orders", 0, 0, 9, 3, 1, 0, (), segments, "dirty")
    rolled = SegmentRolled(*header, *(1, "orders", 0, 9, 4, 100, "segment.bytes", 0))
    view: views.View = {}
    views.fold(view, compacted)
    views.fold(view, rolled)
    assert len(view["topics"]["orders"]["0"]["replicas"]["1"]["segments"]) == 2
    assert compacted.segments == segments
