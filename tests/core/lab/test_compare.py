"""Two runs on one clock: the first difference, differing records and actors."""

from broker_core import Simulation
from broker_core.events import REGISTRY
from broker_core.history import Run
from broker_core.lab.compare import (
    ACTORS,
    OUTCOMES,
    common_us,
    content,
    differing_actors,
    differing_records,
    parting,
)
from tests.core.lab.scenes import copied, lost, played

UNTIL_US = 30_000_000


def heads(a, b):
    return Run(a, 7).head, Run(b, 7).head


def test_the_same_run_twice_never_parts():
    assert parting(*heads(lost(), lost()), UNTIL_US) == (None, None)
    a, b = played(lost()), played(lost())
    assert differing_records(a.sim, b.sim) == []
    assert differing_actors(a.sim, b.sim) == []


def test_the_outcome_parts_where_the_acknowledgement_does_not_wait():
    first, outcome = parting(*heads(lost("1"), lost("all")), UNTIL_US)
    assert first is not None and outcome is not None
    assert first.at_us <= outcome.at_us
    assert outcome.a.type == "client.ack_received" and outcome.a.acks == "1"
    assert outcome.b is None


def test_one_event_more_does_not_make_all_that_follow_different():
    """The idempotent producer asks for its id; numbers shift, what is said afterwards stays the same."""
    a, b = played(lost("1"), 7_000_000), played(lost("all"), 7_000_000)
    assert a.sim.seq != b.sim.seq
    assert differing_records(a.sim, b.sim) == []


def test_differing_records_by_offset():
    a, b = played(lost("1")), played(lost("all"))
    rows = differing_records(a.sim, b.sim)
    assert [(r.topic, r.partition, r.offset) for r in rows] == [("orders", 0, 1), ("orders", 0, 2)]
    assert [(r.a and r.a.key, r.b and r.b.key) for r in rows] == [("cal", "bo"), (None, "cal")]


def test_differing_actors_name_field_and_both_values():
    a, b = played(lost("1")), played(lost("all"))
    rows = differing_actors(a.sim, b.sim)
    found = {(row.kind, row.id): {n: (x, y) for n, x, y in row.fields} for row in rows}
    assert found["producers", "checkout"]["acks"] == ("1", "all")
    assert found["members", "billing-1"]["partitions.orders.0.position"] == (2, 3)
    assert ("brokers", "2") not in found


def test_another_command_is_the_first_difference():
    more = copied(lost())
    more["script"].append({"at": "20s", "do": "restart broker 1"})
    first, _ = parting(*heads(lost(), more), UNTIL_US)
    assert first is not None
    assert (first.at_us, first.a, first.b.type) == (20_000_000, None, "broker.started")


def test_content_leaves_out_the_runs_own_numbers():
    sim = Simulation.from_scenario(lost(), seed=7)
    event = next(e for e in sim.advance(7_000_000) if e.type == "log.record_appended")
    assert content(event) == content(event._replace(seq=1, record=99, because=("acks",)))
    assert content(event) != content(event._replace(offset=5))


def test_outcomes_are_events_and_actors_parts_of_a_view():
    assert not OUTCOMES - set(REGISTRY)
    view = played(lost(), 7_000_000).sim.view()
    assert {"brokers", "producers", "members", "groups"} <= set(ACTORS) & set(view)


def test_what_two_runs_share_is_known_without_playing_them():
    a, b = played(lost()), played(lost())
    assert common_us(a, b) == UNTIL_US
    twin = a.fork(a.head)
    twin.apply("restart broker 1")
    assert common_us(a, twin) == UNTIL_US
    assert common_us(a, played(lost("all"))) == 0
    assert common_us(a, played(lost(), seed=8)) == 0
