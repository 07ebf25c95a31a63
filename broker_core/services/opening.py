"""A service at the start of a run."""

from typing import Any

from broker_core.events.service import Declared
from broker_core.services import stores
from broker_core.services.state import Service
from broker_core.town import Town


def declare(t: Town, row: dict[str, Any]) -> None:
    """A service's place, with what its stores hold at first (version 1 of each key).

    Stores and keys come in the order of their names, since a scenario that was written down as JSON
    has lost any other.
    """
    stored = {store: sorted(row["stores"][store].items()) for store in sorted(row["stores"])}
    it = t.services[row["id"]] = Service(
        row["id"], tuple(row["handlers"]), row["mode"], row["carries"], tuple(row["fields"]),
        tuple(row["needs"]), row["workers"], row["idempotent"], row["ordered"], row["outbox"],
        tuple(row["owns"]), {name: {} for name in stored},
    )  # fmt: skip
    settings = (
        ("carries", it.carries), ("fields", it.fields), ("needs", it.needs),
        ("idempotent", it.idempotent), ("ordered", it.ordered), ("outbox", it.uses_outbox),
        ("owns", it.owns), ("handlers", tuple((h["on"], h["mode"]) for h in it.handlers)),
    )  # fmt: skip
    t.world.emit(Declared, it.name, it.mode, it.workers, it.deployed, settings)
    for store, entries in stored.items():
        for key, value in entries:
            stores.put(t, it, store, key, value, 0, 1)
