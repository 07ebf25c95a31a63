"""One room under many viewers, beside the stock Channels consumer and a bare asyncio writer.

    python benchmarks/fanout.py                      # 1, 100, 300 and 1,000 viewers, about 5 minutes
    python benchmarks/fanout.py --capacity           # and how many frames a second 300 viewers get
    python benchmarks/fanout.py --deaf 50            # and what 50 that never read do to the others
    python benchmarks/fanout.py --smoke              # a few seconds, for the tests

All three send frames of the same size, each from a server process of its own to viewers in another
process, one after the other on the same machine. The ratios are what to compare between machines:
CPU per delivered frame hardly moves with load, latency does. Prints JSON with --json.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
from loads.processes import ROOT, server

KINDS = ("room", "channels", "writer")
SIZE = 2_048
GROWTH = 1.3
LATE_MS = 250
COLUMNS = {
    "viewers": "{:d}",
    "fps": "{:.1f}",
    "lost": "{:d}",
    "p50_ms": "{:.1f}",
    "p99_ms": "{:.1f}",
    "us_per_frame": "{:.1f}",
    "kb_per_viewer": "{:.1f}",
}


def run(kind: str, viewers: int, fps: float, seconds: float, deaf: int = 0) -> dict[str, Any]:
    """One server of a kind, and what its viewers saw."""
    command = ["benchmarks/loads/servers.py", kind, "--fps", str(fps), "--size", str(SIZE)]
    with server(*command) as (port, pid):
        done = subprocess.run(
            [
                sys.executable,
                "benchmarks/loads/viewers.py",
                *("--url", f"ws://127.0.0.1:{port}/ws/demo/", "--pid", str(pid)),
                *("-n", str(viewers), "--seconds", str(seconds), "--deaf", str(deaf)),
            ],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
            timeout=180,
        )
    return {"kind": kind, "asked_fps": fps, **json.loads(done.stdout)}


def median_of(repeat: int, *args: Any, **more: Any) -> dict[str, Any]:
    """The run with the median CPU per frame."""
    runs = sorted((run(*args, **more) for _ in range(repeat)), key=lambda r: r["us_per_frame"])
    return runs[len(runs) // 2]


def keeps_up(result: dict[str, Any]) -> bool:
    lost = result["lost"] or result["failed"] or result["silent"]
    return not lost and result["fps"] > 0.95 * result["asked_fps"] and result["p99_ms"] < LATE_MS


def capacity(kind: str, viewers: int, fps: float, seconds: float) -> float:
    """Frames a second that all viewers together get in time: the rate is raised until they come late."""
    best = 0.0
    while True:
        result = run(kind, viewers, fps, seconds)
        if not keeps_up(result):
            return best
        best, fps = result["frames_per_s"], fps * GROWTH


def show(result: dict[str, Any]) -> None:
    cells = [form.format(result[name] or 0).rjust(9) for name, form in COLUMNS.items()]
    sys.stdout.write(f"{result['kind']:>9}" + "".join(cells) + "\n")
    sys.stdout.flush()


def compare(options: argparse.Namespace) -> list[dict[str, Any]]:
    sys.stdout.write(" " * 9 + "".join(name.rjust(9) for name in COLUMNS) + "\n")
    results = []
    for viewers in options.viewers:
        row = {}
        for kind in KINDS:
            row[kind] = median_of(options.repeat, kind, viewers, options.fps, options.seconds)
            show(row[kind])
        results += row.values()
        cost = {kind: one["us_per_frame"] for kind, one in row.items()}
        if cost["room"]:
            sys.stdout.write(
                f"          a frame costs stock Channels {cost['channels'] / cost['room']:.1f} times, "
                f"a bare writer {cost['writer'] / cost['room']:.2f} times what it costs a room\n"
            )
    return results


def compare_capacity(options: argparse.Namespace) -> dict[str, float]:
    starts = {"room": 40.0, "channels": 5.0}
    found = {kind: capacity(kind, 300, fps, options.seconds) for kind, fps in starts.items()}
    sys.stdout.write(
        f"300 viewers get {found['room']:.0f} frames a second in time, of stock Channels "
        f"{found['channels']:.0f}: {found['room'] / max(1, found['channels']):.1f} times as many\n"
    )
    return found


def compare_deaf(options: argparse.Namespace) -> list[dict[str, Any]]:
    """The same viewers with and without some that never read, in turns."""
    without, beside = [], []
    for _ in range(options.repeat):
        without.append(run("room", 100, options.fps, options.seconds))
        beside.append(run("room", 100, options.fps, options.seconds, options.deaf))
    alone = min(without, key=lambda r: r["p99_ms"])
    crowded = min(beside, key=lambda r: r["p99_ms"])
    sys.stdout.write(
        f"{options.deaf} viewers that never read cost {crowded['kb_per_deaf']:.0f} KB each; p99 of the "
        f"others {crowded['p99_ms']} ms, without them {alone['p99_ms']} ms; lost {crowded['lost']}\n"
    )
    return [alone, crowded]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--viewers", type=int, nargs="*", default=[1, 100, 300, 1_000])
    parser.add_argument("--fps", type=float, default=20)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--capacity", action="store_true")
    parser.add_argument("--deaf", type=int, default=0)
    parser.add_argument("--json", help="write all results to this file")
    parser.add_argument("--smoke", action="store_true")
    options = parser.parse_args()
    if options.smoke:
        options.viewers, options.seconds, options.repeat, options.deaf = [5], 1.0, 1, 2
    results: dict[str, Any] = {"viewers": compare(options)}
    if options.capacity:
        results["capacity"] = compare_capacity(options)
    if options.deaf:
        results["deaf"] = compare_deaf(options)
    if options.json:
        Path(options.json).write_text(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()
