"""A real run, recorded for the browser's modules: rows as they travel and the view after each event.

    python -m tests.js.record run.jsonl

The first line names the table of ids; every further one is {"row": […], "event": {…}, "view": "sha256 of
the canonical view"}, with the whole view as "full" at every 50th event.
"""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

UNTIL_US = 20_000_000
FULL_EVERY = 50
STEPS = (
    (3_000_000, "publish checkout orders key=ada acks=all"),
    (5_000_000, "crash member billing-1"),
    (11_000_000, "crash broker 1"),
    (15_000_000, "restart broker 2"),
    (16_000_000, "join group billing"),
)


def rows() -> Iterator[dict[str, Any]]:
    """What a room would send, chatter included, with the view that the engine's fold makes of it."""
    from hashlib import sha256

    from broker_core import Simulation
    from broker_core.events import to_dict
    from broker_core.events.view import fold, prune
    from eda_site.rooms.names import Names
    from eda_site.rooms.wire import row

    sim = Simulation.from_scenario("broker-fails", seed=7)
    names = Names()
    view: dict[str, Any] = {}
    for n, event in enumerate(played(sim)):
        fold(view, event)
        pruned = n % FULL_EVERY == 0
        if pruned:
            prune(view, event.at_us)
        text = json.dumps(view, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        line = {
            "row": row(event, names),
            "event": to_dict(event),
            "view": sha256(text.encode()).hexdigest(),
            "names": names.tail(),
        }
        if pruned:
            line["full"] = view
        yield line


def played(sim: Any) -> Iterator[Any]:
    for at_us, command in STEPS:
        yield from sim.advance(at_us)
        yield from sim.apply(command)
    yield from sim.advance(UNTIL_US)


def main(target: Path) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "eda_site.settings")
    with target.open("w", encoding="utf-8") as out:
        for line in rows():
            out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
