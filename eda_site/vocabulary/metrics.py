"""What people call the lab's metrics, and what each one counts. A test holds the names against the engine's."""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


class Words(NamedTuple):
    """`definition` says what is counted, in one sentence."""

    name: Any
    definition: Any


def _spread(median: Any, high: Any, most: Any, definition: Any) -> dict[str, Words]:
    """The three numbers of one latency."""
    names = zip(("p50", "p95", "max"), (median, high, most), strict=True)
    return {place: Words(name, definition) for place, name in names}


def _named(name: str, words: dict[str, Words]) -> dict[str, Words]:
    return {f"{name}_{place}": found for place, found in words.items()}


METRIC_WORDS: dict[str, Words] = {
    "created": Words(_("records created"), _("Records that applications gave to their producers.")),
    "acknowledged": Words(
        _("records acknowledged"), _("Records whose producer was told that they are stored.")
    ),
    "lost_acked": Words(
        _("lost after acknowledgement"), _("Acknowledged, and in no log that a leader continues.")
    ),
    "lost_unacked": Words(
        _("lost without acknowledgement"),
        _("Given up by the producer, and in no log that a leader continues."),
    ),
    "skipped": Words(
        _("skipped"), _("The group committed an offset past the record and never processed it.")
    ),
    "duplicate_in_log": Words(
        _("duplicates in the log"), _("Further copies of one record in a partition.")
    ),
    "processed": Words(
        _("records processed"),
        _("How often a group's application finished a record, repeats included."),
    ),
    "duplicate_processed": Words(
        _("processed again"), _("Processed by a group that had processed the same record before.")
    ),
    "out_of_order": Words(
        _("out of order"), _("Processed for the first time after a newer record of its key.")
    ),
    "gave_up": Words(
        _("given up"), _("Records for which the producer reported an error to its application.")
    ),
    "producer_errors": Words(
        _("producer errors"), _("Failed attempts to produce, by kind; most are tried again.")
    ),
    "commits": Words(
        _("offsets committed"), _("How often a committed offset of a group was stored.")
    ),
    **_named(
        "ack",
        _spread(
            _("time to acknowledgement, median"),
            _("time to acknowledgement, 95 of 100"),
            _("time to acknowledgement, longest"),
            _("From the record's creation to its acknowledgement."),
        ),
    ),
    **_named(
        "visible",
        _spread(
            _("time to visibility, median"),
            _("time to visibility, 95 of 100"),
            _("time to visibility, longest"),
            _(
                "From the append until the record lies below the high watermark, where consumers see it."
            ),
        ),
    ),
    **_named(
        "end_to_end",
        _spread(
            _("end to end, median"),
            _("end to end, 95 of 100"),
            _("end to end, longest"),
            _("From the record's creation until a group has processed it."),
        ),
    ),
    "lag": Words(
        _("lag"),
        _(
            "Offsets between the high watermark and the committed offset, over all groups and partitions, now."
        ),
    ),
    "lag_time": Words(
        _("lag in time"),
        _("How old the oldest record is that a group has not committed past, now."),
    ),
    "lag_peak": Words(_("largest lag"), _("The largest lag of one group on one partition so far.")),
    "read_unavailable": Words(
        _("partition not readable"), _("How long partitions had no live leader, added up.")
    ),
    "write_unavailable": Words(
        _("partition not writable"),
        _("How long partitions refused acks=all: no live leader, or too few in-sync replicas."),
    ),
    "paused": Words(
        _("paused by rebalances"),
        _("How long partitions had no owner because a group rebalanced, added up."),
    ),
    "unattended": Words(
        _("partition unattended"),
        _("How long partitions had no live member of a group that reads them, added up."),
    ),
    "published": Words(_("events published"), _("Events that programs published.")),
    "delivered": Words(
        _("events delivered"), _("Events that reached a subscriber, repeats included.")
    ),
    "handled": Words(
        _("events handled"), _("Events that a subscriber finished with, repeats included.")
    ),
    "lost": Words(
        _("events lost"), _("Events that a subscriber should have had and never can have.")
    ),
    "handled_again": Words(
        _("handled again"), _("Handled by a subscriber that had handled the same event before.")
    ),
    "handled_out_of_order": Words(
        _("handled out of order"), _("Handled for the first time after a newer event of its key.")
    ),
    "expired": Words(_("events expired"), _("Events that waited longer than they may.")),
    "overflowed": Words(_("events overflowed"), _("Events for which a full queue had no place.")),
    "set_aside": Words(_("events set aside"), _("Events that were moved to a dead letter queue.")),
    "forwarded": Words(_("events forwarded"), _("Events that went from one broker to the next.")),
    "calls_failed": Words(_("calls failed"), _("Calls of a service that got no good answer.")),
    "stale_used": Words(
        _("stale values used"), _("Decisions made with a copy that was out of date.")
    ),
    "diverged": Words(
        _("copies apart"), _("How long services held different values of the same thing, added up.")
    ),
    **_named(
        "delivery",
        _spread(
            _("time to handling, median"),
            _("time to handling, 95 of 100"),
            _("time to handling, longest"),
            _("From publishing until a subscriber has handled the event."),
        ),
    ),
    **_named(
        "request",
        _spread(
            _("time to answer, median"),
            _("time to answer, 95 of 100"),
            _("time to answer, longest"),
            _("From a person's request to its answer."),
        ),
    ),
}
"""Metric of `broker_core.lab.metrics` -> its words."""

MORE = {
    "records": ngettext_lazy("%(n)s record more", "%(n)s records more", "n"),
    "offsets": ngettext_lazy("%(n)s offset more", "%(n)s offsets more", "n"),
    "events": ngettext_lazy("%(n)s event more", "%(n)s events more", "n"),
    "errors": ngettext_lazy("%(n)s error more", "%(n)s errors more", "n"),
    "calls": ngettext_lazy("%(n)s call more", "%(n)s calls more", "n"),
    "commits": ngettext_lazy("%(n)s more", "%(n)s more", "n"),
}
LESS = {
    "records": ngettext_lazy("%(n)s record fewer", "%(n)s records fewer", "n"),
    "offsets": ngettext_lazy("%(n)s offset fewer", "%(n)s offsets fewer", "n"),
    "events": ngettext_lazy("%(n)s event fewer", "%(n)s events fewer", "n"),
    "errors": ngettext_lazy("%(n)s error fewer", "%(n)s errors fewer", "n"),
    "calls": ngettext_lazy("%(n)s call fewer", "%(n)s calls fewer", "n"),
    "commits": ngettext_lazy("%(n)s fewer", "%(n)s fewer", "n"),
}
LONGER, SHORTER = _("{time} longer"), _("{time} shorter")
NOT_MEASURABLE = _("not measurable here")

DIRECTIONS = {
    "better": _("better: {what}"),
    "worse": _("worse: {what}"),
    "other": _("different: {what}"),
    "same": _("the same"),
    "not_measurable": NOT_MEASURABLE,
}
"""Code of a delta -> what is said of B against A."""
