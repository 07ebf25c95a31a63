"""What a run came to, as rows with a name: the auditor's counts."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

NAMES: dict[str, Any] = {
    "acknowledged": _("records acknowledged"),
    "calls_failed": _("calls that failed"),
    "commits": _("offsets committed"),
    "compensated": _("steps made good"),
    "confirmed": _("events confirmed"),
    "created": _("records created"),
    "delivered": _("events delivered"),
    "discarded": _("events discarded"),
    "duplicate_in_log": _("records twice in a log"),
    "duplicate_processed": _("records processed twice"),
    "duplicated": _("events processed twice"),
    "expired": _("events expired"),
    "gave_up": _("sends given up"),
    "lost": _("events lost"),
    "lost_acked": _("acknowledged records lost"),
    "lost_unacked": _("unacknowledged records lost"),
    "out_of_order": _("out of order for a key"),
    "overflowed": _("events overflowed"),
    "processed": _("processed"),
    "published": _("events published"),
    "redelivered": _("events delivered again"),
    "refused": _("events refused"),
    "resent": _("events sent again"),
    "sagas_finished": _("sagas finished"),
    "sagas_started": _("sagas started"),
    "sagas_stuck": _("sagas stuck"),
    "skipped": _("records skipped"),
}


def rows_of(summary: Mapping[str, int]) -> list[tuple[Any, int]]:
    """The counts that have a name here, zero included."""
    return [(NAMES[key], value) for key, value in summary.items() if key in NAMES]
