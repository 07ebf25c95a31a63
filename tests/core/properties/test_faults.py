"""Random faults on random small clusters: every invariant at every step, and recovery afterwards."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.properties.clusters import GAPS_US, Watched, random_command, survives

COMMANDS_GIVEN = 18


@given(st.integers(0, 2**32))
@settings(max_examples=20)
def test_a_cluster_survives_what_is_done_to_it(seed: int):
    """After healing and restarting, every partition has a leader and its full in-sync set, every
    group is Stable and every partition owned."""
    wrong = survives(seed, COMMANDS_GIVEN)
    assert not wrong, "\n".join(wrong)


SHAPE = {
    "title": "three brokers",
    "topics": [
        {
            "id": "orders",
            "partitions": 2,
            "replication_factor": 3,
            "replicas": [[1, 2, 3], [2, 3, 1]],
            "config": {"min.insync.replicas": 2},
        }
    ],
    "producers": [
        {"id": "checkout", "topic": "orders", "keys": ["ada", "bo"], "rate_per_s": 1},
        {"id": "webshop", "topic": "orders", "rate_per_s": 1, "config": {"acks": "1"}},
    ],
    "groups": [
        {
            "id": "billing",
            "topics": ["orders"],
            "members": 2,
            "work": "100ms",
            "profile": "librdkafka",
            "config": {"enable.auto.offset.store": False, "auto.offset.reset": "earliest"},
        }
    ],
    "cluster": {"brokers": 3, "control_plane": {"kind": "kraft", "voters": 3, "combined": True}},
}


@given(
    st.integers(0, 99),
    st.lists(
        st.tuples(
            st.sampled_from(GAPS_US),
            st.randoms(use_true_random=False).map(lambda r: random_command(r, SHAPE)),
        ),
        max_size=14,
    ),
)
@settings(max_examples=12)
def test_any_list_of_commands_keeps_the_invariants(seed: int, commands: list[tuple[int, str]]):
    """The same with a list that hypothesis can make shorter until only the culprits are left."""
    run = Watched(SHAPE, seed)
    for gap, command in [*commands, (3_000_000, "heal 1 2")]:
        run.go(run.sim.now_us + gap)
        run.give(command)
        assert not run.problems, [*run.problems[:5], *run.log]
