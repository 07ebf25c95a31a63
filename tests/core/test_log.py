"""A partition log by itself: epochs and truncation."""

from broker_core.log.partition_log import PartitionLog, Record, new_log


def log_of(*epochs: int) -> PartitionLog:
    """A log with one record for each epoch given."""
    log = new_log()
    for offset, epoch in enumerate(epochs):
        log.append(Record(offset, epoch, offset + 1, None, None, 0, None, -1, -1, -1, offset, 0))
    return log


def test_the_end_of_an_epoch_is_where_the_next_begins():
    log = log_of(0, 0, 2, 2, 5)
    assert log.end_of_epoch(0) == (0, 2)
    assert log.end_of_epoch(1) == (0, 2)
    assert log.end_of_epoch(2) == (2, 4)
    assert log.end_of_epoch(5) == (5, 5)
    assert log.end_of_epoch(6) == (-1, -1)


def test_truncating_erases_the_tail_and_its_epochs():
    log = log_of(0, 0, 2, 2, 5)
    assert [r.offset for r in log.truncate(2)] == [2, 3, 4]
    assert log.log_end == 2
    assert log.epochs == [(0, 0)]


def test_truncating_at_the_end_forgets_an_epoch_in_which_nothing_was_written():
    """Else the follower tells of that epoch for ever, and its leader answers that it diverges."""
    log = log_of(0)
    log.begin_epoch(1, 1)
    assert log.truncate(1) == []
    assert log.epochs == [(0, 0)]
    assert log.last_epoch == 0
