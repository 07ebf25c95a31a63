"""The publishing half of a client: its program, its local buffer, its way to the broker."""

from broker_core.town import Town


def start_program(t: Town, client: str, after_us: int) -> None:
    """A client's program publishes its events in turn from then on, if it has any."""
