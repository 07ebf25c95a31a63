"""A real cluster on loopback: folders, ports, formatting, and processes to kill, stop and start."""

import re
import shutil
import signal
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

CLUSTER_ID = "ZXZlbnRhcml1bS1maWRlbA"
JVM = ["-Xms64m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
LOGGING = [
    "-Dorg.slf4j.simpleLogger.showDateTime=true",
    "-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS",
]
FIRST_PORT = 39090


@dataclass
class Node:
    """One process; `roles` as in process.roles."""

    id: int
    roles: str
    folder: Path
    overrides: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def port(self) -> int:
        return FIRST_PORT + 2 * self.id

    @property
    def log(self) -> Path:
        return self.folder / "node.log"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def says(self, pattern: str) -> list[str]:
        """The lines of the node's own log that match, oldest first."""
        text = self.log.read_text("utf-8", "replace") if self.log.exists() else ""
        return [line for line in text.splitlines() if re.search(pattern, line)]


class Cluster:
    """`brokers` and `controllers` are ids; an id in both is a combined node."""

    def __init__(self, home, work, brokers, controllers, config):
        self.home, self.work = Path(home), Path(work)
        self.config = {name: str(value) for name, value in config.items()}
        self.controllers = list(controllers)
        shutil.rmtree(self.work, ignore_errors=True)
        self.nodes: dict[int, Node] = {}
        for number in sorted({*brokers, *controllers}):
            self.add(number, number in brokers)

    def add(self, number: int, broker: bool = True, **overrides: str) -> Node:
        roles = ["broker"] * broker + ["controller"] * (number in self.controllers)
        node = Node(number, ",".join(roles), self.work / f"node-{number}", overrides)
        node.folder.mkdir(parents=True)
        (node.folder / "node.properties").write_text(self._properties(node), "utf-8")
        self._tool(node, "kafka.tools.StorageTool", "format", "-t", CLUSTER_ID, "-c").wait()
        self.nodes[number] = node
        return node

    def _properties(self, node: Node) -> str:
        listeners = []
        if "broker" in node.roles:
            listeners.append(f"PLAINTEXT://127.0.0.1:{node.port}")
        if "controller" in node.roles:
            listeners.append(f"CONTROLLER://127.0.0.1:{node.port + 1}")
        voters = ",".join(f"{n}@127.0.0.1:{FIRST_PORT + 2 * n + 1}" for n in self.controllers)
        rows = {
            "node.id": node.id,
            "process.roles": node.roles,
            "listeners": ",".join(listeners),
            "controller.listener.names": "CONTROLLER",
            "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "controller.quorum.voters": voters,
            "log.dirs": node.data,
            **self.config,
            **node.overrides,
        }
        return "".join(f"{name}={value}\n" for name, value in rows.items())

    def _tool(self, node: Node, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        with node.log.open("ab") as out:
            return subprocess.Popen(
                ["java", *JVM, *LOGGING, "-cp", f"{self.home}/jars/*", name, *arguments,
                 str(node.folder / "node.properties")],
                stdout=out, stderr=out,
            )  # fmt: skip

    def start(self, *numbers: int) -> "Cluster":
        """Those that already run go on."""
        for number in numbers or self.nodes:
            node = self.nodes[number]
            if node.process is None or node.process.poll() is not None:
                node.process = self._tool(node, "kafka.Kafka")
        return self

    def kill(self, number: int) -> float:
        """The process is gone at once, as in a crash; returns when (seconds, monotonic)."""
        process = self.nodes[number].process
        process.kill()
        process.wait()
        return time.monotonic()

    def stop(self, number: int) -> float:
        """A controlled shutdown begins; returns when. `wait(number)` waits for its end."""
        self.nodes[number].process.terminate()
        return time.monotonic()

    def signal(self, word: signal.Signals, *numbers: int) -> None:
        """SIGSTOP freezes processes as a long pause would, SIGCONT lets them go on."""
        for number in numbers:
            self.nodes[number].process.send_signal(word)

    def wait(self, number: int, seconds: float = 60) -> None:
        self.nodes[number].process.wait(seconds)

    def close(self) -> None:
        for node in self.nodes.values():
            if node.process and node.process.poll() is None:
                node.process.kill()
                node.process.wait()

    def port(self, number: int) -> int:
        return self.nodes[number].port

    @property
    def servers(self) -> str:
        return ",".join(f"127.0.0.1:{n.port}" for n in self.nodes.values() if "broker" in n.roles)

    def ready(self, *numbers: int, seconds: float = 90) -> None:
        """Wait until these brokers take connections."""
        end = time.monotonic() + seconds
        for number in numbers or [n.id for n in self.nodes.values() if "broker" in n.roles]:
            while True:
                try:
                    socket.create_connection(("127.0.0.1", self.port(number)), 1).close()
                    break
                except OSError:
                    if time.monotonic() > end:
                        raise TimeoutError(f"broker {number} does not answer") from None
                    time.sleep(0.1)


def until(condition, seconds: float = 30, every: float = 0.1):
    """The first true value of `condition`, asked again and again; None when time is up."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(every)
    return None
