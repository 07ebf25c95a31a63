"""A log: offsets with gaps, segments, epochs, truncation."""

import random

from hypothesis import given, note, settings
from hypothesis import strategies as st

from broker_core.audit.logs import problems
from broker_core.kernel.chunks import CHUNK, Chunks
from broker_core.log.partition_log import Record, new_log, sequence_verdict
from broker_core.log.segments import why_roll
from broker_core.log.sizes import batch_bytes, record_bytes


def record(offset, key="ada", value="x", epoch=0, base=None, at_us=0):
    return Record(
        offset, epoch, offset, key, value, at_us, None, -1, -1, -1,
        offset if base is None else base, at_us,
    )  # fmt: skip


def log_of(*offsets, roll_at=()):
    log = new_log()
    for offset in offsets:
        if offset in roll_at:
            log.roll(offset)
        log.append(record(offset))
    assert list(problems(log)) == []
    return log


def offsets(records):
    return [r.offset for r in records]


def test_a_record_takes_the_bytes_that_kafkas_format_gives_it():
    assert record_bytes("ada", "1 lamp") == 16
    assert record_bytes(None, None) == 7
    assert record_bytes("k", "v" * 100) == 2 + (4 + 2 + 2 + 100)
    assert batch_bytes([("ada", "1 lamp"), ("bo", None)]) == 61 + 16 + 9


def test_reading_over_a_gap_finds_the_next_record():
    log = log_of(0, 1, 2, 7, 8, 20)
    assert log.log_end == 21
    assert offsets(log.read(1, 21)) == [1, 2, 7, 8, 20]
    assert offsets(log.read(3, 8)) == [7]
    assert offsets(log.read(9, 21)) == [20]
    assert offsets(log.read(0, 21, most=2)) == [0, 1]


@settings(deadline=None)
@given(st.lists(st.integers(1, 5), max_size=600), st.integers(0, 2500))
def test_finding_an_offset_agrees_with_a_plain_search(steps, wanted):
    log = new_log()
    at = 0
    for step in steps:
        at += step
        log.append(record(at))
    expected = next((n for n, r in enumerate(log.records) if r.offset >= wanted), len(log.records))
    assert log.find(wanted) == expected


def test_truncation_crosses_segments_and_keeps_their_names():
    log = log_of(0, 1, 2, 3, 4, 5, 6, roll_at=(2, 4, 6))
    assert offsets(log.truncate(3)) == [3, 4, 5, 6]
    assert [s.base for s in log.segments] == [0, 2]
    assert log.log_end == 3
    log.append(record(3, epoch=1))
    assert log.epochs == [(0, 0), (1, 3)]
    assert list(problems(log)) == []
    log.truncate(2)
    assert [s.base for s in log.segments] == [0, 2] and log.active.bytes == 0
    assert list(problems(log)) == []


def test_the_epoch_cache_follows_the_log_start():
    """LeaderEpochFileCache.truncateFromStart: the epoch that goes on past the start begins there."""
    log = new_log()
    for offset, epoch in ((0, 0), (1, 0), (2, 3), (3, 3), (4, 5)):
        log.append(record(offset, epoch=epoch))
    assert log.end_of_epoch(2) == (0, 2)
    log.advance_start(3)
    assert log.epochs == [(3, 3), (5, 4)]
    assert log.end_of_epoch(3) == (3, 4)
    assert log.end_of_epoch(0) == (0, 3), "an older epoch ends where the first known one begins"
    assert log.end_of_epoch(9) == (-1, -1)


def test_segments_roll_by_size_and_by_record_time_only():
    config = {
        "segment.bytes": 200, "segment.ms": 1000, "max.compaction.lag.ms": 2**53,
        "cleanup.policy": ("delete",),
    }  # fmt: skip
    log = new_log()
    assert why_roll(log.active, 10_000, 0, config) == "", "an empty segment takes anything"
    log.append(record(0, at_us=50))
    assert why_roll(log.active, 100, 1050, config) == ""
    assert why_roll(log.active, 100, 1051, config) == "segment.ms"
    assert why_roll(log.active, 200 - log.active.bytes, 60, config) == ""
    assert why_roll(log.active, 201 - log.active.bytes, 60, config) == "segment.bytes"
    config |= {"cleanup.policy": ("compact",), "max.compaction.lag.ms": 10}
    assert why_roll(log.active, 100, 61, config) == "max.compaction.lag.ms"


@settings(deadline=None)
@given(st.integers(0, 2**32))
def test_chunks_losing_items_at_both_ends_are_a_list(seed):
    note(f"seed {seed}")
    draw = random.Random(seed)
    chunks, plain, twin = Chunks(), [], None
    for n in range(60):
        act = draw.randrange(4)
        if act < 2:
            for item in range(draw.randrange(CHUNK)):
                chunks.append((n, item))
                plain.append((n, item))
        elif act == 2:
            count = draw.randrange(len(plain) + 2)
            chunks.drop(count)
            del plain[:count]
        else:
            length = draw.randrange(len(plain) + 1)
            assert chunks.cut(length) == plain[length:]
            del plain[length:]
        assert len(chunks) == len(plain)
        assert twin is None or list(twin[0]) == twin[1]
        twin = (chunks.clone(), list(plain))
    assert list(chunks) == plain
    assert [chunks[n] for n in range(len(plain))] == plain


def test_deduplication_outlives_retention_and_forgets_what_is_truncated():
    log = new_log()
    for offset, (producer, sequence) in enumerate([(7, 0), (7, 1), (8, 0), (7, 2)]):
        if offset == 2:
            log.roll(2)
        plain = record(offset)
        log.append(plain._replace(producer_id=producer, producer_epoch=0, sequence=sequence))
    log.advance_start(2)
    log.drop_segments(1)
    log.truncate(3)
    assert log.producers == {7: (0, ((0, 0, 0), (1, 1, 1))), 8: (0, ((0, 0, 2),))}
    assert sequence_verdict(log, 7, 0, 1, 1) == ("duplicate", 1)
    assert sequence_verdict(log, 7, 0, 2, 2) == ("append", -1)
