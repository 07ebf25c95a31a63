"""Transactions: the coordinator's decision, the markers, what readers see."""

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, dict[str, Any]] = {
    "transaction.initialised": {
        "plain": _(
            "Broker {coordinator} gives {transactional_id} epoch {producer_epoch}, so older sessions are "
            "fenced."
        ),
        "precise": _(
            "InitProducerId for transactional.id {transactional_id}: producer id {producer_id}, epoch "
            "{producer_epoch}. Requests with an older epoch get PRODUCER_FENCED or INVALID_PRODUCER_EPOCH."
        ),
    },
    "transaction.begun": {
        "plain": _("{producer} begins a transaction; nobody else knows of it yet."),
        "precise": _(
            "beginTransaction() number {number} of {transactional_id}: local to the producer; the "
            "coordinator hears of it with the first record or offset."
        ),
    },
    "transaction.partition_added": {
        "plain": _(
            "The coordinator notes {topic}-{partition} as part of the transaction {transactional_id}."
        ),
        "precise": _(
            "{topic}-{partition} was registered by its leader (transaction.version 2). {transactional_id} "
            "is Ongoing with {partitions|count} partition(s) and expires at {timeout_at_us|clock} "
            "(transaction.timeout.ms)."
        ),
    },
    "transaction.ending": {
        "plain": {
            "by": "outcome",
            "commit": _("{producer} ends its transaction with commit() and sends what is left."),
            "other": {
                "by": "error",
                "null": _("{producer} aborts its transaction, because its application says so."),
                "other": _("{producer} aborts its transaction, because {error|error}."),
            },
        },
        "precise": {
            "by": "outcome",
            "commit": _(
                "commitTransaction() of {transactional_id}: flush, offsets to the group's coordinator, "
                "then EndTxn."
            ),
            "other": _(
                "abortTransaction() of {transactional_id}: batches that never left are dropped, then EndTxn."
            ),
        },
    },
    "transaction.expired": {
        "plain": _(
            "The transaction {transactional_id} stays open for too long, so the coordinator aborts it."
        ),
        "precise": _(
            "{transactional_id} was Ongoing for longer than {timeout_us|duration} (transaction.timeout.ms): "
            "the coordinator raises the epoch, which fences {producer}, and aborts."
        ),
    },
    "transaction.prepared": {
        "plain": {
            "by": "outcome",
            "commit": _(
                "The decision for {transactional_id} is replicated: its records count, whatever happens now."
            ),
            "other": _(
                "The decision against {transactional_id} is replicated: its records never count."
            ),
        },
        "precise": _(
            "{state} of {transactional_id} is on every in-sync replica of __transaction_state: the point of "
            "no return. Epoch {producer_epoch} from now on; broker {coordinator} writes the markers."
        ),
    },
    "transaction.confirmed": {
        "plain": _(
            "{producer} learns that its transaction is decided; the markers may still travel."
        ),
        "precise": _(
            "EndTxn of {transactional_id} ({outcome}) is answered after the decision and before the markers; "
            "it brings the new producer epoch."
        ),
    },
    "transaction.marker_written": {
        "plain": {
            "by": "outcome",
            "commit": _(
                "Broker {broker} marks {topic}-{partition} offset {offset}: the records of {producer} count."
            ),
            "other": _(
                "Broker {broker} marks {topic}-{partition} offset {offset}: the records of {producer} are "
                "void."
            ),
        },
        "precise": _(
            "Control record ({outcome}) of {producer} at offset {offset} of {topic}-{partition}. It takes an "
            "offset and no application ever gets it."
        ),
    },
    "transaction.committed": {
        "plain": _(
            "Every partition has its marker, so the transaction {transactional_id} is over."
        ),
        "precise": _("CompleteCommit of {transactional_id}: all markers are replicated."),
    },
    "transaction.aborted": {
        "plain": _(
            "Every partition has its abort marker, so the transaction {transactional_id} is over."
        ),
        "precise": _(
            "CompleteAbort of {transactional_id}: the records stay in the logs; read_committed skips them."
        ),
    },
    "transaction.fenced": {
        "plain": _("{producer} is fenced, because {error|error}."),
        "precise": _(
            "{error} for {transactional_id}: fatal for this session of {producer}. Another session has its "
            "transactional.id, or the coordinator raised the epoch after transaction.timeout.ms."
        ),
    },
    "transaction.coordinator_moved": {
        "plain": _(
            "Broker {broker} takes over the transaction {transactional_id} from what its log says."
        ),
        "precise": _(
            "Broker {broker} leads the partition of __transaction_state for {transactional_id} (state "
            "{state}); what was prepared is finished, what is open waits for its end or timeout."
        ),
    },
    "transaction.last_stable_offset_moved": {
        "plain": _(
            "Committed records of {topic}-{partition} can be read up to offset {offset} now."
        ),
        "precise": _(
            "Last stable offset of {topic}-{partition}: {offset}, high watermark {high_watermark}. "
            "read_committed stops at the first record of an open transaction, whoever wrote what follows."
        ),
    },
    "transaction.offsets_pending": {
        "plain": _(
            "The coordinator of {group} holds offsets of {producer} until its transaction ends."
        ),
        "precise": _(
            "TxnOffsetCommit: {offsets|count} offset(s) of {group} are in __consumer_offsets as part of the "
            "transaction; an OffsetFetch for stable offsets gets UNSTABLE_OFFSET_COMMIT meanwhile."
        ),
    },
    "transaction.offsets_settled": {
        "plain": {
            "by": "outcome",
            "commit": _("The offsets of {producer} count for {group} now, with its transaction."),
            "other": _(
                "The offsets of {producer} are dropped, because its transaction was aborted."
            ),
        },
        "precise": _(
            "The marker ({outcome}) of {producer} reached the __consumer_offsets partition of {group}."
        ),
    },
    "transaction.records_skipped": {
        "plain": {
            "by": "aborted",
            "0": _(
                "{member} passes over a marker of {topic}-{partition} that no application gets."
            ),
            "other": _(
                "{member} passes over {aborted} aborted records of {topic}-{partition}, as it reads committed "
                "records."
            ),
        },
        "precise": _(
            "{member} filters {topic}-{partition}: {aborted} aborted record(s), by the aborted list of the "
            "Fetch answer, and {markers} control record(s). Its position steps over them."
        ),
    },
}
