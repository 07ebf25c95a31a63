"""The command line of the lab: the same numbers whatever the number of workers, and clear refusals."""

import csv
import json
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from broker_core.lab.sweep import Table, points, tasks, work
from broker_core.lab.trial import run

ROOT = Path(__file__).resolve().parents[3]
SETS = ["producer checkout:acks=1,all", "orders:min.insync.replicas=1,2"]


def whatif(*words: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("whatif", *words, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_one_and_two_workers_write_the_same_file(tmp_path: Path) -> None:
    texts = []
    for workers in ("1", "2"):
        path = tmp_path / f"{workers}.csv"
        words = [word for text in SETS for word in ("--set", text)]
        out, err = whatif(
            "broker-fails",
            *words,
            "--seeds=2",
            "--until=14s",
            f"--csv={path}",
            f"--workers={workers}",
        )
        assert "8 of 8 runs" in err
        assert "ack_p50: median" in out
        texts.append(path.read_text("utf-8"))
    assert texts[0] == texts[1]
    rows = list(csv.DictReader(texts[0].splitlines()))
    assert len(rows) == 8
    last = rows[-1]
    assert (last["producer checkout:acks"], last["seed"]) == ("all", "2")
    again = run("broker-fails", 2, (), points(SETS)[-1], 14_000_000)
    assert last["digest"] == again.digest
    assert last["lost_acked"] == "0"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["broker-fails", "--set", "orders:min.insync.replicas=1,0"], "must be from 1"),
        (["broker-fails", "--set", "seed=1,2"], "same seeds"),
        (["broker-fails", "--set", "orders:partitions=1,2", "--seeds=0"], "--seeds"),
        (["no-such-scene", "--set", "orders:partitions=1,2"], "cannot be read"),
        (["broker-fails", "--set", "orders:partitions=1", "--until=long"], "duration"),
        (["broker-fails", "--set", "orders:partitions=1", "--script=/no/file"], "No such file"),
    ],
)
def test_what_is_wrong_is_said_before_anything_runs(words: list[str], says: str) -> None:
    with pytest.raises(CommandError, match=says):
        whatif(*words)


def test_a_script_and_chosen_metrics(tmp_path: Path) -> None:
    script = tmp_path / "faults.txt"
    script.write_text("at 9s restart broker 2\n")
    out, _ = whatif(
        "broker-fails", "--set=checkout:acks=1,all", "--seeds=1", "--until=12s",
        f"--script={script}", "--metric=created", "--workers=1",
    )  # fmt: skip
    assert out.count("median") == 1
    assert "created" in out


def test_a_side_of_an_experiment_is_swept_with_its_own_lines() -> None:
    out, _ = whatif(
        "x10/a", "--set=billing:session.timeout.ms=6000,9000", "--seeds=2", "--workers=1",
        "--metric=unattended",
    )  # fmt: skip
    found = [float(n) for n in re.findall(r"=\d+ +([\d.]+) s", out)]
    assert len(found) == 2 and found[0] + 2 < found[1]
    with pytest.raises(CommandError, match="billing"):
        whatif("x10/a", "--set=biling:members=1")


def test_the_benchmark_runs_and_its_rows_are_the_same() -> None:
    command = [sys.executable, "benchmarks/sweep.py", "--smoke"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["same"] is True


def test_a_run_that_is_too_long_becomes_a_row_with_its_problem() -> None:
    at = points(["orders:min.insync.replicas=1,2"])
    table = Table(at, map(work, tasks("broker-fails", at, [1], until_us=60_000_000, most=100)))
    assert all("more than 100 events" in row.problem for row in table.rows)
    assert table.spread(0, "created").median is None
