"""stub"""

from typing import Any

from broker_core.kernel.world import World

FATAL_FOR_PRODUCE = frozenset({"INVALID_PRODUCER_EPOCH", "INVALID_TXN_STATE"})


def settled(world: World, producer: Any) -> None:
    pass


def batch_failed(world: World, producer: Any, error: str) -> None:
    pass
