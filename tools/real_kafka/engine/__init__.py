"""The same situations in Eventarium's engine: `python -m tools.real_kafka engine`."""

from tools.real_kafka.engine import brokers, groups, logs, shares, transactions

SITUATIONS = (
    brokers.crash, brokers.lost_tail, brokers.parked_fetch, brokers.paused_leader, brokers.eligible,
    logs.quorum, logs.watermarks, logs.sequences, logs.retention, logs.compaction, logs.operators,
    groups.group, groups.rebalances, groups.poll_deadline, groups.consumer_protocol,
    groups.commit_without_followers,
    shares.share_group, transactions.transactions,
)  # fmt: skip


def main() -> None:
    for situation in SITUATIONS:
        situation()
