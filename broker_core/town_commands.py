"""What each command needs to be true in the other families, and what it does."""

from collections.abc import Callable
from typing import Any

from broker_core import plans
from broker_core.commands import kafka
from broker_core.conditions import check_when, when
from broker_core.mesh import commands as mesh
from broker_core.pubsub import commands as pubsub
from broker_core.services import commands as services

RULES: dict[type, tuple[Callable[[Any, Any], Any], Callable[[Any, Any], None]]] = {
    kafka.When: (check_when, when),
    **plans.RULES,
    **pubsub.RULES,
    **mesh.RULES,
    **services.RULES,
}
"""Command class -> (why not, do it)."""
