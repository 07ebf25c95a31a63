"""Metrics, changes and trials: what the lab measures, and what one change is."""

from typing import Any

import pytest

from broker_core import Simulation
from broker_core.lab.change import Change, ChangeError, changed, parse_change, parse_values
from broker_core.lab.metrics import METRICS, measure
from broker_core.lab.trial import TooLong, run
from broker_core.scenario import library, load

FIELDS = [
    ("orders:min.insync.replicas=1", ("topics", 0, "config", "min.insync.replicas"), "1"),
    ("producer checkout:acks=1", ("producers", 0, "config", "acks"), "1"),
    ("checkout:rate_per_s=2.5", ("producers", 0, "interval_us"), 400_000),
    ("billing:members=2", ("groups", 0, "members"), 2),
    ("billing:work=20ms", ("groups", 0, "work_us"), 20_000),
    ("group billing:topics=orders", ("groups", 0, "topics"), ["orders"]),
    ("orders:replicas=1,2,3", None, None),
    ("cluster:broker.session.timeout.ms=4000", ("cluster", "config", "broker.session.timeout.ms"),
     "4000"),
    ("preset=production", ("preset",), "production"),
]  # fmt: skip

WRONG = [
    ("orders", "FIELD=VALUE"),
    ("orders=", "FIELD=VALUE"),
    ("orders=2", "WHO:NAME"),
    ("orders:min.insync.replicas=0", "min.insync.replicas must be from 1"),
    ("orders:min.insync.replica=1", "min.insync.replicas"),
    ("order:min.insync.replicas=1", "orders"),
    ("lorry x:y=1", "kind"),
    ("billing:members=many", "whole number from 0 to 32"),
    ("checkout:id=x", "cannot be changed"),
    ("checkout:config=x", "cannot be changed"),
    ("checkout:rate_per_s=fast", "number above 0"),
    ("checkout:acks=2", "acks is one of 0, 1, all"),
    ("preset=fast", "teaching"),
    ("seed=-1", "whole number"),
    ("cluster:brokers=99", "1 to 32"),
    ("timing:link_hello=1s", "no timing"),
]


def reached(data: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        data = data[step]
    return data


@pytest.mark.parametrize(("text", "path", "value"), [row for row in FIELDS if row[1]])
def test_a_change_changes_one_field(text: str, path: Any, value: Any) -> None:
    before = load("broker-fails")
    after = changed("broker-fails", [parse_change(text)])
    assert reached(after, path) == value
    parent = reached(after, path[:-1])
    old = reached(before, path[:-1])
    if path[-1] in old:
        parent[path[-1]] = old[path[-1]]
    else:
        del parent[path[-1]]
    assert after == before


@pytest.mark.parametrize(("text", "says"), WRONG)
def test_a_wrong_change_names_the_field_and_the_rule(text: str, says: str) -> None:
    with pytest.raises(ChangeError) as caught:
        changed("broker-fails", [parse_change(text)])
    assert says in str(caught.value)


@pytest.mark.parametrize("text", [row[0] for row in FIELDS] + ["seed=9", "client a:inbox=3"])
def test_a_change_reads_as_it_is_written(text: str) -> None:
    assert parse_change(text).text == text


def test_values_part_by_comma_or_by_bar_where_a_value_is_a_list() -> None:
    assert [c.value for c in parse_values("orders:min.insync.replicas=1,2")] == ["1", "2"]
    lists = parse_values("billing:partition.assignment.strategy=range|range,sticky")
    assert [c.value for c in lists] == ["range", "range,sticky"]
    with pytest.raises(ChangeError, match="twice"):
        parse_values("orders:partitions=1,1")


def test_an_id_that_two_kinds_carry_needs_the_kind() -> None:
    data = {
        "title": "two of a name",
        "topics": [{"id": "orders"}],
        "producers": [{"id": "orders", "topic": "orders"}],
    }
    with pytest.raises(ChangeError, match="topic orders or producer orders"):
        changed(data, [Change("", "orders", "partitions", "2")])
    assert (
        changed(data, [Change("topic", "orders", "partitions", "2")])["topics"][0]["partitions"]
        == 2
    )


def test_a_preset_changes_the_rhythm_of_a_town_but_not_its_own_settings() -> None:
    data = changed("three-cities", [parse_change("timing:link_hello=3s")])
    data = changed(data, [parse_change("preset=production")])
    assert (data["timing"]["link_hello"], data["timing"]["poll_every"]) == (3_000_000, 100_000)


@pytest.mark.parametrize("slug", list(library()))
def test_every_scenario_is_measured_by_all_metrics_of_its_family(slug: str) -> None:
    sim = Simulation.from_scenario(slug)
    sim.advance(12_000_000)
    family = sim.scenario["family"]
    found = measure(sim)
    assert list(found) == [name for name, m in METRICS.items() if family in m.families]
    for name, (value, items) in found.items():
        assert value is None or (isinstance(value, int) and value >= 0), name
        assert all(isinstance(item.value, int) for item in items), name


def test_the_same_trial_is_the_same_and_passes_senseless_commands_over() -> None:
    rows = [(9_000_000, "restart broker 2"), (9_500_000, "restart broker 2"), (10_000_000, "x")]
    one, two = (run("broker-fails", 3, rows, (), 20_000_000, keep=True) for _ in range(2))
    assert one == two
    assert one.refused == ("restart broker 2", "x")
    assert (one.total, one.until_us) == (len(one.events), 20_000_000)
    sim = Simulation.from_scenario("broker-fails", seed=3)
    sim.advance(9_000_000)
    sim.apply("restart broker 2")
    sim.advance(20_000_000)
    assert sim.digest() == one.digest


def test_a_run_may_be_bounded() -> None:
    with pytest.raises(TooLong):
        run("broker-fails", 3, until_us=60_000_000, most=500)


def test_what_nobody_can_measure_is_none_and_zero_is_zero() -> None:
    data = {"title": "alone", "topics": [{"id": "orders"}],
            "producers": [{"id": "p", "topic": "orders", "config": {"acks": "0"}}]}  # fmt: skip
    metrics = run(data, 1, [(5_000_000, "publish p orders key=ada")], until_us=9_000_000).metrics
    assert metrics["created"].value == 1
    assert metrics["lost_unacked"].value == 0
    for name in ("lost_acked", "lag", "skipped", "end_to_end_p50", "ack_max"):
        assert metrics[name].value is None, name


def test_gauges_see_peaks_and_refusals() -> None:
    commands = [(9_000_000, "stop broker 3"), (20_000_000, "restart broker 3")]
    metrics = run("broker-fails", 1, commands, until_us=40_000_000).metrics
    found = {name: measured.value or 0 for name, measured in metrics.items()}
    assert found["write_unavailable"] > found["read_unavailable"] > 0
    assert found["lag_peak"] >= 1


def test_a_partition_is_unattended_while_nobody_alive_reads_it() -> None:
    commands = [(10_000_000, "crash member billing-1"), (12_000_000, "restart member billing-1")]
    found = run("broker-fails", 1, commands, until_us=40_000_000).metrics["unattended"]
    longest = max(item.value for item in found.items)
    assert 2_000_000 <= longest <= 12_000_000
    assert all(item.label.startswith("billing orders-") for item in found.items)
