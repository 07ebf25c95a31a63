"""A group's coordinator is the one that Kafka would choose."""

import json
from pathlib import Path

import pytest

from broker_core.coordinator import coordinator_partition
from broker_core.coordinator.placement import java_string_hash, kafka_abs

DATA = Path(__file__).parents[2] / "data" / "group_coordinator_partition.json"
VECTORS = json.loads(DATA.read_text("utf-8"))["vectors"]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: ascii(vector["group_id"][:24]))
def test_the_partition_agrees_with_kafka(vector):
    assert java_string_hash(vector["group_id"]) == vector["java_string_hashcode"]
    assert kafka_abs(vector["java_string_hashcode"]) == vector["kafka_abs"]
    assert coordinator_partition(vector["group_id"]) == vector["coordinator_partition_50"]
    for count, partition in vector["partition"].items():
        assert coordinator_partition(vector["group_id"], int(count)) == partition


def test_the_smallest_integer_has_no_absolute_value_and_becomes_zero():
    assert kafka_abs(-(1 << 31)) == 0
    assert kafka_abs(-(1 << 31) + 1) == (1 << 31) - 1


def test_a_count_below_one_is_refused():
    with pytest.raises(ValueError, match="at least 1"):
        coordinator_partition("billing", 0)
