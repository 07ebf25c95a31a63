"""How many live solo rooms one process holds, and how much they send.

    python benchmarks/rooms.py                       # 50, 150 and 300 rooms, about 2 minutes
    python benchmarks/rooms.py --rooms 300 --speed 2000
    python benchmarks/rooms.py --heavy 3             # how rooms fare beside some that want too much
    python benchmarks/rooms.py --smoke               # a few seconds, for the tests

Every room runs the default scene for one viewer; viewers are in a process of their own. "late" is by
how much the server's loop missed its 10 ms marks. Besides: bytes a second to one viewer of the
default scene, in both encodings (a class's air is the real limit). Prints JSON with --json.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
from loads.processes import ROOT, server

SCENE = "broker-fails"


def run(
    rooms: int, seconds: float, speed: int, warmup: float = 5, lite: bool = False, heavy: int = 0
) -> dict[str, Any]:
    """So many rooms with a viewer each, after they have all come."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "probe.json"
        command = [
            "benchmarks/loads/servers.py",
            *("rooms", "--rooms", str(rooms), "--scene", SCENE, "--speed", str(speed)),
            *("--heavy", str(heavy), "--report", str(report)),
        ]
        with server(*command) as (port, pid):
            done = subprocess.run(
                [
                    sys.executable,
                    "benchmarks/loads/viewers.py",
                    *("--url", f"ws://127.0.0.1:{port}/ws/r/{{code}}/", "--pid", str(pid)),
                    *("-n", str(rooms), "--seconds", str(seconds), "--warmup", str(warmup)),
                    *(["--lite"] if lite else []),
                ],
                cwd=ROOT,
                capture_output=True,
                text=True,
                check=True,
                timeout=300,
            )
        return summary(json.loads(done.stdout), json.loads(report.read_text()), heavy)


def summary(seen: dict[str, Any], probe: dict[str, Any], heavy: int) -> dict[str, Any]:
    start, stop = seen["window"]
    late = sorted(lag for at, lag in probe["lag"] if start <= at <= stop)
    done = [row for row in probe["done"] if start <= row["at"] <= stop]
    took = done[-1]["at"] - done[0]["at"]

    def rate(name: str, place: slice) -> float:
        change = sum(done[-1][name][place]) - sum(done[0][name][place])
        return change / max(1, len(done[-1][name][place])) / took

    light = slice(heavy, None)
    return {
        "rooms": seen["viewers"],
        "failed": seen["failed"],
        "late_p50_ms": round(1e3 * late[len(late) // 2], 1),
        "late_p99_ms": round(1e3 * late[int(len(late) * 0.99)], 1),
        "events_per_room_s": round(rate("events", light), 1),
        "messages_per_viewer_s": seen["messages_per_viewer_s"],
        "bytes_per_viewer_s": seen["bytes_per_viewer_s"],
        "server_cpu_percent": round(100 * seen["server_cpu"]),
        "kb_per_room": seen["kb_per_viewer"],
        "speed_light": round(rate("stage_s", light), 2),
        "speed_heavy": round(rate("stage_s", slice(heavy)), 2) if heavy else None,
    }


def show(result: dict[str, Any]) -> None:
    said = ", ".join(f"{name} {value}" for name, value in result.items() if value is not None)
    sys.stdout.write(said + "\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rooms", type=int, nargs="*", default=[50, 150, 300])
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument(
        "--speed", type=int, default=1_000, help="permille; 2000 doubles the events"
    )
    parser.add_argument("--heavy", type=int, default=0, help="so many of them with a heavy scene")
    parser.add_argument(
        "--air", type=float, default=45, help="seconds of the default scene to weigh"
    )
    parser.add_argument("--json", help="write all results to this file")
    parser.add_argument("--smoke", action="store_true")
    options = parser.parse_args()
    if options.smoke:
        options.rooms, options.seconds, options.air = [5], 2.5, 3
    warmup = 1.0 if options.smoke else 5.0
    results: dict[str, Any] = {"rooms": [], "air": {}}
    for rooms in options.rooms:
        result = run(rooms, options.seconds, options.speed, warmup, heavy=options.heavy)
        results["rooms"].append(result)
        show(result)
    for name, lite, most in (("stage", False, 8_000), ("lite", True, 2_000)):
        weighed = run(1, options.air, 1_000, 0.0, lite)["bytes_per_viewer_s"]
        results["air"][name] = weighed
        sys.stdout.write(
            f"{name}: {weighed} bytes a second to a viewer, at most {most} are meant\n"
        )
    if options.json:
        Path(options.json).write_text(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()
