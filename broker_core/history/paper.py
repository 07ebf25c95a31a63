"""A moment of a run, written down in lines and pages so that a later process may go on from it.

A cache only: scenario, seed and command log give the same state again. Both ways come in slices.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from broker_core.history.playhead import Kept, Playhead
from broker_core.history.run import Slices
from broker_core.kernel.chunks import Chunks
from broker_core.kernel.pages import Building, Put, Shelf, line, pieces


def write_lines(head: Playhead, put: Put) -> Iterator[str]:
    """A playhead as lines, each of them soon done; it must not move until the last one."""
    from broker_core.simulation import ENGINE_VERSION

    parts = head.sim.parts()
    run = {"engine": ENGINE_VERSION, "seed": parts.seed, "n": head.n, "scenario": parts.scenario}
    yield line(run, put)
    for name, record in (("cluster", parts.cluster), ("book", parts.book), ("fold", head.fold)):
        for piece in pieces(record):
            yield line([name, *piece], put)
    for key, value in parts.view.items():
        yield line(["view", key, value], put)
    yield line(["index", "", parts.trace], put)


def read_steps(lines: Iterable[str], shelf: Shelf, fold_type: type) -> Slices[Kept]:
    """The moment that `write_lines` wrote down. Raises ValueError for another engine's lines."""
    from broker_core.families import FAMILIES
    from broker_core.simulation import ENGINE_VERSION, Parts, Simulation

    rest = iter(lines)
    run = shelf.read(next(rest, ""))
    if run["engine"] != ENGINE_VERSION:
        raise ValueError(f"written by engine {run['engine']}; this is {ENGINE_VERSION}")
    family = FAMILIES[run["scenario"]["family"]]
    types = {"cluster": family.state, "book": family.audit.state, "fold": fold_type}
    built = {name: Building(cls) for name, cls in types.items()}
    view: dict[str, Any] = {}
    index: Chunks[Any] = Chunks()
    for text in rest:
        name, *piece = shelf.read(text)
        if name == "view":
            view[piece[0]] = piece[1]
        elif name == "index":
            index = piece[1].chunks(_index_row)
        else:
            built[name].add(*piece)
        yield
    yield from shelf.fill()
    cluster, book, fold = (built[name].record for name in ("cluster", "book", "fold"))
    parts = Parts(run["scenario"], run["seed"], cluster, book, index, view)
    return Kept(Simulation.of(parts), fold, run["n"])


def _index_row(row: list[Any]) -> tuple[Any, ...]:
    """Kinds are few: one text each in memory, as in the run itself."""
    return (_KINDS.setdefault(row[0], row[0]), row[1], row[2])


_KINDS: dict[str, str] = {}
