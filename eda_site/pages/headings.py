"""What a teacher looks for in the gallery: the headings of the course, in its order."""

from typing import Any

from django.utils.translation import gettext_lazy as _

HEADINGS: dict[str, Any] = {
    "events": _("Events"),
    "pubsub": _("Publish and subscribe"),
    "topics": _("Topics and wildcards"),
    "mesh": _("Event mesh"),
    "consistency": _("Eventual consistency"),
    "sagas": _("Choreography and orchestration"),
    "partitions": _("Partitions and offsets"),
    "groups": _("Consumers and groups"),
    "commits": _("Commits of offsets"),
    "replication": _("Replication and election"),
    "controllers": _("ZooKeeper and KRaft"),
    "retention": _("Retention and compaction"),
    "delivery": _("Lost, twice or once"),
    "transactions": _("Transactions"),
    "share": _("Share groups"),
}
"""Id, as a scene's `shows` has it, -> what readers see."""
