"""How much faster a sweep is with several worker processes, and whether its rows stay the same.

    python benchmarks/sweep.py [--workers 2] [--seeds 12] [--until 40s] [--smoke]

Runs one sweep in this process and then in so many workers, started anew, their start included. Prints
one line of JSON: seconds of the clock, the ratio, the runs a second, and the same ratio without the start
of the workers (a second batch in the same processes). The aim with two free cores: at least 1.7 without
the start. On a machine that does other things the ratio says how much of it was left for this.
`--smoke` is short and fails only if rows differ.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from broker_core.kernel.units import parse_duration  # noqa: E402
from broker_core.lab.sweep import Table, Task, points, tasks, work  # noqa: E402
from eda_site.lab.pool import each, make_pool  # noqa: E402

SETS = ["billing:work=100ms,400ms,1s"]


def timed(work_on: Any, at: Any) -> tuple[float, list[list[str]]]:
    began_s = time.perf_counter()
    rows = list(work_on())
    return time.perf_counter() - began_s, Table(at, rows).csv()


def measure(todo: list[Task], at: Any, workers: int) -> dict[str, Any]:
    alone_s, alone = timed(lambda: each(work, todo, 1), at)
    started_s, several = timed(lambda: each(work, todo, workers), at)
    with make_pool(workers) as pool:
        list(pool.map(work, todo[: 2 * workers]))
        warm_s, warm = timed(lambda: pool.map(work, todo), at)
    return {
        "runs": len(todo),
        "workers": workers,
        "cores": os.cpu_count(),
        "alone_s": round(alone_s, 2),
        "workers_s": round(started_s, 2),
        "warm_s": round(warm_s, 2),
        "ratio": round(alone_s / started_s, 2),
        "ratio_warm": round(alone_s / warm_s, 2),
        "runs_per_s": round(len(todo) / warm_s, 1),
        "same": alone == several == warm,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seeds", type=int, default=12)
    parser.add_argument("--until", default="40s")
    parser.add_argument("--smoke", action="store_true")
    options = parser.parse_args()
    if options.smoke:
        options.seeds, options.until = 1, "10s"
    at = points(SETS)
    seeds = range(1, options.seeds + 1)
    todo = tasks("broker-fails", at, seeds, until_us=parse_duration(options.until))
    found = measure(todo, at, options.workers)
    sys.stdout.write(json.dumps(found) + "\n")
    return 0 if found["same"] else 1


if __name__ == "__main__":
    sys.exit(main())
