"""Small random clusters, what may happen to them, and a run that is watched at every step."""

from random import Random
from typing import Any

from broker_core import Rejected, Simulation
from broker_core.audit.watcher import Watcher

KEYS = ("ada", "bo", "cal", "di", "ela", "fei")
IDLE = ("group.heartbeat_received", "controller.heartbeat_received", "controller.metadata_appended")
"""Nothing that an invariant speaks of changes with these."""
GAPS_US = (0, 1_000, 20_000, 100_000, 500_000, 2_000_000, 6_000_000)


def random_scenario(r: Random) -> dict[str, Any]:
    """1 to 5 brokers, combined or isolated, 1 to 4 partitions, both profiles, any acks."""
    brokers = r.randint(1, 5)
    combined = r.random() < 0.6
    factor = r.randint(1, min(3, brokers))
    partitions = r.randint(1, 4)
    profile = r.choice(["java", "librdkafka"])
    group: dict[str, Any] = {"auto.offset.reset": r.choice(["earliest", "latest"])}
    if profile == "librdkafka":
        group["enable.auto.offset.store"] = r.random() < 0.4
    else:
        group["max.poll.records"] = r.choice([1, 5, 10])
    group["partition.assignment.strategy"] = r.choice(["range", "roundrobin", "range,roundrobin"])
    preset = r.choice(["teaching"] * 4 + ["production"])
    return {
        "title": "random",
        "preset": preset,
        "cluster": {
            "brokers": brokers,
            "control_plane": {
                "kind": "kraft",
                "voters": r.randint(1, brokers) if combined else r.choice([1, 3, 3, 5]),
                "combined": combined,
            },
            "config": {"eligible.leader.replicas.version": r.choice([1, 1, 1, 0])},
        },
        "topics": [
            {
                "id": "orders",
                "partitions": partitions,
                "replication_factor": factor,
                "config": {
                    "min.insync.replicas": r.randint(1, 3),
                    "unclean.leader.election.enable": r.random() < 0.15,
                    **(_upkeep(r) if preset == "teaching" and r.random() < 0.4 else {}),
                },
            }
        ],
        "producers": [
            _producer(r, "checkout", r.choice(["all", "all", "1"])),
            _producer(r, "webshop", r.choice(["all", "1", "0"])),
        ],
        "groups": [
            {
                "id": "billing",
                "topics": ["orders"],
                "members": r.randint(1, 3),
                "work": r.choice(["0ms", "50ms", "400ms"]),
                "profile": profile,
                "config": group,
            }
        ],
    }


def _upkeep(r: Random) -> dict[str, Any]:
    """A topic whose log is cut, shortened and cleaned while all the rest happens."""
    return {
        "segment.bytes": r.choice([150, 400]),
        "cleanup.policy": r.choice(["delete", "compact", "compact,delete"]),
        "retention.ms": r.choice([1000, 5000]),
        "retention.bytes": r.choice([-1, 800]),
        "min.cleanable.dirty.ratio": "0.1",
        "delete.retention.ms": 2000,
    }


def _producer(r: Random, name: str, acks: str) -> dict[str, Any]:
    return {
        "id": name,
        "topic": "orders",
        "keys": list(KEYS[: r.randint(0, 6)]),
        "rate_per_s": r.choice([0.2, 0.5, 1]),
        "arrivals": r.choice(["regular", "random"]),
        "profile": r.choice(["java", "java", "librdkafka"]),
        "config": {"acks": acks},
    }


def random_command(r: Random, scenario: dict[str, Any]) -> str:
    """Something a person may do; it need not make sense now."""
    brokers = scenario["cluster"]["brokers"]
    n, other = r.randint(1, brokers), r.randint(1, brokers)
    member = f"billing-{r.randint(1, 4)}"
    ends = [str(n), str(other), "checkout", "webshop", member]
    if not scenario["cluster"]["control_plane"]["combined"]:
        ends += ["q1", "q2"]
    a, b = r.choice(ends[:3]), r.choice(ends)
    q = f"q{r.randint(1, 3)}"
    acks = r.choice(["0", "1", "all"])
    partition = r.randint(0, scenario["topics"][0]["partitions"] - 1)
    return r.choice(
        [
            f"crash broker {n}",
            f"crash broker {n}",
            f"restart broker {n}",
            f"restart broker {n}",
            f"restart broker {other}",
            f"stop broker {n}",
            f"pause broker {n} for={r.randint(1, 9000)}ms",
            f"crash controller {q}",
            f"restart controller {q}",
            f"restart controller {q}",
            f"crash member {member}",
            f"restart member {member}",
            f"restart member {member}",
            f"close member {member}",
            f"pause member {member} for={r.randint(1, 9000)}ms",
            "join group billing",
            f"cut {a} {b} oneway={r.choice(['true', 'false'])}",
            f"heal {a} {b}",
            f"heal {n} {other}",
            f"slow broker {n} latency={r.randint(0, 300)}ms",
            f"set topic orders min.insync.replicas={r.randint(1, 3)}",
            f"set topic orders retention.ms={r.choice([1000, 600000])}",
            f"set topic orders cleanup.policy={r.choice(['compact', 'delete'])}",
            f"skew broker {n} by={r.choice(['0s', '8s', '-8s'])}",
            f"delete records orders {partition}",
            f"publish checkout orders key={r.choice(KEYS)} value=null timestamp=-{n}s",
            f"publish checkout orders key={r.choice(KEYS)}",
            f"publish webshop orders acks={acks}",
            f"publish checkout orders value=x partition={partition}",
        ]
    )


class Watched:
    """A run whose every step is judged. `problems` holds what was found, with the moment."""

    def __init__(self, scenario: Any, seed: int) -> None:
        self.sim = Simulation.from_scenario(scenario, seed)
        self.watcher = Watcher()
        self.problems: list[str] = []
        self.log: list[str] = []
        self.events = 0
        self._judge(self.sim.advance(0))

    def _judge(self, events: list[Any]) -> None:
        self.events += len(events)
        if all(e.type in IDLE or (e.type == "network.sent" and e.chatter) for e in events):
            return
        found = [*self.sim.broken(), *self.watcher.see(self.sim, events)]
        self.problems += [f"at {self.sim.now_us} us: {problem}" for problem in found]

    def go(self, until_us: int) -> None:
        """Every scheduled thing up to a time, one by one."""
        while not self.problems and (self.sim.next_at_us() or until_us + 1) <= until_us:
            self._judge(self.sim.step())
        self._judge(self.sim.advance(max(until_us, self.sim.now_us)))

    def wait(self, for_us: int) -> None:
        """Some time in strides of 200 ms, judged after each."""
        end = self.sim.now_us + for_us
        while not self.problems and self.sim.now_us < end:
            self._judge(self.sim.advance(min(end, self.sim.now_us + 200_000)))

    def give(self, command: str) -> bool:
        """Apply a command where it makes sense."""
        try:
            events = self.sim.apply(command)
        except Rejected:
            return False
        self.log.append(f"at {self.sim.now_us}us {command}")
        self._judge(events)
        return True

    def mend(self) -> None:
        """Heal every cut, end every slowness, and start everybody again until all are up."""
        cluster = self.sim._cluster
        for way in list(cluster.world.cuts):
            a, b = way.split(">")
            self.give(f"heal {a} {b}")
        for number in cluster.brokers:
            self.give(f"slow broker {number} latency=0us")
        for _ in range(4):
            for number in cluster.brokers:
                self.give(f"restart broker {number}")
            for voter in cluster.plane.voters:
                if voter.startswith("q"):
                    self.give(f"restart controller {voter}")
            for member in list(cluster.consumers):
                self.give(f"restart member {member}")
            self.wait(15_000_000)

    def not_recovered(self) -> list[str]:
        """What is still wrong after mending and waiting: leaders, in-sync sets, groups, owners."""
        view = self.sim.view()
        wrong = []
        for partition, p in view["topics"]["orders"].items():
            if p["leader"] < 0 or len(p["isr"]) < len(p["replica_ids"]):
                wrong.append(f"orders-{partition}: leader {p['leader']} isr {p['isr']} {p['elr']}")
        group = view["groups"]["billing"]
        if group["state"] != "Stable":
            wrong.append(f"billing is {group['state']}")
        owned = sorted(tuple(tp) for m in group["members"].values() for tp in m["partitions"])
        if owned != [("orders", n) for n in range(len(view["topics"]["orders"]))]:
            wrong.append(f"owned: {owned}")
        return wrong


def rough_run(seed: int, steps: int) -> Watched:
    """A random cluster, random faults at random moments, all of it from one seed."""
    r = Random(seed)
    scenario = random_scenario(r)
    run = Watched(scenario, seed)
    for _ in range(steps):
        run.go(run.sim.now_us + r.choice(GAPS_US) * r.randint(1, 10) // 10)
        if run.problems:
            break
        run.give(random_command(r, scenario))
    return run


def survives(seed: int, steps: int) -> list[str]:
    """What goes wrong in a rough run and in mending it; the seed and the last commands with it."""
    run = rough_run(seed, steps)
    wrong = run.problems
    if not wrong:
        run.mend()
        if not run.problems:
            slow = run.sim.scenario["preset"] == "production"
            run.wait(240_000_000 if slow else 90_000_000)
        wrong = run.problems or run.not_recovered()
    if not wrong:
        return []
    return [f"seed {seed} after {run.events} events", *wrong[:6], *run.log[-10:]]
