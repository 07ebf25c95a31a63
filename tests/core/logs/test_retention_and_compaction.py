"""Retention removes a prefix of whole segments; compaction changes neither offset nor order
(invariant 10), and both agree with models that know nothing of segments' insides."""

from hypothesis import given, settings
from hypothesis import strategies as st

from broker_core.audit.logs import problems
from broker_core.config import settings_for
from broker_core.log.compaction import clean, dirt
from broker_core.log.partition_log import Record, new_log
from broker_core.log.retention import breaches

SECOND = 1_000_000
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["ada", "bo", "cal", "di"]),
        st.sampled_from(["x", "yy", None]),
        st.integers(-3 * SECOND, 3 * SECOND),
        st.booleans(),
    ),
    max_size=60,
)


def config(**given_):
    names = {name.replace("_", "."): value for name, value in given_.items()}
    return settings_for("topic", "teaching", "java", names)


def build(rows):
    """A log: (key, value, timestamp, whether a segment begins here)."""
    log = new_log()
    for offset, (key, value, stamp, rolls) in enumerate(rows):
        if rolls and log.active.first_us is not None:
            log.roll(offset)
        log.append(
            Record(offset, 0, offset, key, value, 0, None, -1, -1, -1, offset, stamp, None)
        )  # fmt: skip
    return log


def retained(log, high_watermark, now_us, settings_):
    """What the engine's housekeeping does with a log, without its events."""
    for _, count in breaches(log, high_watermark, now_us, settings_):
        if count > len(log.closed):
            log.roll(log.log_end)
        first = log.closed[count] if count < len(log.closed) else log.active
        log.advance_start(max(log.log_start, first.base))
        log.drop_segments(count)


def naive_retention(log, high_watermark, now_us, settings_):
    """Bases that survive, from first principles: (base, end, bytes, newest timestamp) per segment."""
    segments = log.segments
    ends = [s.base for s in segments[1:]] + [log.log_end]
    rows = [(s.base, e, s.bytes, s.largest_us) for s, e in zip(segments, ends, strict=True)]

    def old(row):
        return row[3] is not None and now_us - row[3] > settings_["retention.ms"]

    while len(rows) > 0 and rows[0][1] <= log.log_start and rows[0][0] != rows[0][1]:
        rows.pop(0)
    if settings_["retention.bytes"] >= 0:
        while rows and rows[0][1] <= high_watermark and rows[0][2]:
            if sum(row[2] for row in rows) - rows[0][2] < settings_["retention.bytes"]:
                break
            rows.pop(0)
    while rows and rows[0][1] <= high_watermark and old(rows[0]):
        rows.pop(0)
    return [row[0] for row in rows] or [log.log_end]


@settings(max_examples=300, deadline=None)
@given(ROWS, st.integers(0, 60), st.integers(-SECOND, 8 * SECOND), st.integers(-1, 1500))
def test_retention_removes_a_prefix_of_whole_segments(rows, mark, now_us, most):
    log = build(rows)
    before, bases = list(log.records), [s.base for s in log.segments]
    mark = min(mark, log.log_end)
    limits = config(retention_ms=2000, retention_bytes=most)
    expected = naive_retention(log, mark, now_us, limits)
    retained(log, mark, now_us, limits)
    assert [s.base for s in log.segments] == expected
    assert list(log.records) == [r for r in before if r.offset >= expected[0]]
    assert expected == [log.log_end] or expected == bases[len(bases) - len(expected) :]
    assert log.log_start <= max(mark, 0)
    assert list(problems(log)) == []


def test_the_whole_log_goes_when_all_of_it_is_too_old():
    """Tutorials say that the active segment stays: true for compaction only (semantics 1.4)."""
    log = build([("ada", "x", 0, False), ("bo", "x", 0, False)])
    retained(log, 2, 10 * SECOND, config(retention_ms=2000))
    assert len(log.records) == 0
    assert (log.log_start, log.log_end) == (2, 2)
    assert [s.base for s in log.segments] == [2]
    retained(log, 2, 20 * SECOND, config(retention_ms=2000))
    assert [s.base for s in log.segments] == [2], "an empty active segment is left alone"


def test_a_log_may_stay_one_segment_above_its_size():
    log = build([("ada", "x", 0, True)] * 4)
    size = log.closed[0].bytes
    retained(log, 4, 0, config(retention_ms=-1, retention_bytes=2 * size + 1))
    assert [s.base for s in log.segments] == [1, 2, 3]
    retained(log, 4, 0, config(retention_ms=-1, retention_bytes=2 * size))
    assert [s.base for s in log.segments] == [2, 3]


def test_a_timestamp_ahead_holds_its_segment_and_all_behind_it():
    log = build([("ada", "x", 0, True), ("bo", "x", 3 * SECOND, True), ("cal", "x", 0, True)])
    retained(log, 3, 4 * SECOND, config(retention_ms=2000))
    assert [s.base for s in log.segments] == [1, 2]


def test_an_empty_policy_keeps_everything():
    log = build([("ada", "x", 0, True)] * 3)
    retained(log, 3, 100 * SECOND, config(retention_ms=0, cleanup_policy=""))
    assert len(log.records) == 3


@settings(max_examples=300, deadline=None)
@given(ROWS, st.integers(0, 60), st.integers(1, 4))
def test_compaction_keeps_order_offsets_and_the_active_segment(rows, mark, rounds):
    log = build(rows)
    limits = config(
        cleanup_policy="compact", min_cleanable_dirty_ratio="0", delete_retention_ms=1000,
        segment_bytes=200,
    )  # fmt: skip
    mark = min(mark, log.log_end)
    active = list(log.read(log.active.base, log.log_end))
    for turn in range(rounds):
        now_us = turn * 600_000
        work = dirt(log, mark, now_us, limits)
        before = list(log.records)
        if not work.reason:
            continue
        assert work.end <= log.active.base and work.end <= mark
        newest = {r.key: r.offset for r in before if work.start <= r.offset < work.end}
        done = clean(log, work, now_us, limits)
        after = list(log.records)
        kept = {r.offset: r for r in after}
        assert [r.offset for r in after] == [r.offset for r in before if r.offset in kept]
        assert len(before) - len(after) == len(done.removed)
        for r in before:
            outdated = r.offset < work.end and r.offset < newest.get(r.key, -1)
            expired = (
                r.value is None and r.offset < work.end
                and r.delete_horizon_us is not None and r.delete_horizon_us <= now_us
            )  # fmt: skip
            last = r.offset == log.log_end - 1
            assert (r.offset in kept) == (last or not (outdated or expired))
            if r.offset in kept:
                assert kept[r.offset]._replace(delete_horizon_us=None) == r._replace(
                    delete_horizon_us=None
                )
        assert list(problems(log)) == []
    assert list(log.read(log.active.base, log.log_end)) == active


def test_a1_b1_a2_a3_leaves_b1_at_1_and_a3_at_3():
    log = build([(k, "x", 0, False) for k in ("a", "b", "a", "a")] + [("z", "x", 0, True)])
    limits = config(cleanup_policy="compact")
    clean(log, dirt(log, 5, 0, limits), 0, limits)
    assert [(r.key, r.offset) for r in log.records] == [("b", 1), ("a", 3), ("z", 4)]


def test_a_tombstone_outlives_its_first_cleaning_and_its_horizon():
    limits = config(
        cleanup_policy="compact", delete_retention_ms=10_000, min_cleanable_dirty_ratio="0"
    )
    log = build([("a", "x", 0, False), ("a", None, 0, False), ("z", "x", 0, True)])
    clean(log, dirt(log, 3, 0, limits), 0, limits)
    first = log.records[0]
    assert (first.offset, first.value, first.delete_horizon_us) == (1, None, 10 * SECOND)
    assert not dirt(log, 3, 99 * SECOND, limits).reason, "without new dirt no cleaning comes"
    log.roll(3)
    log.append(Record(3, 0, 3, "y", "x", 0, None, -1, -1, -1, 3, 0))
    clean(log, dirt(log, 4, 11 * SECOND, limits), 11 * SECOND, limits)
    assert [r.key for r in log.records] == ["z", "y"]


def test_aborted_records_go_and_a_marker_goes_after_its_data():
    log = new_log()
    rows = [("a", "old", ""), ("a", "never", "txn"), ("b", "kept", ""), (None, None, "abort")]
    for offset, (key, value, kind) in enumerate(rows):
        log.append(Record(offset, 0, offset, key, value, 0, "p", 7, 0, -1, offset, 0, None, kind))
    limits = config(
        cleanup_policy="compact", delete_retention_ms=10_000, min_cleanable_dirty_ratio="0"
    )

    def cleaned(now_us):
        log.roll(log.log_end)
        log.append(Record(log.log_end, 0, 9, "z", "x", 0, None, -1, -1, -1, log.log_end, 0))
        clean(log, dirt(log, log.log_end, now_us, limits), now_us, limits)
        return [(r.offset, r.value) for r in log.records if r.key != "z"]

    assert cleaned(0) == [(0, "old"), (2, "kept"), (3, None)], "an aborted record replaces nothing"
    assert cleaned(SECOND)[-1] == (3, None), "this cleaning met no data of it: the horizon is set"
    assert cleaned(10 * SECOND)[-1] == (3, None)
    assert cleaned(11 * SECOND) == [(0, "old"), (2, "kept")]


def test_only_enough_dirt_or_enough_age_starts_a_cleaning():
    rows = [("a", "x", 0, True), ("b", "x", 0, True), ("c", "x", 0, True)]
    limits = config(cleanup_policy="compact", min_cleanable_dirty_ratio="0.5")
    log = build(rows)
    assert dirt(log, 3, 0, limits).reason == "min.cleanable.dirty.ratio"
    log.clean_to = 1
    half = dirt(log, 3, 0, limits)
    assert half.dirty_bytes == half.clean_bytes and not half.reason, "more than half, not half"
    late = config(cleanup_policy="compact", max_compaction_lag_ms=1000)
    assert dirt(log, 3, 2 * SECOND, late).reason == "max.compaction.lag.ms"
    young = config(cleanup_policy="compact", min_compaction_lag_ms=1000)
    assert dirt(log, 3, SECOND // 2, young).end == 1
