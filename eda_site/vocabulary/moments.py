"""Moments that a planned fault may wait for, under names: the first event that fits after it was planned."""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _


class Moment(NamedTuple):
    """`clause` stands between `when` and `do`, with {who} of the kind `of` ("" for nobody)."""

    clause: str
    of: str
    label: Any


MOMENTS = (
    Moment("log.record_appended broker={who}", "broker",
           _("a record is in the log of leader {who}, before any follower has it")),
    Moment("network.sent kind=produce_reply source=broker-{who}", "broker",
           _("a receipt leaves broker {who}, before any follower fetches again")),
    Moment("client.ack_received producer={who}", "producer", _("a receipt reaches {who}")),
    Moment("client.record_created producer={who}", "producer", _("{who} has made a record")),
    Moment("client.records_returned member={who}", "member",
           _("poll has given {who} records, before any work")),
    Moment("client.record_processed member={who}", "member",
           _("{who} has done a record's work, before it commits the offset")),
    Moment("client.offset_committed member={who}", "member", _("{who} has committed an offset")),
    Moment("replication.isr_shrunk", "", _("a replica has left the in-sync replicas")),
    Moment("controller.leader_elected", "", _("a new leader is elected")),
    Moment("group.rebalanced", "", _("a rebalance is over")),
    Moment("pubsub.published client={who}", "client", _("{who} has published an event")),
    Moment("pubsub.delivered client={who}", "client", _("an event reaches {who}")),
    Moment("pubsub.work_started client={who}", "client", _("{who} begins to work on an event")),
    Moment("pubsub.processed client={who}", "client",
           _("{who} has done the work, before it acknowledges")),
)  # fmt: skip
"""In the order in which they are offered."""
