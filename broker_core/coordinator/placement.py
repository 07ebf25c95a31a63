"""Which partition of `__consumer_offsets` a group belongs to, and so which broker coordinates it.

The leader of that partition is the group's coordinator. The same arithmetic maps a
`transactional.id` to its partition of `__transaction_state`.
Source: Apache Kafka `GroupCoordinatorService.partitionFor`, `Utils.abs`; OpenJDK `String.hashCode`.
"""

OFFSETS_TOPIC_NUM_PARTITIONS = 50
_INTEGER_MIN_VALUE = -(1 << 31)


def java_string_hash(text: str) -> int:
    """Return Java's `String.hashCode` of `text`, a signed 32-bit integer.

    Java hashes UTF-16 code units, so a character outside the basic plane counts as two.

    >>> java_string_hash("my-group")
    -1906497762
    """
    units = text.encode("utf-16-be", "surrogatepass")
    value = 0
    for start in range(0, len(units), 2):
        value = (31 * value + (units[start] << 8 | units[start + 1])) & 0xFFFFFFFF
    return value - (1 << 32) if value >> 31 else value


def kafka_abs(value: int) -> int:
    """Return the absolute value of a 32-bit integer, with 0 for the smallest one.

    Java's own `Math.abs` leaves the smallest integer negative, which is no partition number.
    """
    return 0 if value == _INTEGER_MIN_VALUE else abs(value)


def coordinator_partition(group_id: str, partitions: int = OFFSETS_TOPIC_NUM_PARTITIONS) -> int:
    """Return the partition, 0 to `partitions` - 1, that holds the offsets of `group_id`.

    `partitions` is `offsets.topic.num.partitions`; a count below 1 raises ValueError.

    >>> coordinator_partition("my-group")
    12
    """
    if partitions < 1:
        raise ValueError(f"offsets.topic.num.partitions is at least 1, not {partitions}")
    return kafka_abs(java_string_hash(group_id)) % partitions
