"""Processes of brokers and controllers that come and go."""

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, dict[str, Any]] = {
    "broker.added": {
        "plain": _("Broker {broker} starts for the first time; it holds nothing and registers."),
        "precise": _(
            "Broker {broker} joins the cluster with an empty log directory: no existing partition or "
            "leadership moves to it, only new topics, new partitions or a reassignment use it."
        ),
    },
    "broker.crashed": {
        "plain": _("Broker {broker} crashes, so its memory is gone; its log stays on disk."),
        "precise": _(
            "Broker {broker} ends without controlled shutdown, so it stays leader until the "
            "controller misses its heartbeats for broker.session.timeout.ms."
        ),
    },
    "broker.shutdown_started": {
        "plain": _(
            "Broker {broker} begins to stop, so the controller moves its leaderships first."
        ),
        "precise": _(
            "controlled.shutdown.enable = true: broker {broker} asks in its next heartbeat to shut "
            "down; the controller takes it out of the in-sync replicas and moves its leaderships."
        ),
    },
    "broker.stopped": {
        "plain": _("Broker {broker} stops in order, so its log ends cleanly on disk."),
        "precise": _(
            "Broker {broker} writes its clean-shutdown marker and ends; on return it keeps its place "
            "among the eligible leader replicas (KIP-966)."
        ),
    },
    "broker.started": {
        "plain": _(
            "Broker {broker} runs again, but serves nothing until the controller unfences it."
        ),
        "precise": _(
            "Broker {broker} registers, is fenced, replays the metadata log and is unfenced when it has "
            "caught up; registration is refused until its former session has ended."
        ),
    },
    "broker.disk_lost": {
        "plain": _("Broker {broker} loses its disk, so all of its logs are gone."),
        "precise": _(
            "All logs of broker {broker} are gone and its clean-shutdown marker with them. Its log "
            "directory is number {directory} now; one with a new id is never elected as the last "
            "known leader (KIP-966)."
        ),
    },
    "broker.clock_skewed": {
        "plain": _(
            "The clock of broker {broker} is wrong, so it stamps and deletes at the wrong time."
        ),
        "precise": _(
            "The clock of broker {broker} differs by {skew_us} µs from the others'; retention, "
            "LogAppendTime and the check of CreateTime go by it."
        ),
    },
    "broker.paused": {
        "plain": {
            "by": "until_at_us",
            "null": _("{process|Process} stands still, so it neither works nor answers."),
            "other": _(
                "{process|Process} stands still, so it answers nobody until {until_at_us|clock}."
            ),
        },
        "precise": _(
            "{process|Process} stands still as in a long garbage collection: its connections stay open, "
            "so others notice only by their own timeouts."
        ),
    },
    "broker.resumed": {
        "plain": _(
            "{process|Process} goes on where it stood, so messages that waited reach it now."
        ),
        "precise": _(
            "{process|Process} goes on where it stood; it may act on what it believed before until an "
            "answer tells it otherwise, such as NOT_LEADER_OR_FOLLOWER or ILLEGAL_GENERATION."
        ),
    },
    "controller.node_crashed": {
        "plain": _("{node|Process} crashes, so the quorum misses one vote."),
        "precise": _(
            "{node|Process} dies and its voter with it; the others elect without it as long as a "
            "majority of the voters is left. Its metadata log stays on disk."
        ),
    },
    "controller.node_started": {
        "plain": _("{node|Process} runs again, so the quorum has one vote more."),
        "precise": _(
            "{node|Process} comes back as an unattached voter, finds the leader of the quorum and "
            "fetches what its metadata log misses."
        ),
    },
}
