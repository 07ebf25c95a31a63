"""Leaders, followers, the in-sync replicas and the high watermark."""

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, dict[str, Any]] = {
    "replication.leadership_taken": {
        "plain": _(
            "Broker {broker} reads that it leads {topic}-{partition}, so it serves from offset "
            "{start_offset}."
        ),
        "precise": _(
            "Broker {broker} replays the decision, notes leader epoch {leader_epoch} with start "
            "offset "
            "{start_offset} for {topic}-{partition}, and serves from now on."
        ),
    },
    "replication.follower_started": {
        "plain": {
            "by": "leader",
            "-1": _("{topic}-{partition} has no leader, so broker {broker} cannot fetch it."),
            "other": _(
                "Broker {leader} leads {topic}-{partition}, so broker {broker} fetches from it."
            ),
        },
        "precise": {
            "by": "leader",
            "-1": _(
                "Broker {broker} stays follower of {topic}-{partition} without a leader in leader "
                "epoch "
                "{leader_epoch}."
            ),
            "other": _(
                "Broker {broker} follows broker {leader} for {topic}-{partition} in leader epoch "
                "{leader_epoch}; its fetches carry its last epoch, so that the leader can tell "
                "where "
                "their logs part."
            ),
        },
    },
    "replication.replicated": {
        "plain": _(
            "Broker {broker} copies offset {offset} of {topic}-{partition} from broker {leader}."
        ),
        "precise": _(
            "Follower {broker} appends offset {offset}, leader epoch {record_epoch}, as fetched "
            "from "
            "broker {leader}; log end offset is {next_offset}. The leader learns of it with the "
            "next "
            "fetch."
        ),
    },
    "replication.high_watermark_advanced": {
        "plain": {
            "by": "leads",
            "true": _(
                "All in-sync replicas of {topic}-{partition} hold everything below "
                "{high_watermark}, so the high watermark moves there."
            ),
            "other": _(
                "Broker {broker} learns from the leader, so its high watermark of "
                "{topic}-{partition} becomes {high_watermark}."
            ),
        },
        "precise": {
            "by": "leads",
            "true": _(
                "The smallest log end offset among the in-sync replicas of {topic}-{partition} is "
                "{high_watermark}, and min.insync.replicas is met: records below it are committed "
                "and "
                "readable."
            ),
            "other": _(
                "Follower {broker} sets its high watermark of {topic}-{partition} to the smaller "
                "of the "
                "leader's and its own log end offset: {high_watermark}. It lags one fetch behind."
            ),
        },
    },
    "replication.high_watermark_restored": {
        "plain": _(
            "Broker {broker} knows high watermark {high_watermark} of {topic}-{partition} until "
            "the leader "
            "says more."
        ),
        "precise": _(
            "After a restart or a truncation, the high watermark of {topic}-{partition} on broker "
            "{broker} is {high_watermark}: as of its last checkpoint "
            "(replica.high.watermark.checkpoint.interval.ms), never past its log end offset."
        ),
    },
    "replication.follower_lags": {
        "plain": _(
            "Broker {follower} has been behind on {topic}-{partition} for a while; soon it is out of sync."
        ),
        "precise": _(
            "Leader {broker} still waits for broker {follower} on {topic}-{partition}: more than half of "
            "replica.lag.time.max.ms is over since it was caught up."
        ),
    },
    "replication.follower_caught_up": {
        "plain": _("Broker {follower} has caught up on {topic}-{partition} with its leader."),
        "precise": _(
            "Leader {broker} got a fetch of broker {follower} from the end of {topic}-{partition}: caught "
            "up within replica.lag.time.max.ms."
        ),
    },
    "replication.isr_proposed": {
        "plain": {
            "by": "change",
            "shrink": _(
                "Broker {follower} lags on {topic}-{partition}, so the leader proposes it out of "
                "the "
                "in-sync replicas."
            ),
            "expand": _(
                "Broker {follower} has caught up on {topic}-{partition}, so the leader proposes "
                "it in "
                "sync."
            ),
            "other": _(
                "Leader {broker} proposes {isr|list} as in-sync replicas of {topic}-{partition}."
            ),
        },
        "precise": {
            "by": "change",
            "shrink": _(
                "AlterPartition of leader {broker} for {topic}-{partition}: broker {follower} did "
                "not "
                "reach the log end for replica.lag.time.max.ms; proposed in-sync {isr|list}. "
                "Valid when "
                "the controller has decided."
            ),
            "expand": _(
                "AlterPartition of leader {broker} for {topic}-{partition}: broker {follower} "
                "fetched up "
                "to the high watermark and this leader epoch's start; proposed in-sync "
                "{isr|list}. Until "
                "the decision, the high watermark waits for it too."
            ),
            "other": _(
                "AlterPartition of leader {broker} for {topic}-{partition}: proposed in-sync "
                "{isr|list}."
            ),
        },
    },
    "replication.isr_shrunk": {
        "plain": {
            "by": "isr",
            "[]": _(
                "Nobody is in sync on {topic}-{partition} any more, so acks=all cannot be met."
            ),
            "other": {
                "by": "isr|count",
                "1": _(
                    "{topic}-{partition} is in sync on broker {isr|list} only, so one more "
                    "failure stops it."
                ),
                "other": _(
                    "{topic}-{partition} is in sync on brokers {isr|list} only, so acks=all "
                    "waits for nobody else."
                ),
            },
        },
        "precise": _(
            "Out of the in-sync set of {topic}-{partition}: {removed|list}. In-sync is "
            "{isr|list}, eligible {elr|list}. Below min.insync.replicas, acks=all is refused "
            "and the high watermark stands still (KIP-966)."
        ),
    },
    "replication.elr_changed": {
        "plain": {
            "by": "elr",
            "[]": _(
                "No replica outside the in-sync set of {topic}-{partition} may lead it any longer."
            ),
            "other": _(
                "Brokers {elr|list} hold all committed records of {topic}-{partition}, so they may "
                "still lead it."
            ),
        },
        "precise": _(
            "The eligible leader replicas of {topic}-{partition} change to {elr|list} (KIP-966); "
            "in-sync stays {isr|list}."
        ),
    },
    "replication.isr_expanded": {
        "plain": _(
            "{topic}-{partition} is in sync on brokers {isr|list} again, so acks=all waits for "
            "them."
        ),
        "precise": _(
            "Back in the in-sync set of {topic}-{partition}: {added|list}. In-sync is {isr|list}, "
            "eligible {elr|list}. The high watermark counts them from now on."
        ),
    },
}
