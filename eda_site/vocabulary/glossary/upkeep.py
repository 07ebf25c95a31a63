"""What becomes of records that lie in a log for long."""

from typing import Any

from django.utils.translation import gettext_lazy as _

CARDS: dict[str, dict[str, Any]] = {
    "segment": {
        "title": _("Segment"),
        "text": _(
            "One file of a log, named by its base offset. Records are added to the last one only, the "
            "active segment; a new one begins when it is full or its first record too old."
        ),
        "not": _("A partition: all segments of a log belong to one."),
        "kafka": "segment.bytes = 1 GiB (at least 1 MiB), segment.ms = 7 d",
    },
    "retention": {
        "title": _("Retention"),
        "text": _(
            "Each broker deletes whole old segments now and then: when the newest record in one is too "
            "old, or the partition too big. Even the active segment goes once all of it is too old."
        ),
        "not": _("A queue's rule: it does not matter whether anybody has read the records."),
        "kafka": "retention.ms = 7 d, retention.bytes = -1, log.retention.check.interval.ms",
    },
    "compaction": {
        "title": _("Compaction"),
        "text": _(
            "The cleaner takes records out of closed segments when a newer one of their key stands in "
            "the part that is cleaned. Offsets and order stay; gaps remain."
        ),
        "not": _("Compression, or a promise of one record per key."),
        "kafka": "cleanup.policy = compact, min.cleanable.dirty.ratio = 0.5",
    },
    "tombstone": {
        "title": _("Tombstone"),
        "text": _(
            "A record with a key and no value: it says that the key is deleted. Compaction keeps it for "
            "a while after its first cleaning, so that late readers learn of it."
        ),
        "not": _("An immediate deletion: older records stay until the cleaner comes by."),
        "kafka": "delete.retention.ms = 1 d",
    },
    "timestamp": {
        "title": _("Timestamp"),
        "text": _(
            "When a record was created, as its producer says, or when the leader wrote it, by the "
            "leader's clock. Retention by time goes by it."
        ),
        "not": _("The order of records: offsets give it, timestamps may go backwards."),
        "kafka": "message.timestamp.type = CreateTime, message.timestamp.after.max.ms = 1 h",
    },
}
