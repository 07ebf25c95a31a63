"""How fast the engine is, and whether it stays so: `python benchmarks/engine.py [--smoke | --long]`.

Machines differ, so the speed is also given as a ratio to a baseline measured in the same run: SimPy
moving records through 20 pairs of producer, queue and consumer, or, where SimPy is not installed,
a bare heap of generators that does the same. Everything is on: events, view, auditor, index.
"""

import argparse
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from heapq import heappop, heappush
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from broker_core import Simulation

SMALL = (3, 3, 2, 3, 2)
LARGE = (6, 32, 32, 32, 4)
"""brokers, partitions, producers, members, records a second of each producer."""


def scenario(brokers: int, partitions: int, producers: int, members: int, rate: int) -> Any:
    return {
        "title": "benchmark",
        "cluster": {"brokers": brokers},
        "topics": [
            {
                "id": "orders",
                "partitions": partitions,
                "replication_factor": 3,
                "config": {"min.insync.replicas": 2},
            }
        ],
        "producers": [
            {
                "id": f"producer-{n}",
                "topic": "orders",
                "keys": ["ada", "bo", "cal", "di", "ela", "fei"],
                "rate_per_s": rate,
            }
            for n in range(producers)
        ],
        "groups": [{"id": "billing", "topics": ["orders"], "members": members, "work": "20ms"}],
    }


def timed(function: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of processor time, so that neighbours on the machine count less, and the result."""
    began = time.process_time()
    result = function()
    return max(time.process_time() - began, 1e-9), result


def run_for(sim: Simulation, events: int) -> int:
    """Let a run go on until it has that many events; returns how many came."""
    count = 0
    while count < events:
        count += len(sim.advance(sim.now_us + 250_000))
    return count


def engine_rate(shape: tuple[int, ...], events: int) -> float:
    sim = Simulation.from_scenario(scenario(*shape))
    sim.advance(6_000_000)
    seconds, count = timed(lambda: run_for(sim, events))
    return count / seconds


def baseline(records: int) -> tuple[str, float]:
    """(what was measured, records a second through 20 pairs)."""
    try:
        import simpy
    except ImportError:
        seconds, count = timed(lambda: bare_pairs(records))
        return "bare heap of generators", count / seconds
    seconds, count = timed(lambda: simpy_pairs(simpy, records))
    return "SimPy", count / seconds


def simpy_pairs(simpy: Any, records: int) -> int:
    env = simpy.Environment()
    done = [0]

    def producer(queue: Any) -> Iterator[Any]:
        for number in range(records // 20):
            yield env.timeout(1)
            yield queue.put(number)

    def consumer(queue: Any) -> Iterator[Any]:
        while True:
            yield queue.get()
            yield env.timeout(1)
            done[0] += 1

    for _ in range(20):
        queue = simpy.Store(env)
        env.process(producer(queue))
        env.process(consumer(queue))
    env.run()
    return done[0]


def bare_pairs(records: int) -> int:
    """The same without SimPy: a heap of (time, order, generator)."""
    heap: list[Any] = []
    order = done = 0
    queues: list[list[int]] = [[] for _ in range(20)]

    def producer(queue: list[int]) -> Iterator[int]:
        for number in range(records // 20):
            yield 1
            queue.append(number)

    def consumer(queue: list[int]) -> Iterator[int]:
        nonlocal done
        while done < records:
            yield 1
            if queue:
                queue.pop(0)
                done += 1

    for queue in queues:
        for process in (producer(queue), consumer(queue)):
            order += 1
            heappush(heap, (0, order, process))
    while heap:
        now, _, process = heappop(heap)
        wait = next(process, None)
        if wait is not None:
            order += 1
            heappush(heap, (now + wait, order, process))
    return done


def copies(events: int) -> dict[str, Any]:
    """What clones and snapshots of a run of so many events cost."""
    sim = Simulation.from_scenario(scenario(*SMALL))
    run_for(sim, events)
    clone_s = min(timed(sim.clone)[0] for _ in range(5))
    scout_s = min(timed(lambda: sim.clone(view=False))[0] for _ in range(5))
    write_s, data = timed(sim.snapshot)
    read_s, _ = timed(lambda: Simulation.restore(data))
    return {
        "clone_ms": round(clone_s * 1000, 2),
        "clone_without_view_ms": round(scout_s * 1000, 2),
        "snapshot_ms": round(write_s * 1000, 1),
        "snapshot_kib": len(data) // 1024,
        "restore_ms": round(read_s * 1000, 1),
    }


def memory(records: int) -> int:
    """Bytes that one more record costs, on all three replicas together, with its auditor's row, its
    place in the view's window and its events in the index."""
    sim = Simulation.from_scenario({**scenario(3, 3, 2, 0, 200), "groups": []})
    sim.advance(5_000_000)
    tracemalloc.start()
    before, held = tracemalloc.get_traced_memory()[0], sim.audit()["counts"]["created"]
    while sim.audit()["counts"]["created"] - held < records:
        sim.advance(sim.now_us + 1_000_000)
    more = tracemalloc.get_traced_memory()[0] - before
    made: int = sim.audit()["counts"]["created"] - held
    tracemalloc.stop()
    return int(more // made)


def far(events: int, sample: int) -> tuple[float, float]:
    """Microseconds an event costs near the 10,000th and near the last of so many."""
    sim = Simulation.from_scenario(scenario(*SMALL))
    run_for(sim, 10_000)
    near_s, near = timed(lambda: run_for(sim, sample))
    run_for(sim, events - 10_000 - 2 * sample)
    far_s, last = timed(lambda: run_for(sim, sample))
    return near_s / near * 1e6, far_s / last * 1e6


def growth(parts: int, events: int) -> list[int]:
    """Events a second in each part of one long run: it should stay level."""
    sim = Simulation.from_scenario(scenario(*SMALL))
    rates = []
    for _ in range(parts):
        seconds, count = timed(lambda: run_for(sim, events))
        rates.append(round(count / seconds))
    return rates


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="a tenth of everything, in seconds")
    parser.add_argument("--long", action="store_true", help="also run on to a million events")
    chosen = parser.parse_args()
    scale = 10 if chosen.smoke else 1
    name, base = baseline(100_000 // scale)
    small = engine_rate(SMALL, 40_000 // scale)
    large = engine_rate(LARGE, 40_000 // scale)
    lines = [
        f"baseline ({name}): {base:,.0f} records/s",
        f"3 brokers, 3 partitions: {small:,.0f} events/s, ratio {small / base:.2f}",
        f"32 partitions, 32 producers, 32 consumers: {large:,.0f} events/s, ratio {large / base:.2f}",
        f"after {10_000 // scale:,} events: {copies(10_000 // scale)}",
        f"events/s as a run grows by {20_000 // scale:,}: {growth(5, 20_000 // scale)}",
        f"a stored record on three replicas: {memory(5_000 // scale):,} bytes",
    ]
    if chosen.long:
        near, last = far(1_000_000, 10_000)
        lines.append(f"an event near 10,000: {near:.1f} us, near 1,000,000: {last:.1f} us")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
