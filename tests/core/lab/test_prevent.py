"""What would have prevented it: told only when it was run and has worked."""

import tomllib

import pytest

from broker_core.lab.deltas import BETTER, OTHER, SAME, UNKNOWN, WORSE, deltas
from broker_core.lab.metrics import METRICS, Measured
from broker_core.lab.prevent import REMEDIES, prevent
from broker_core.lab.trial import run
from broker_core.scenario import library
from tests.core.lab.scenes import lost

MINUTE_US = 60_000_000


def scene(name):
    return tomllib.loads(library()[name].read_text(encoding="utf-8"))


def worked(name, harm):
    found = prevent(scene(name), 7, [], harm, MINUTE_US)
    assert found.value > 0
    return {row.change.text: row for row in found.worked}


def test_a_lost_acknowledged_record_is_prevented_by_acks_all_and_not_by_the_rest():
    found = prevent(lost(), 7, [], "lost_acked", 30_000_000)
    assert found.value == 1
    assert [row.change.text for row in found.worked] == ["producer checkout:acks=all"]
    assert found.worked[0].before == "1"
    assert "topic orders:unclean.leader.election.enable=false" in found.tried
    slower = next(d for d in found.worked[0].effects if d.name == "ack_p50")
    assert slower.code == WORSE and slower.b > slower.a


# The scenes stand on their own seeds' facts; whoever changes a scene reads here what it teaches.
GOLDEN = {
    ("echo", "duplicate_in_log"): {"producer plain:enable.idempotence=true"},
    ("echo", "out_of_order"): {
        "producer plain:enable.idempotence=true",
        "producer plain:max.in.flight.requests.per.connection=1",
    },
    ("hard-choice", "lost_unacked"): {"producer checkout:delivery.timeout.ms=120000"},
    ("four-fingers", "duplicate_processed"): {
        "group billing:auto.commit.interval.ms=500",
        "group billing:pattern=commit_before",
    },
    ("conveyor", "skipped"): {"topic orders:retention.ms=604800000"},
}


@pytest.mark.parametrize(("name", "harm"), GOLDEN)
def test_what_prevents_it_in_the_library(name, harm):
    assert set(worked(name, harm)) == GOLDEN[name, harm]


def test_a_change_that_trades_one_harm_for_another_says_so():
    row = worked("four-fingers", "duplicate_processed")["group billing:pattern=commit_before"]
    assert ("skipped", WORSE) in {(d.name, d.code) for d in row.effects}
    assert row.effects[0].code == WORSE


def test_what_is_listed_holds_when_it_is_run_again():
    for text, row in worked("hard-choice", "lost_unacked").items():
        again = run(scene("hard-choice"), 7, [], [row.change], MINUTE_US)
        assert again.metrics["lost_unacked"].value == 0, text


def test_commands_count_too():
    commands = [(8_000_000, "cut 1 2"), (8_000_000, "cut 1 3"),
                (8_100_000, "publish checkout orders key=bo"), (8_500_000, "crash broker 1"),
                (16_000_000, "publish checkout orders key=cal")]  # fmt: skip
    bare = {**lost(), "script": lost()["script"][:1]}
    found = prevent(bare, 7, commands, "lost_acked", 30_000_000)
    assert [row.change.text for row in found.worked] == ["producer checkout:acks=all"]


def test_no_harm_needs_no_remedy():
    assert prevent(lost("all"), 7, [], "lost_acked", 30_000_000).worked == ()
    with pytest.raises(KeyError):
        prevent(lost(), 7, [], "created", 30_000_000)


def test_harms_are_metrics_of_which_less_is_better():
    assert all(METRICS[harm].better == "lower" for harm in REMEDIES)


def test_deltas_say_which_way():
    names = ("lost_acked", "processed", "created", "lag")
    a = dict(zip(names, map(Measured, (3, 5, 1, None)), strict=True))
    b = dict(zip(names, map(Measured, (0, 4, 2, 0)), strict=True))
    codes = {d.name: d.code for d in deltas(a, b)}
    assert codes == {"lost_acked": BETTER, "processed": WORSE, "created": OTHER, "lag": UNKNOWN}
    assert {d.code for d in deltas(a, a)} == {SAME, UNKNOWN}
    assert next(d.by for d in deltas(a, b) if d.name == "lost_acked") == 3
