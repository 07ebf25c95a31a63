"""From stored rows to runs: a timeline is its parent's first commands and then its own."""

from collections.abc import Generator
from typing import Any

from broker_core.history import Run
from broker_core.pacing import Pacer
from eda_site.rooms.archive import Archive
from eda_site.rooms.port import Store
from eda_site.rooms.selectors import Stored
from eda_site.rooms.services import Branch

Log = list[tuple[int, str]]


def new_run(scenario: dict[str, Any], seed: int, preset: str) -> Run:
    """A run at its very beginning, with the pacer riding along."""
    return Run({**scenario, "preset": preset}, seed, Pacer())


def rebuild_steps(
    archive: Archive,
    scenario: dict[str, Any],
    branch: Branch,
    log: Log,
    until_us: int,
    seq: int | None = None,
) -> Generator[Store | None, None, Run]:
    """The run of a timeline at `until_us` (or at its last command, if that is later), in slices;
    with `seq` within that moment, after this event. Begins at a stored moment where one fits."""
    scenario = {**scenario, "preset": branch.preset}
    edge_us = until_us if seq is None else until_us - 1
    kept = yield from archive.fetch_steps(scenario, branch.seed, log, edge_us)
    run: Run = yield from Run.rebuild(
        scenario, branch.seed, log, until_us, Pacer(), seq=seq, kept=kept
    )
    return run


def full_logs(stored: Stored) -> dict[int, Log]:
    """Every timeline's whole log. A parent's number is always below its child's."""
    logs: dict[int, Log] = {}
    for n, branch in sorted(stored.branches.items()):
        inherited = logs[branch.parent][: branch.fork_n] if branch.parent else []
        logs[n] = inherited + [(at_us, text) for _, at_us, text in stored.logs.get(n, [])]
    return logs
