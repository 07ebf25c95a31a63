"""The auditor's ledger of the other families: a fold over events, O(1) an event."""

from typing import Any

from broker_core.kernel.state import state


@state
class Ledger:
    """What became of every published event, for everybody who asked for it."""

    counts: dict[str, int]


def new_ledger() -> Ledger:
    return Ledger({})


def observe(ledger: Ledger, event: Any) -> None:
    """Take one event in, in order."""


def measure(ledger: Ledger, now_us: int) -> dict[str, Any]:
    """All measures as JSON-able data; times in virtual microseconds."""
    return {"counts": dict(ledger.counts)}
