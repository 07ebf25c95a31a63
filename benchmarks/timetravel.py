"""How long a jump to any moment takes as a run grows, what an hour of a run costs, what a fork costs.

    python benchmarks/timetravel.py [--scene broker-fails] [--events 1000,10000,100000,1000000] [--smoke]

Plays a scene to each number of events and jumps to 100 moments spread over the whole of it. Prints one
line of JSON per length: the jump's engine time (half of all jumps, 95 of 100, and the slowest), the time
until the picture can travel (the jump, the view as JSON), a fork at a random moment, the marks of the
whole timeline, and the memory that the run holds, for each hour of its virtual time. Times are the
processor's, so that a busy machine does not change them.
The aims: at most 20 ms of engine time in a run of 10,000 events and twice that in one of 1,000,000.
`--smoke` is short and fails when jumps in the longer run replay more than the shorter one's distance
allows.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from broker_core.history import Run, finish  # noqa: E402
from broker_core.pacing import Pacer  # noqa: E402
from broker_core.scenario import load  # noqa: E402

LENGTHS = (1_000, 10_000, 100_000, 1_000_000)
JUMPS = 100
CHUNK_US = 1_000_000
HOUR_US = 3_600_000_000


def play(run: Run, events: int) -> None:
    """Let the run grow to so many events, as a room's clock would."""
    while run.head.seq < events:
        run.advance(run.head.now_us + CHUNK_US)


def moments(run: Run, count: int) -> list[int]:
    """Times spread over the run, none of them on a checkpoint's round number."""
    return [run.head.now_us * (2 * n + 1) // (2 * count) for n in range(count)]


def timed(work: Callable[[], Any]) -> float:
    """Milliseconds of the processor."""
    began_s = process_time()
    work()
    return (process_time() - began_s) * 1_000


def spread(took_ms: list[float]) -> dict[str, float]:
    took = sorted(took_ms)
    places = {"half": len(took) // 2, "p95": int(0.95 * (len(took) - 1)), "most": len(took) - 1}
    return {name: round(took[place], 2) for name, place in places.items()}


def replayed(run: Run, at_us: int) -> int:
    """How many events a jump there has to compute again."""
    return int(run.seek(at_us).seq) - run.checkpoints.seq_at(at_us)


def picture(run: Run, at_us: int) -> str:
    sim = run.seek(at_us)
    return json.dumps([sim.view(), sim.cast()])


def measure(run: Run, jumps: int) -> dict[str, Any]:
    gc.collect()
    places = moments(run, jumps)
    heads = [finish(run.seek_steps(at_us)) for at_us in places[:: max(1, jumps // 10)]]
    return {
        "events": run.head.seq,
        "virtual_s": run.head.now_us // 1_000_000,
        "checkpoints": len(run.checkpoints.kept),
        "seek_ms": spread([timed(lambda at=at_us: run.seek(at)) for at_us in places]),
        "picture_ms": spread([timed(lambda at=at_us: picture(run, at)) for at_us in places]),
        "replayed": max(replayed(run, at_us) for at_us in places),
        "fork_ms": spread([timed(lambda head=head: run.fork(head)) for head in heads]),
        "marks_ms": round(timed(lambda: finish(run.marks_steps())), 2),
        "window_ms": round(timed(lambda: run.marks.window(0, run.head.now_us, 200)), 2),
    }


def memory(scene: Any, events: int) -> dict[str, int]:
    """What a run of so many events holds, and that per hour of virtual time."""
    gc.collect()
    tracemalloc.start()
    run = Run(scene, 7, Pacer())
    play(run, events)
    gc.collect()
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    per_hour = held * HOUR_US // max(1, run.head.now_us)
    return {"events": run.head.seq, "held_kib": held // 1024, "per_hour_kib": per_hour // 1024}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scene", default="broker-fails")
    parser.add_argument("--events", default=",".join(map(str, LENGTHS)))
    parser.add_argument("--smoke", action="store_true")
    options = parser.parse_args()
    scene = load(ROOT / "broker_core" / "scenario" / "library" / f"{options.scene}.toml")
    lengths = [1_000, 4_000] if options.smoke else [int(n) for n in options.events.split(",")]
    run = Run(scene, 7, Pacer())
    rows = []
    for events in lengths:
        play(run, events)
        rows.append(measure(run, 10 if options.smoke else JUMPS))
        sys.stdout.write(json.dumps(rows[-1]) + "\n")
        sys.stdout.flush()
    sys.stdout.write(json.dumps({"memory": memory(scene, min(lengths[-1], 20_000))}) + "\n")
    if options.smoke:
        bound = run.checkpoints.distance * 2
        assert all(row["replayed"] <= bound for row in rows), f"a jump replays more than {bound}"


if __name__ == "__main__":
    main()
