"""The metrics in words: a name, and the definition that stands beside every value."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Words(NamedTuple):
    name: Promise
    definition: Promise


_ACK = _("From the creation of a record to its acknowledgement at the producer.")
_VISIBLE = _("From the append at the leader until the record is below the high watermark.")
_END = _("From the creation of a record to the end of its first processing by a group.")
_DELIVERY = _("From the publishing of an event to the end of its first processing by a program.")
_REQUEST = _("How long a person or another service waited until a request was accepted.")

METRIC_WORDS: dict[str, Words] = {
    "created": Words(_("Records created"), _("Records that producers made.")),
    "acknowledged": Words(
        _("Acknowledged"), _("Records whose producer was told that they are stored as acks asks.")
    ),
    "lost_acked": Words(
        _("Lost though acknowledged"),
        _("Acknowledged, and in no log that a leader continues: its producer believes it is safe."),
    ),
    "lost_unacked": Words(
        _("Lost, and known to be"),
        _("Given up by its producer, and in no log that a leader continues."),
    ),
    "skipped": Words(
        _("Skipped"), _("An offset past it is committed, and the group never processed it.")
    ),
    "duplicate_in_log": Words(
        _("Duplicates in the log"), _("Further copies of one record in what leaders continue.")
    ),
    "processed": Words(_("Processed"), _("How often a group's member finished a record.")),
    "duplicate_processed": Words(
        _("Processed again"), _("How often a record was processed that its group had processed.")
    ),
    "out_of_order": Words(
        _("Out of order within a key"),
        _("Processed for the first time after a newer record of the same key."),
    ),
    "gave_up": Words(
        _("Given up"), _("Records that the producer reported as failed to its application.")
    ),
    "producer_errors": Words(
        _("Producer errors"), _("Answers and failures that made producers retry or give up, by kind.")
    ),
    "commits": Words(
        _("Offset commits"), _("How often a group's offset of a partition was committed.")
    ),
    "ack_p50": Words(_("Acknowledgement, median"), _ACK),
    "ack_p95": Words(_("Acknowledgement, 95 of 100"), _ACK),
    "ack_max": Words(_("Acknowledgement, longest"), _ACK),
    "visible_p50": Words(_("Visibility, median"), _VISIBLE),
    "visible_p95": Words(_("Visibility, 95 of 100"), _VISIBLE),
    "visible_max": Words(_("Visibility, longest"), _VISIBLE),
    "end_to_end_p50": Words(_("End to end, median"), _END),
    "end_to_end_p95": Words(_("End to end, 95 of 100"), _END),
    "end_to_end_max": Words(_("End to end, longest"), _END),
    "lag": Words(
        _("Lag at the end"),
        _("Leader's high watermark minus committed offset, summed over groups and partitions."),
    ),
    "lag_time": Words(
        _("Age of the oldest unread"),
        _("How long ago the oldest record was appended whose offset no group has passed."),
    ),
    "lag_peak": Words(
        _("Highest lag of a partition"), _("The largest lag that one partition of a group ever had.")
    ),
    "read_unavailable": Words(
        _("Without a leader"),
        _("Partition time in which its leader was down or none was there: neither write nor read."),
    ),
    "write_unavailable": Words(
        _("Not writable with acks=all"),
        _("Partition time without a leader, or with fewer in sync than min.insync.replicas."),
    ),
    "paused": Words(
        _("Paused by rebalances"), _("Partition time between giving a partition back and its new owner's start.")
    ),
    "unattended": Words(
        _("Unattended"), _("Partition time in which no living member of the group read a partition.")
    ),
    "published": Words(_("Events published"), _("Events that programs published.")),
    "delivered": Words(_("Delivered"), _("Events that arrived at programs.")),
    "handled": Words(_("Handled"), _("Events that programs finished working on.")),
    "lost": Words(_("Lost"), _("Events that will not reach a program that asked for them.")),
    "handled_again": Words(
        _("Handled again"), _("Events that a program worked on though it had done so before.")
    ),
    "handled_out_of_order": Words(
        _("Handled out of order"), _("Handled for the first time after a newer event of its key.")
    ),
    "expired": Words(_("Expired"), _("Events that waited in a queue past their time.")),
    "overflowed": Words(_("Overflowed"), _("Events that a full queue refused or dropped.")),
    "set_aside": Words(_("Set aside"), _("Events moved to a dead-letter queue.")),
    "forwarded": Words(_("Forwarded"), _("Events that one broker sent on to another.")),
    "calls_failed": Words(_("Calls failed"), _("Calls between services without an answer in time.")),
    "stale_used": Words(_("Stale values used"), _("Values acted upon though their source had newer.")),
    "diverged": Words(
        _("Copies apart"), _("For how long two services held different values for the same key.")
    ),
    "delivery_p50": Words(_("Delivery, median"), _DELIVERY),
    "delivery_p95": Words(_("Delivery, 95 of 100"), _DELIVERY),
    "delivery_max": Words(_("Delivery, longest"), _DELIVERY),
    "request_p50": Words(_("Request, median"), _REQUEST),
    "request_p95": Words(_("Request, 95 of 100"), _REQUEST),
    "request_max": Words(_("Request, longest"), _REQUEST),
}  # fmt: skip

BUSY = {
    "too_many_here": _(
        "Jobs from your address are still running. Wait for one to end, or cancel one."
    ),
    "too_many": _("The lab is full at the moment. Try again in a minute."),
    "too_fast": _("Many jobs were begun from your address. Try again in a minute."),
}
ENDS = {
    "cancelled": _("Cancelled. What was done until then is not shown: it would be half an answer."),
    "too_long": _(
        "Stopped: this took longer than the lab allows. Try fewer seeds or a shorter run."
    ),
    "failed": _("The workers failed at this. It is not your fault; run it again."),
}
