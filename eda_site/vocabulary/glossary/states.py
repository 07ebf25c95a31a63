"""States that a broker, a consumer, a group or a connection can be in, and what follows from each."""

from typing import Any

from django.utils.translation import gettext_lazy as _

CARDS: dict[str, dict[str, Any]] = {
    "down": {
        "title": _("Down"),
        "text": _(
            "The process died. Its memory is gone, its log is still on its disk. Nobody is told; the "
            "others notice when its heartbeats do not come."
        ),
        "not": _("Stopped cleanly, when leaderships move first and everybody knows."),
        "kafka": "",
    },
    "paused process": {
        "title": _("Paused process"),
        "text": _(
            "The process stands still, as in a long garbage collection, and knows nothing of it. For the "
            "others it looks like a crash until it goes on."
        ),
        "not": _("A crash: its memory is still there afterwards."),
        "kafka": "",
    },
    "slow connection": {
        "title": _("Slow connection"),
        "text": _(
            "Every message takes longer, so followers fall behind and timeouts come near. Nothing is lost "
            "by it, and nobody knows whether an answer is late or will never come."
        ),
        "not": _("A cut connection, on which nothing arrives at all."),
        "kafka": "request.timeout.ms = 30000",
    },
    "cut connection": {
        "title": _("Cut connection"),
        "text": _(
            "Nothing gets through, and neither end is told. Each learns of it only when an answer has not "
            "come within its request timeout."
        ),
        "not": _("A closed connection, which both ends notice at once."),
        "kafka": "request.timeout.ms = 30000",
    },
    "in doubt": {
        "title": _("In doubt"),
        "text": _(
            "The request is sent and its answer has not come. It may have been done, or not; whoever "
            "sent it cannot tell the two apart yet."
        ),
        "not": _("Failed: a request that timed out may have been done."),
        "kafka": "delivery.timeout.ms = 120000",
    },
    "out of sync": {
        "title": _("Out of sync"),
        "text": _(
            "A replica that has not reached the end of its leader's log for too long. acks=all no longer "
            "waits for it, and a clean election does not choose it."
        ),
        "not": _("A few records behind, which an in-sync replica may be."),
        "kafka": "replica.lag.time.max.ms = 30000",
    },
    "unclean": {
        "title": _("Unclean leader"),
        "text": _(
            "This leader was not in sync when it was chosen. What it lacked is lost on all replicas, even "
            "if a producer was told that it was written."
        ),
        "not": _("A leader that took over cleanly and lost no committed record."),
        "kafka": "unclean.leader.election.enable = false",
    },
    "idle consumer": {
        "title": _("Idle consumer"),
        "text": _(
            "A member without a partition: there are more members than partitions. It waits, and takes "
            "over when another member goes."
        ),
        "not": _("A consumer that has caught up and waits for records."),
        "kafka": "",
    },
    "Empty": {
        "title": _("Empty (group state)"),
        "text": _(
            "The group has no members. Its committed offsets stay until they expire, so a member that "
            "joins later goes on from there."
        ),
        "not": _("Dead: then the offsets are gone as well."),
        "kafka": "offsets.retention.minutes = 10080",
    },
    "PreparingRebalance": {
        "title": _("PreparingRebalance (group state)"),
        "text": _(
            "The coordinator waits until every member has joined again, or its time is over. Nobody gets a "
            "new assignment before that."
        ),
        "not": _("CompletingRebalance, when all have joined and the assignment is awaited."),
        "kafka": "max.poll.interval.ms = 300000, group.initial.rebalance.delay.ms = 3000",
    },
    "CompletingRebalance": {
        "title": _("CompletingRebalance (group state)"),
        "text": _(
            "All members have joined the new generation. The coordinator waits for the group's leader, "
            "which computes who gets which partition."
        ),
        "not": _("Stable: in that state each member has its partitions."),
        "kafka": "partition.assignment.strategy",
    },
    "Stable": {
        "title": _("Stable (group state)"),
        "text": _(
            "Every member has its assignment, and heartbeats keep it. Each partition has exactly one owner "
            "within the group."
        ),
        "not": _("Caught up: a stable group may lag far behind."),
        "kafka": "",
    },
    "Assigning": {
        "title": _("Assigning (group state)"),
        "text": _(
            "The group changed, and its coordinator computes a new target assignment. Members go on with "
            "what they own meanwhile."
        ),
        "not": _("Reconciling, when members move toward a target that is known."),
        "kafka": "group.consumer.assignors (KIP-848)",
    },
    "Reconciling": {
        "title": _("Reconciling (group state)"),
        "text": _(
            "The target is known, and each member moves toward it at its own pace: first it gives up what "
            "is no longer its own, then it gets the rest."
        ),
        "not": _("A rebalance that stops everybody; here only moved partitions pause."),
        "kafka": "group.consumer.heartbeat.interval.ms (KIP-848)",
    },
    "Dead": {
        "title": _("Dead (group state)"),
        "text": _(
            "The group has no members and no offsets any more, or its coordinator is moving away. Whoever "
            "asks must look for the coordinator again."
        ),
        "not": _("Empty: there the offsets are kept."),
        "kafka": "",
    },
    "static member": {
        "title": _("Static member"),
        "text": _(
            "A member with a name of its own that outlives a restart. If it comes back within its session "
            "timeout it gets the same partitions, without a rebalance."
        ),
        "not": _("A member that is tied to fixed partitions; any member may get any."),
        "kafka": "group.instance.id (KIP-345)",
    },
    "transaction": {
        "title": _("Transaction"),
        "text": _(
            "Records and offsets in several partitions that count together or not at all, for readers "
            "with isolation.level = read_committed."
        ),
        "not": _("A database transaction: other systems take no part in it."),
        "kafka": "transactional.id, transaction.timeout.ms = 60000",
    },
    "transaction marker": {
        "title": _("Transaction marker"),
        "text": _(
            "A record that the coordinator writes into each partition at a transaction's end: committed or "
            "aborted. It takes an offset but no consumer sees it."
        ),
        "not": _("A tombstone, which deletes a key."),
        "kafka": "isolation.level",
    },
    "last stable offset": {
        "title": _("Last stable offset"),
        "text": _(
            "Up to here every transaction is decided. Readers with read_committed stop here, even if later "
            "records of others are replicated already."
        ),
        "not": _("The high watermark, which is about copies, not transactions."),
        "kafka": "isolation.level, transaction.timeout.ms = 60000",
    },
    "producer epoch": {
        "title": _("Producer epoch"),
        "text": _(
            "Counts the lives of a transactional producer. A newer one fences the older: its requests are "
            "refused, so a zombie cannot write into a new transaction."
        ),
        "not": _("The leader epoch, which counts leaders of a partition."),
        "kafka": "transactional.id (KIP-98, KIP-360)",
    },
    "dead letter topic": {
        "title": _("Dead letter topic"),
        "text": _(
            "A topic into which an application sets records aside that it cannot process, so that the "
            "others are not held up behind them."
        ),
        "not": _("A feature of Kafka's brokers: the application does it itself."),
        "kafka": "errors.deadletterqueue.topic.name (Kafka Connect)",
    },
    "ZooKeeper": {
        "title": _("ZooKeeper"),
        "text": _(
            "Until Kafka 3.9 an ensemble of its own kept the cluster's metadata and its election of a "
            "controller. Since 4.0 the controllers keep it themselves, as KRaft."
        ),
        "not": _("A place for records or for offsets of today's consumers."),
        "kafka": "zookeeper.connect (removed in 4.0)",
    },
}
