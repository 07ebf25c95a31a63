"""Commands that wait for an event: the same in every family."""

from typing import Any

from broker_core.commands import kafka
from broker_core.config.table import nearest
from broker_core.errors import Rejected
from broker_core.events import REGISTRY

MOST = 64


def check_when(c: Any, cmd: kafka.When) -> Rejected | None:
    if cmd.event not in REGISTRY:
        return Rejected("unknown_event", event=cmd.event, nearest=nearest(cmd.event, REGISTRY))
    known = ("at_us", *REGISTRY[cmd.event].fields)
    for name, _ in cmd.conditions:
        if name not in known:
            return Rejected("unknown_field", verb=cmd.event, field=name, expected=", ".join(known))
    if len(c.conditions) >= MOST:
        return Rejected("too_many", kind="conditions", limit=MOST)
    return None


def when(c: Any, cmd: kafka.When) -> None:
    """Arm it; the simulation looks at every event (Simulation._meet)."""
    c.conditions.append((c.commands, cmd.event, cmd.conditions, cmd.do))
