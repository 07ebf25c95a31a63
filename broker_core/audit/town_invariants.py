"""What must hold at every moment of a run of the other families."""

from typing import Any


def broken(t: Any) -> list[str]:
    """What does not hold now, in words; empty when all is well."""
    return []
