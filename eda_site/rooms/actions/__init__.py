"""Every intent that a room understands: one module per namespace, one table for the door."""

from eda_site.rooms.actions import commands, drive, host, lab, people, timelines
from eda_site.rooms.actions.registry import ACTIONS, Action, Intent, Store

__all__ = [
    "ACTIONS",
    "Action",
    "Intent",
    "Store",
    "commands",
    "drive",
    "host",
    "lab",
    "people",
    "timelines",
]
