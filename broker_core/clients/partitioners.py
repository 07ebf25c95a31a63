"""Which partition a key belongs to: the two hash rules that Kafka clients use.

A key's partition depends on nothing but its bytes and the number of *all* partitions of the
topic, with or without a leader. The Java client, kafka-python and aiokafka use murmur2; librdkafka
(and so the Python, Go and .NET clients of Confluent) uses CRC32 unless told otherwise, so the same
key lands on different partitions except by chance.

    key    java_partition(n=3)   java_partition(n=4)   crc32_partition(n=3)
    ada    2                     1                     0
    bo     1                     0                     2
    cal    0                     0                     1

Every function takes bytes only (TypeError for anything else, so that nobody hashes text in an
encoding nobody chose), and a partition count of at least 1 (ValueError).
Source: Apache Kafka `Utils.murmur2`, `BuiltInPartitioner`; librdkafka `rd_kafka_msg_partitioner_*`.
"""

from zlib import crc32

_MASK_32 = 0xFFFFFFFF
_SEED = 0x9747B28C
_MULTIPLIER = 0x5BD1E995


def murmur2(data: bytes) -> int:
    """Return Kafka's murmur2 hash of `data` as a signed 32-bit integer, as Java prints it.

    >>> murmur2(b"ada") & 0x7FFFFFFF, murmur2(b"a")
    (313287821, -1563381124)

    Zero bytes are a key like any other and hash to 275646681.
    """
    _require_bytes(data)
    value = _SEED ^ len(data)
    whole = len(data) - len(data) % 4
    for start in range(0, whole, 4):
        word = int.from_bytes(data[start : start + 4], "little")
        word = word * _MULTIPLIER & _MASK_32
        word ^= word >> 24
        word = word * _MULTIPLIER & _MASK_32
        value = (value * _MULTIPLIER & _MASK_32) ^ word
    if whole < len(data):
        value ^= int.from_bytes(data[whole:], "little")
        value = value * _MULTIPLIER & _MASK_32
    value ^= value >> 13
    value = value * _MULTIPLIER & _MASK_32
    value ^= value >> 15
    return value - (1 << 32) if value >> 31 else value


def java_partition(key: bytes, n: int) -> int:
    """Return the partition, 0 to `n` - 1, that the Java client gives to `key`.

    The sign bit is masked away rather than negated (Kafka's `toPositive`), so no hash value is
    special. An empty key is hashed; a missing key is not this function's business.
    """
    _require_partitions(n)
    return (murmur2(key) & 0x7FFFFFFF) % n


def crc32_partition(key: bytes, n: int) -> int:
    """Return the partition, 0 to `n` - 1, of librdkafka's `consistent` partitioner for `key`.

    The default there, `consistent_random`, sends an *empty* key to a random partition: callers
    that imitate it decide so before they come here.
    """
    _require_bytes(key)
    _require_partitions(n)
    return crc32(key) % n


def _require_bytes(key: object) -> None:
    if not isinstance(key, bytes):
        raise TypeError(f"a key must be bytes, not {type(key).__name__}: encode text first")


def _require_partitions(n: int) -> None:
    if n < 1:
        raise ValueError(f"a topic has at least 1 partition, not {n}")
