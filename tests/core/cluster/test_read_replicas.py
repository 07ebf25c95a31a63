"""A consumer reads from a follower in its own rack (KIP-392), up to what that one knows."""

from typing import Any

import pytest

from tests.core.cluster.stage import SECOND, Play, of, scenario


def racked(selector: str = "RackAwareReplicaSelector", rack: str = "b", **more: Any) -> Play:
    shape = scenario(
        cluster={"racks": ["a", "b", "c"], "config": {"replica.selector.class": selector}},
        groups=[
            {
                "id": "billing", "topics": ["orders"], "members": 1, "work": "10ms",
                "config": {"client.rack": rack, "auto.offset.reset": "earliest"},
            }
        ],
        **more,
    )  # fmt: skip
    play = Play(shape)
    play.go(8 * SECOND)
    return play


def reads_from(events: list[Any]) -> set[str]:
    sent = [e for e in of(events, "network.sent") if e.kind == "fetch"]
    return {e.target for e in sent if e.source == "billing-1"}


def test_the_leader_sends_the_consumer_to_its_rack() -> None:
    play = racked()
    chosen = of(play.events, "client.read_replica_chosen")
    assert [(e.replica, e.partition) for e in chosen] == [(2, 0)]
    events = play.do("publish checkout orders key=ada", then=3 * SECOND)
    assert reads_from(events) == {"broker-2"}
    assert len(of(events, "client.record_processed")) == 1


def test_a_follower_shows_a_record_one_fetch_later_than_the_leader() -> None:
    """It serves up to its own high watermark, which lags."""

    def seen(selector: str) -> int:
        play = racked(selector)
        began = play.sim.now_us
        events = play.do("publish checkout orders key=ada", then=3 * SECOND)
        return int(of(events, "client.records_fetched")[0].at_us) - began

    assert seen("RackAwareReplicaSelector") > seen("")


@pytest.mark.parametrize(("selector", "rack"), [("", "b"), ("RackAwareReplicaSelector", "z"),
                                                ("RackAwareReplicaSelector", "a")])  # fmt: skip
def test_else_it_reads_from_the_leader(selector: str, rack: str) -> None:
    play = racked(selector, rack)
    events = play.do("publish checkout orders key=ada", then=3 * SECOND)
    assert reads_from(events) == {"broker-1"}


def test_a_follower_out_of_sync_is_not_read_and_a_dead_one_is_left() -> None:
    play = racked()
    events = play.do("crash broker 2", then=6 * SECOND)
    events = play.do("publish checkout orders key=ada", then=4 * SECOND)
    assert len(of(events, "client.record_processed")) == 1
    assert reads_from(events) == {"broker-1"}
    play.do("restart broker 2", then=8 * SECOND)
    assert of(play.events, "client.read_replica_chosen")[-1].replica == 2
