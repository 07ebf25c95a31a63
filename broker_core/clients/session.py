"""What a transactional producer knows of its own transactions (semantics 2.7)."""

from broker_core.kernel.state import Plain, state


@state
class Session:
    """Phases: lost (no coordinator known), initialising, ready, open, ending, fenced.

    `wish` is what the application asked for, "commit" or "abort", "" while it goes on. `error` is
    why only an abort is possible now. `offsets` (topic, partition, next offset) go with the
    transaction, for `group` = (group, member id, generation, instance id). `begun` counts transactions, `sent`
    the records of this one. `asked` is the step an answer is awaited for: "", find, init, offsets,
    end. `hung_until_us`: until then the application does nothing; -1 for ever.
    """

    transactional_id: str
    phase: str
    coordinator: int
    group_coordinator: int
    asked: str
    failures: int
    wish: str
    error: Plain
    started: bool
    begun: int
    sent: int
    offsets: Plain
    group: Plain
    records: int
    every_us: int
    due_us: int
    hung_until_us: int


def new_session(transactional_id: str, records: int, every_us: int) -> Session:
    """A session before initTransactions; `records` each `every_us`, 0 for commands only."""
    return Session(
        transactional_id, "lost", -1, -1, "", 0, "", None, False, 0, 0, (), None, records,
        every_us, 0, 0,
    )  # fmt: skip
