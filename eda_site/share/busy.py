"""How many runs are computed for somebody's file or page at the same time: few, so that rooms stay quick."""

from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from eda_site.rooms.limits import limits
from eda_site.share.parcel import Unfit

T = TypeVar("T")
_count = [0]


def is_busy() -> bool:
    return _count[0] >= limits().exports


@contextmanager
def counted() -> Iterator[None]:
    """One more while this lasts."""
    _count[0] += 1
    try:
        yield
    finally:
        _count[0] -= 1


async def alone(work: Coroutine[Any, Any, T]) -> T:
    """The work's result, counted while it is computed. Raises Unfit when there is too much already."""
    if is_busy():
        work.close()
        raise Unfit("busy")
    with counted():
        return await work
