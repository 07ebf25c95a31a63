"""What a share consumer keeps besides its membership (semantics 6.2)."""

from broker_core.kernel.state import Plain, state


@state
class Share:
    """`batch`: records it holds, (topic, partition, offset, record, key, delivery), the first one in
    work while the consumer is working; `verdicts`: (topic, partition, offset, verdict) that were not
    sent yet."""

    assigned: Plain
    batch: list[Plain]
    verdicts: list[Plain]
    fetching: dict[str, int]
    session: int
    acknowledging: int
    resting: bool


def new_share() -> Share:
    """Nothing assigned, nothing held."""
    return Share((), [], [], {}, 0, 0, False)
