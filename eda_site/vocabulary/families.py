"""What the families of events are called: the first part of an event's type."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from broker_core.events import REGISTRY

FAMILIES: dict[str, Any] = {
    "broker": _("brokers"),
    "client": _("producers and consumers"),
    "controller": _("controllers"),
    "group": _("groups"),
    "log": _("logs"),
    "mesh": _("event mesh"),
    "network": _("network"),
    "pubsub": _("publish and subscribe"),
    "replication": _("replication"),
    "service": _("services"),
    "share": _("share groups"),
    "transaction": _("transactions"),
    "zookeeper": _("ZooKeeper"),
}


def families() -> list[tuple[str, Any]]:
    """Every family that the engine has, with its name; a new one shows its own word until it has one."""
    known = dict.fromkeys(name.partition(".")[0] for name in REGISTRY)
    return [(family, FAMILIES.get(family, family)) for family in sorted(known)]
