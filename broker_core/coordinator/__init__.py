"""The group coordinator: where a group lives, who belongs to it and what each member reads."""

from broker_core.coordinator.placement import coordinator_partition

__all__ = ["coordinator_partition"]
