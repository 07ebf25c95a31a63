"""The auditor: a fold over events that keeps the book, O(1) an event (amortised).

Definitions: *lost_acked* acknowledged, and in no log that a leader continues; *lost_unacked* given
up by its producer, and in no such log; *skipped* committed past and never processed by the group;
*duplicate_in_log* further copies of one record; *duplicate_processed* processed again by the same
group; *out_of_order* processed for the first time after a newer record of its key.
"""

from collections.abc import Callable
from typing import Any

from broker_core.audit.book import Book, Entry, Lineage, Reading, note
from broker_core.kernel.chunks import Chunks
from broker_core.kernel.rows import Rows


def observe(book: Book, event: Any) -> None:
    """Take one event in, in order."""
    rule = RULES.get(event.type)
    if rule is not None:
        rule(book, event)


def _key(event: Any) -> str:
    return f"{event.topic}:{event.partition}"


def _created(book: Book, e: Any) -> None:
    book.entries.put(e.record, Entry(e.topic, e.partition, e.key, e.at_us, -1, 0, -1, -1, 0))
    book.counts["created"] += 1


def _acked(book: Book, e: Any) -> None:
    entry = book.entries.get(e.record)
    if entry is None:
        return
    book.counts["acknowledged"] += 1
    book.entries.put(e.record, entry._replace(acked_at_us=e.at_us))
    book.latencies["acked"].append((e.record, e.at_us - entry.created_at_us))
    if entry.copies == 0:
        note(book, "lost_acked", (e.record, e.topic, e.partition, e.offset, e.at_us, e.seq))


def _gave_up(book: Book, e: Any) -> None:
    book.counts["gave_up"] += 1
    book.errors[e.error] = book.errors.get(e.error, 0) + 1
    entry = book.entries.get(e.record)
    if entry is not None:
        book.entries.put(e.record, entry._replace(gave_up=1))
        if entry.copies == 0:
            note(book, "lost_unacked", (e.record, e.topic, e.partition, -1, e.at_us, e.seq))


def _retried(book: Book, e: Any) -> None:
    book.errors[e.error] = book.errors.get(e.error, 0) + 1


def _appended(book: Book, e: Any) -> None:
    entry = book.entries.get(e.record)
    if entry is None:
        return
    lineage = book.lineages.get(_key(e))
    if lineage is None:
        lineage = book.lineages[_key(e)] = Lineage(e.offset, Chunks(), e.offset)
    _shorten(book, lineage, e.offset, e)
    while lineage.start + len(lineage.records) < e.offset:
        lineage.records.append(0)
    lineage.records.append(e.record)
    row = (e.record, e.topic, e.partition, e.offset, e.at_us, e.seq)
    if entry.copies:
        note(book, "duplicate_in_log", row)
    elif entry.acked_at_us >= 0 and entry.appended_at_us >= 0:
        note(book, "lost_acked", row, -1)
    elif entry.gave_up:
        note(book, "lost_unacked", row, -1)
    first = entry.appended_at_us if entry.appended_at_us >= 0 else e.at_us
    book.entries.put(e.record, entry._replace(copies=entry.copies + 1, appended_at_us=first))


def _shorten(book: Book, lineage: Lineage, to_offset: int, e: Any) -> None:
    """What stands at or past `to_offset` will never be read from a leader again."""
    for place, record in enumerate(lineage.records.cut(max(0, to_offset - lineage.start))):
        entry = book.entries.get(record)
        if entry is None:
            continue
        offset = to_offset + place
        row = (record, e.topic, e.partition, offset, e.at_us, e.seq)
        book.entries.put(record, entry._replace(copies=entry.copies - 1))
        if entry.copies > 1:
            note(book, "duplicate_in_log", row, -1)
        elif entry.acked_at_us >= 0:
            note(book, "lost_acked", row)
        elif entry.gave_up:
            note(book, "lost_unacked", row)
    lineage.visible = min(lineage.visible, lineage.start + len(lineage.records))


def _led(book: Book, e: Any) -> None:
    lineage = book.lineages.get(_key(e))
    if lineage is not None:
        _shorten(book, lineage, e.start_offset, e)
    _begin_again(book, f"unled {_key(e)}", e.at_us)
    book.leaders[_key(e)] = e.broker


def _mark(book: Book, e: Any) -> None:
    lineage = book.lineages.get(_key(e))
    if not e.leads or lineage is None:
        return
    end = min(e.high_watermark, lineage.start + len(lineage.records))
    for offset in range(lineage.visible, end):
        record = lineage.records[offset - lineage.start]
        entry = book.entries.get(record)
        if entry is not None and entry.visible_at_us < 0:
            book.entries.put(record, entry._replace(visible_at_us=e.at_us))
            book.latencies["visible"].append((record, e.at_us - entry.appended_at_us))
    lineage.visible = max(lineage.visible, end)


def _positioned(book: Book, e: Any) -> None:
    key = f"{e.group} {_key(e)}"
    if key not in book.readings:
        book.readings[key] = Reading(e.position, e.position, {})
    _begin_again(book, f"unowned {key}", e.at_us)
    _begin_again(book, f"abandoned {key}", e.at_us)


def _committed(book: Book, e: Any) -> None:
    book.counts["commits"] += 1
    reading = book.readings.get(f"{e.group} {_key(e)}")
    lineage = book.lineages.get(_key(e))
    if reading is None or lineage is None:
        return
    done = book.processed.get(e.group)
    for offset in range(reading.committed, e.offset):
        place = offset - lineage.start
        record = lineage.records[place] if 0 <= place < len(lineage.records) else 0
        if record and not (done.get(record) if done is not None else None):
            reading.open[offset] = record
            note(book, "skipped", (record, e.topic, e.partition, offset, e.at_us, e.seq))
    reading.committed = max(reading.committed, e.offset)


def _processed(book: Book, e: Any) -> None:
    book.counts["processed"] += 1
    rows = book.processed.setdefault(e.group, Rows())
    before = rows.get(e.record) or 0
    rows.put(e.record, before + 1)
    row = (e.record, e.topic, e.partition, e.offset, e.at_us, e.seq)
    entry = book.entries.get(e.record)
    if before:
        note(book, "duplicate_processed", row)
    elif entry is not None:
        book.latencies["processed"].append((e.record, e.at_us - entry.created_at_us))
        _ordered(book, e, row)
    reading = book.readings.get(f"{e.group} {_key(e)}")
    if reading is not None and reading.open.pop(e.offset, None) is not None:
        note(book, "skipped", row, -1)


def _filtered(book: Book, e: Any) -> None:
    """Aborted records are not for a group that reads committed ones: passing them is no loss."""
    lineage = book.lineages.get(_key(e))
    rows = book.processed.setdefault(e.group, Rows())
    for offset in e.hidden:
        place = offset - lineage.start if lineage is not None else -1
        if lineage is not None and 0 <= place < len(lineage.records):
            rows.put(lineage.records[place], 1)


def _share_processed(book: Book, e: Any) -> None:
    if e.verdict == "accept":
        _processed(book, e)


def _ordered(book: Book, e: Any, row: tuple[object, ...]) -> None:
    if e.key is None:
        return
    key = f"{e.group} {e.topic} {e.key}"
    if e.record < book.newest.get(key, 0):
        note(book, "out_of_order", row)
    else:
        book.newest[key] = e.record


def _crashed(book: Book, e: Any) -> None:
    book.down[e.broker] = 1
    for key, leader in book.leaders.items():
        if leader == e.broker:
            book.since.setdefault(f"unled {key}", e.at_us)


def _started(book: Book, e: Any) -> None:
    book.down.pop(e.broker, None)


def _deleted(book: Book, e: Any) -> None:
    """Records of a deleted topic were not lost; a later topic of that name has a lineage of its own."""
    for key in [key for key in book.lineages if key.rpartition(":")[0] == e.topic]:
        del book.lineages[key]
        book.leaders.pop(key, None)
        book.since.pop(f"unled {key}", None)
        for reading in [name for name in book.readings if name.endswith(f" {key}")]:
            del book.readings[reading]


def _offline(book: Book, e: Any) -> None:
    book.since.setdefault(f"unled {_key(e)}", e.at_us)


def _revoked(book: Book, e: Any) -> None:
    for topic, partition in e.partitions:
        book.since.setdefault(f"unowned {e.group} {topic}:{partition}", e.at_us)


def _given_up(book: Book, e: Any) -> None:
    book.since.setdefault(f"unowned {e.group} {_key(e)}", e.at_us)


def _begin_again(book: Book, what: str, at_us: int) -> None:
    since = book.since.pop(what, None)
    if since is not None:
        book.still[what] = book.still.get(what, 0) + at_us - since


RULES: dict[str, Callable[[Book, Any], None]] = {
    "client.record_created": _created,
    "client.ack_received": _acked,
    "client.gave_up": _gave_up,
    "client.retried": _retried,
    "log.record_appended": _appended,
    "replication.leadership_taken": _led,
    "replication.high_watermark_advanced": _mark,
    "client.position_set": _positioned,
    "client.offset_committed": _committed,
    "client.record_processed": _processed,
    "transaction.records_skipped": _filtered,
    "share.record_processed": _share_processed,
    "broker.crashed": _crashed,
    "broker.stopped": _crashed,
    "broker.started": _started,
    "controller.partition_offline": _offline,
    "controller.topic_deleted": _deleted,
    "client.partitions_revoked": _revoked,
    "client.partition_given_up": _given_up,
}
