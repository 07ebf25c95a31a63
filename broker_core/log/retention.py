"""Which segments retention may delete (semantics 1.4); nothing is changed here.

Rules come in Kafka's order, each walks from the oldest segment and stops at the first that must
stay. Reading has no say in it, and the active segment is not exempt.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from broker_core.log.partition_log import PartitionLog
from broker_core.log.segments import Segment


class Breach(NamedTuple):
    """The oldest segments break the rule of `reason`."""

    reason: str
    segments: int


def breaches(log: PartitionLog, high_watermark: int, now_us: int, config: Any) -> Iterator[Breach]:
    """One rule after the other; the caller deletes before it asks for the next."""
    count = _leading(log, high_watermark, lambda _, following: 0 <= following <= log.log_start)
    if count:
        yield Breach("below the log start offset", count)
    if "delete" not in config["cleanup.policy"]:
        return
    limit = config["retention.bytes"]
    if limit >= 0 and log.size >= limit:
        count = _leading(log, high_watermark, _too_much(log.size - limit))
        if count:
            yield Breach("retention.bytes", count)
    limit = config["retention.ms"]
    if limit >= 0:
        count = _leading(log, high_watermark, lambda s, _: _age(s, now_us) > limit)
        if count:
            yield Breach("retention.ms", count)


def _too_much(excess: int) -> Callable[[Segment, int], bool]:
    """The log may stay up to one segment above its limit."""
    left = [excess]

    def test(segment: Segment, _: int) -> bool:
        left[0] -= segment.bytes
        return left[0] >= 0

    return test


def _age(segment: Segment, now_us: int) -> int:
    """How old the newest record is; a segment that compaction emptied is old enough for anything."""
    return 2**62 if segment.largest_us is None else now_us - segment.largest_us


def _leading(
    log: PartitionLog, high_watermark: int, test: Callable[[Segment, int], bool]
) -> int:  # fmt: skip
    """How many of the oldest segments pass `test(segment, base of the next or -1)`, end at or below
    the high watermark, and are not an empty active one."""
    count = 0
    closed = len(log.closed)
    while count <= closed:
        segment = log.closed[count] if count < closed else log.active
        following = -1
        if count < closed:
            following = log.closed[count + 1].base if count + 1 < closed else log.active.base
        end = following if following >= 0 else log.log_end
        empty = count == closed and segment.first_us is None
        if empty or high_watermark < end or not test(segment, following):
            break
        count += 1
    return count
