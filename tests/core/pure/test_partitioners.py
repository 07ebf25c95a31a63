"""A key's partition is the one that the real clients choose."""

import json
from pathlib import Path

import pytest

from broker_core.clients.partitioners import crc32_partition, java_partition, murmur2

VECTORS = json.loads((Path(__file__).parents[2] / "data" / "murmur2.json").read_text("utf-8"))
DEFAULT_KEYS = (b"ada", b"bo", b"cal", b"di", b"ela", b"fei")


@pytest.mark.parametrize("vector", VECTORS["vectors"], ids=lambda v: v["key_hex"][:24] or "empty")
def test_murmur2_agrees_with_the_java_client(vector):
    key = bytes.fromhex(vector["key_hex"])
    assert murmur2(key) == vector["murmur2"]
    for count, partition in vector["partition"].items():
        assert java_partition(key, int(count)) == partition


@pytest.mark.parametrize(
    ("partition_of", "n", "expected"),
    [
        (java_partition, 3, [2, 1, 0, 1, 0, 2]),
        (java_partition, 4, [1, 0, 0, 3, 2, 3]),
        (crc32_partition, 3, [0, 2, 1, 1, 0, 0]),
    ],
)
def test_the_default_keys_spread_as_the_lessons_say(partition_of, n, expected):
    assert [partition_of(key, n) for key in DEFAULT_KEYS] == expected


def test_crc32_is_the_common_one():
    """The check value of CRC-32 (ISO-HDLC), known for "123456789", is 0xCBF43926."""
    assert crc32_partition(b"123456789", 1 << 32) == 0xCBF43926


@pytest.mark.parametrize("partition_of", [java_partition, crc32_partition])
@pytest.mark.parametrize("key", ["ada", None, 7, bytearray(b"ada")])
def test_only_bytes_are_hashed(partition_of, key):
    with pytest.raises(TypeError, match="bytes"):
        partition_of(key, 3)


@pytest.mark.parametrize("partition_of", [java_partition, crc32_partition])
@pytest.mark.parametrize("n", [0, -1])
def test_a_topic_has_a_partition(partition_of, n):
    with pytest.raises(ValueError, match="at least 1"):
        partition_of(b"ada", n)
