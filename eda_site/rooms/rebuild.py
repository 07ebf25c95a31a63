"""From stored rows to runs: a timeline is its parent's first commands and then its own."""

from typing import Any

from broker_core.history import Run
from broker_core.history.run import Slices
from broker_core.pacing import Pacer
from eda_site.rooms.selectors import Stored
from eda_site.rooms.services import Branch

Log = list[tuple[int, str]]


def new_run(scenario: dict[str, Any], seed: int, preset: str) -> Run:
    """A run at its very beginning, with the pacer riding along."""
    return Run({**scenario, "preset": preset}, seed, Pacer())


def rebuild_steps(
    scenario: dict[str, Any], branch: Branch, log: Log, until_us: int, seq: int | None = None
) -> Slices[Run]:
    """The run of a timeline at `until_us` (or at its last command, if that is later), in slices;
    with `seq` within that moment, after this event."""
    scenario = {**scenario, "preset": branch.preset}
    return Run.rebuild(scenario, branch.seed, log, until_us, Pacer(), seq=seq)


def full_logs(stored: Stored) -> dict[int, Log]:
    """Every timeline's whole log. A parent's number is always below its child's."""
    logs: dict[int, Log] = {}
    for n, branch in sorted(stored.branches.items()):
        inherited = logs[branch.parent][: branch.fork_n] if branch.parent else []
        logs[n] = inherited + [(at_us, text) for _, at_us, text in stored.logs.get(n, [])]
    return logs
