"""The Java side as an object: `probe("create", topic="t")` asks the Probe process."""

import json
import subprocess
from pathlib import Path
from typing import Any


class ProbeError(Exception):
    """The Java client's exception; `name` is its class."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(f"{name}: {message}")
        self.name = name


class Probe:
    def __init__(self, home: str | Path) -> None:
        home = Path(home)
        with (home / "probe.log").open("ab") as errors:
            self.process = subprocess.Popen(
                ["java", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp",
                 f"{home}/classes:{home}/jars/*", "Probe"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True,
            )  # fmt: skip
        self.servers = ""

    def __call__(self, do: str, **fields: Any) -> Any:
        request = {"do": do, "servers": self.servers, **fields}
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        if "error" in answer:
            raise ProbeError(answer["error"], answer["message"])
        return answer["value"]

    def partition(self, topic: str, partition: int = 0) -> dict[str, Any]:
        return self("describe", topic=topic)[partition]

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
