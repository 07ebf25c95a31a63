"""What a consumer hands to its application out of a fetch answer (semantics 2.7)."""

from typing import Any

from broker_core.log.partition_log import Record
from broker_core.log.transactions import MARKERS

_KIND = Record._fields.index("kind")
"""Records in an answer may be plain tuples, after a snapshot."""


def visible(records: Any, aborted: Any) -> tuple[list[Any], tuple[int, ...], int]:
    """(records to hand over, offsets of hidden aborted ones, number of control records).

    `aborted` are (producer id, first offset, offset of the marker); without isolation there are
    none, and only control records are passed over.
    """
    plain = []
    hidden: list[int] = []
    control = 0
    for record in records:
        kind = record[_KIND]
        if kind in MARKERS:
            control += 1
        elif kind and any(
            producer_id == record[7] and first <= record[0] < last
            for producer_id, first, last in aborted
        ):
            hidden.append(record[0])
        else:
            plain.append(record)
    return plain, tuple(hidden), control
