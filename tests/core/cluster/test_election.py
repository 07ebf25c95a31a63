"""Every row of semantics 3.4 and 3.5, and of a reassignment's end, as one table over the pure function."""

from typing import Any, NamedTuple

import pytest

from broker_core.controller.election import Assignment, move_to, next_registration
from broker_core.replication.metadata import Registration


def reg(leader: int, isr: tuple[int, ...], **more: Any) -> Registration:
    """Replicas 1, 2, 3 in leader epoch 5 and partition epoch 9."""
    base = Registration("orders", 0, (1, 2, 3), isr, (), (), leader, 5, 9)
    return base._replace(**more)


class Row(NamedTuple):
    """`then` = (leader, election, in-sync, eligible, last known, leader epoch), None: no change."""

    name: str
    before: Registration
    isr: tuple[int, ...]
    alive: tuple[int, ...]
    then: tuple[Any, ...] | None
    min_insync: int = 2
    elr: bool = True
    unclean: bool = False
    lost: tuple[int, ...] = ()
    prefer: bool = False


ROWS = [
    Row("nothing changes", reg(1, (1, 2, 3)), (1, 2, 3), (1, 2, 3), None),
    Row("keep: the leader stays while in sync", reg(2, (1, 2, 3)), (2, 1), (1, 2, 3),
        (2, "", (2, 1), (), (), 5)),
    Row("clean: first in assignment order, not of the in-sync list", reg(1, (3, 2, 1)), (3, 2),
        (2, 3), (2, "clean", (3, 2), (), (), 6)),
    Row("clean: the first that is alive", reg(1, (1, 2, 3)), (2, 3), (3,),
        (3, "clean", (2, 3), (), (), 6)),
    Row("preferred: back to the first replica", reg(2, (2, 1)), (2, 1), (1, 2),
        (1, "clean", (2, 1), (), (), 6), prefer=True),
    Row("preferred: not while it is out of sync", reg(2, (2, 3)), (2, 3), (1, 2, 3), None,
        prefer=True),
    Row("ELR: empty while enough are in sync", reg(1, (1, 2, 3)), (1, 2), (1, 2),
        (1, "", (1, 2), (), (), 5)),
    Row("ELR: who leaves below the minimum stays eligible", reg(1, (1, 2)), (1,), (1,),
        (1, "", (1,), (2,), (), 5)),
    Row("ELR: cleared when enough are back", reg(1, (1,), elr=(2,)), (1, 2), (1, 2),
        (1, "", (1, 2), (), (), 5)),
    Row("ELR: a fence of the last member empties the in-sync set and notes the leader",
        reg(1, (1,)), (), (), (-1, "none", (), (1,), (1,), 6)),
    Row("ELR: leads when nobody is in sync, alone in sync then", reg(1, (1,), elr=(2,)), (), (2,),
        (2, "eligible", (2,), (1,), (), 6)),
    Row("ELR: not while somebody is in sync", reg(1, (1, 3), elr=(2,)), (3,), (2, 3),
        (3, "clean", (3,), (1, 2), (), 6), min_insync=3),
    Row("ELR: an unclean restart loses eligibility", reg(-1, (), elr=(1, 2), last_known=(1,)), (),
        (), (-1, "", (), (2,), (1,), 5), lost=(1,)),
    Row("last known: nobody in sync or eligible", reg(-1, (), last_known=(1,)), (), (1, 3),
        (1, "last-known", (1,), (), (), 6)),
    Row("last known: not while an absent member is eligible", reg(-1, (), elr=(2,), last_known=(1,)),
        (), (1, 3), None),
    Row("last known: not without ELR", reg(-1, (), last_known=(1,)), (), (1,), None, elr=False),
    Row("unclean: off keeps the partition offline", reg(1, (1,)), (), (3,),
        (-1, "none", (), (1,), (1,), 6)),
    Row("unclean: the first alive, alone in sync, nobody eligible", reg(1, (1,), elr=(2,)), (), (3,),
        (3, "unclean", (3,), (), (), 6), unclean=True),
    Row("unclean: clean ones first", reg(1, (1, 3)), (3,), (2, 3),
        (3, "clean", (3,), (1,), (), 6), unclean=True),
    Row("ELR off: the last member stays listed while the leader is -1", reg(1, (1,)), (), (3,),
        (-1, "none", (1,), (), (), 6), elr=False),
    Row("ELR off: it leads again when it is back", reg(-1, (1,)), (1,), (1, 3),
        (1, "clean", (1,), (), (), 6), elr=False),
    Row("min.insync above the replicas counts as their number", reg(1, (1, 2, 3)), (1, 2), (1, 2),
        (1, "", (1, 2), (3,), (), 5), min_insync=9),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_row_of_the_election_table(row: Row) -> None:
    change = next_registration(
        row.before, row.isr, lambda b: b in row.alive, row.min_insync, row.elr, row.unclean,
        row.lost, row.prefer,
    )  # fmt: skip
    if row.then is None:
        assert change is None
        return
    assert change is not None
    after = change.registration
    assert change.election == row.then[1]
    assert (after.leader, after.isr, after.elr, after.last_known, after.leader_epoch) == (
        row.then[0], *row.then[2:],
    )  # fmt: skip
    assert after.partition_epoch == 10


def move(
    before: Registration, target: tuple[int, ...], isr: tuple[int, ...] | None = None
) -> Registration:
    change = next_registration(
        before, before.isr if isr is None else isr, lambda b: True, 2, True,
        assignment=move_to(before, target) if target else None,
    )  # fmt: skip
    assert change is not None
    return change.registration


def test_a_reassignment_keeps_the_old_until_the_new_are_in_sync() -> None:
    began = move(reg(1, (1, 2, 3)), (1, 3, 4))
    assert (began.replicas, began.adding, began.removing) == ((1, 3, 4, 2), (4,), (2,))
    assert (began.leader, began.leader_epoch, began.isr) == (1, 5, (1, 2, 3))
    ended = move(began, (), (1, 2, 3, 4))
    assert (ended.replicas, ended.adding, ended.removing) == ((1, 3, 4), (), ())
    assert (ended.leader, ended.leader_epoch, ended.isr) == (1, 6, (1, 3, 4))


def test_a_reassignment_away_from_the_leader_elects_in_the_new_order() -> None:
    began = move(reg(1, (1, 2, 3)), (4, 2, 3))
    ended = move(began, (), (1, 2, 3, 4))
    assert (ended.leader, ended.leader_epoch) == (4, 6)


def test_removing_and_reordering_end_at_once() -> None:
    assert move(reg(1, (1, 2, 3)), (2, 3)).replicas == (2, 3)
    order = move(reg(1, (1, 2, 3)), (3, 1, 2))
    assert (order.replicas, order.leader, order.leader_epoch) == ((3, 1, 2), 1, 5)


def test_a_move_does_not_end_on_removed_replicas_alone() -> None:
    began = move(reg(1, (1, 2)), (3, 4), (1, 2))
    assert began.removing == (1, 2)
    half = move(began, (), (1, 2, 3))
    assert half.adding == (4,), "one of the two new ones is not enough"


def test_an_unfinished_move_can_take_another_aim() -> None:
    began = move(reg(1, (1, 2, 3)), (1, 2, 4))
    assert move_to(began, (1, 2, 5)) == Assignment((1, 2, 5, 3), (5,), (3,))
    assert move_to(began, (1, 2, 3)) == Assignment((1, 2, 3), (), ())
