"""`python -m tools.real_kafka fetch|run|table|engine`: see README.md in this folder."""

import argparse
import importlib
import json
import subprocess
import sys
from pathlib import Path

from tools.real_kafka import engine
from tools.real_kafka.checks.scene import Scene
from tools.real_kafka.cluster import Cluster
from tools.real_kafka.probe import Probe
from tools.real_kafka.report import Fact, Report, markdown

HERE = Path(__file__).parent
FAST = {"controlled.shutdown.enable": "true", "num.network.threads": 1, "num.io.threads": 2}
ISOLATED = {"brokers": (1, 2, 3), "controllers": (9,)}
SCENES = {
    "clients": (ISOLATED, {}),
    "groups": (ISOLATED, {}),
    "members": (ISOLATED, {}),
    "modern": (ISOLATED, {}),
    "failover": (ISOLATED, {"leader.imbalance.check.interval.seconds": 30}),
    "eligible": (ISOLATED, {"leader.imbalance.check.interval.seconds": 30}),
    "watermark": (ISOLATED, {
        "replica.fetch.wait.max.ms": 8000,
        "replica.selector.class": "org.apache.kafka.common.replica.RackAwareReplicaSelector",
    }),
    "logs": ({"brokers": (1,), "controllers": (1,)}, {
        "log.retention.check.interval.ms": 3000, "log.initial.task.delay.ms": 1000,
        "log.cleaner.backoff.ms": 1000, "log.cleaner.dedupe.buffer.size": 4 * 1024 * 1024,
        "file.delete.delay.ms": 1000,
    }),
    "quorum": ({"brokers": (1, 2, 3), "controllers": (1, 2, 3)}, {}),
    "controllers": ({"brokers": (1, 2), "controllers": (7, 8, 9)}, {
        "offsets.topic.replication.factor": 2,
    }),
}  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.real_kafka", description=__doc__)
    parser.add_argument("verb", choices=("fetch", "run", "table", "engine"))
    parser.add_argument("names", nargs="*", help=f"scenes ({', '.join(SCENES)}) or scene:check")
    parser.add_argument("--home", required=True, type=Path, help="a folder for jars and logs")
    options = parser.parse_args()
    home = options.home.resolve()
    report = home / "facts.json"
    if options.verb == "fetch":
        return _fetch(home)
    if options.verb == "engine":
        engine.main()
        return 0
    if options.verb == "table":
        print(markdown([Fact(*row) for row in json.loads(report.read_text("utf-8"))]))
        return 0
    for name in options.names or SCENES:
        _run(home, Report(report), *name.split(":"))
    return 0


def _fetch(home: Path) -> int:
    home.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        ["mvn", "-q", "-B", "-f", str(HERE / "pom.xml"), "dependency:copy-dependencies",
         f"-DoutputDirectory={home}/jars", "-DincludeScope=runtime"], check=True,
    )  # fmt: skip
    sources = [str(path) for path in sorted((HERE / "probe").glob("*.java"))]
    subprocess.run(
        ["javac", "-cp", f"{home}/jars/*", "-d", f"{home}/classes", *sources], check=True
    )
    return 0


def _run(home: Path, report: Report, scene: str, only: str = "") -> None:
    layout, config = SCENES[scene]
    checks = importlib.import_module(f"tools.real_kafka.checks.{scene}").CHECKS
    cluster = Cluster(home, home / "cluster", **layout, config={**FAST, **config})
    probe = Probe(home)
    try:
        cluster.start()
        cluster.ready()
        seen = Scene(cluster, probe, report)
        for check in checks:
            if not only or check.__name__ in only.split("+"):
                report.run(f"{scene}:{check.__name__}", lambda check=check: check(seen))
    finally:
        probe.close()
        cluster.close()


if __name__ == "__main__":
    sys.exit(main())
