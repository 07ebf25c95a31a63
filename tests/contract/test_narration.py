"""What is told is what happened: every sentence is reached by a run, says what the state says afterwards,
and adds up to what the auditor counts."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from broker_core import Simulation
from broker_core.events import REGISTRY, to_dict
from broker_core.events.view import fold
from broker_core.scenario import library
from eda_site.vocabulary.narrate import narrate
from tests.contract.plays import PLAYS, SCENES, coordinator_of_a_transaction_crashes, played

STORIES = Path(__file__).resolve().parents[1] / "core" / "golden" / "stories"
UNTIL_US = 45_000_000
EVENT = re.compile(r"^ *\S+ ([a-z]+\.[a-z_]+)\b", re.MULTILINE)


@lru_cache(maxsize=64)
def run(slug: str) -> tuple[list[dict[str, Any]], Simulation]:
    sim = Simulation.from_scenario(slug, seed=7)
    return list(sim.advance(UNTIL_US)), sim


def told_in_runs() -> set[str]:
    types = {event.type for slug in library() for event in run(slug)[0]}
    for path in STORIES.rglob("*.txt"):
        types |= set(EVENT.findall(path.read_text(encoding="utf-8"))) & set(REGISTRY)
    for play in PLAYS.values():
        types |= {event.type for event in Simulation.from_scenario(play).advance(40_000_000)}
    types |= {event.type for slug, rows in SCENES for event in played(slug, rows)}
    types |= {event.type for event in coordinator_of_a_transaction_crashes().advance(20_000_000)}
    return types


def test_every_sentence_is_reached_by_a_run() -> None:
    """A scene, a golden story or a play; an event that nothing reaches is told by nobody."""
    assert set(REGISTRY) - told_in_runs() == set()


Claim = tuple[str, re.Pattern[str], Any]


def _at(view: Any, *path: Any) -> Any:
    for key in path:
        view = view.get(str(key)) if isinstance(view, dict) else None
    return view


def _partition(view: Any, name: str) -> Any:
    topic, _, number = name.rpartition("-")
    return _at(view, "topics", topic, number) or {}


def _replica(view: Any, name: str, broker: str) -> Any:
    return _partition(view, name).get("replicas", {}).get(broker, {})


CLAIMS: dict[str, tuple[re.Pattern[str], Any]] = {
    "broker.crashed": (
        re.compile(r"Broker (\d+) crashes"),
        lambda v, m, e: _at(v, "brokers", m[1], "state") == "down",
    ),
    "controller.broker_fenced": (
        re.compile(r"fences broker (\d+)"),
        lambda v, m, e: _at(v, "brokers", m[1], "fenced") is True,
    ),
    "controller.broker_unfenced": (
        re.compile(r"Broker (\d+) has caught up"),
        lambda v, m, e: _at(v, "brokers", m[1], "fenced") is False,
    ),
    "controller.leader_elected": (
        re.compile(r"(?i)broker (\d+)(?:, [^,]+,| is back[^,]+, so it)? leads (\S+?)(?= |,|\.|$)"),
        lambda v, m, e: _partition(v, f"{e['topic']}-{e['partition']}")["leader"] == int(m[1])
        and m[2] in ("it", f"{e['topic']}-{e['partition']}"),
    ),
    "replication.isr_shrunk": (
        re.compile(r"(\S+-\d+) is in sync on brokers? ([\d, ]+) only"),
        lambda v, m, e: list(_partition(v, m[1])["isr"]) == [int(n) for n in m[2].split(", ")],
    ),
    "replication.isr_expanded": (
        re.compile(r"(\S+-\d+) is in sync on brokers ([\d, ]+) again"),
        lambda v, m, e: list(_partition(v, m[1])["isr"]) == [int(n) for n in m[2].split(", ")],
    ),
    "replication.high_watermark_advanced": (
        re.compile(r"(?:of (\S+-\d+) hold everything below (\d+)|of (\S+-\d+) becomes (\d+))"),
        lambda v, m, e: _replica(v, m[1] or m[3], str(e["broker"]))["high_watermark"]
        == int(m[2] or m[4]),
    ),
    "log.record_appended": (
        re.compile(r"Broker (\d+) leads (\S+-\d+), so it gives the record .* offset (\d+)"),
        lambda v, m, e: (_replica(v, m[2], m[1])["log_end_offset"] == int(m[3]) + 1
        and _partition(v, m[2])["leader"] in (int(m[1]), -1)) or e["topic"].startswith("__"),
    ),
    "client.offset_committed": (
        re.compile(r"saves (\S+-\d+) offset (\d+), so (\S+) would resume there"),
        lambda v, m, e: _at(v, "groups", m[3], "committed", *m[1].rsplit("-", 1)) == int(m[2]),
    ),
    "client.member_crashed": (
        re.compile(r"Consumer (\S+) crashes"),
        lambda v, m, e: _at(v, "members", m[1], "state") == "down",
    ),
    "client.partitions_assigned": (
        re.compile(r"(\S+) receives (.+) in generation (\d+) of"),
        lambda v, m, e: {f"{t}-{p}" for t, p in _at(v, "members", m[1], "assigned")}
        == set(m[2].split(", ")),
    ),
    "controller.controller_elected": (
        re.compile(r"(?i)(?:broker|controller) (\w+)"),
        lambda v, m, e: _at(v, "cluster", "active_controller") == e["node"],
    ),
}  # fmt: skip


def claims(slug: str) -> Iterator[tuple[str, str, bool]]:
    view: dict[str, Any] = {}
    for event in run(slug)[0]:
        fold(view, event)
        known = CLAIMS.get(event.type)
        if known is None:
            continue
        data = to_dict(event)
        sentence = narrate(data)
        found = known[0].search(sentence)
        if found is not None:
            yield event.type, sentence, bool(known[1](view, found, data))


@pytest.mark.parametrize("slug", library())
def test_a_sentence_says_what_the_state_says_afterwards(slug: str) -> None:
    wrong = [(kind, sentence) for kind, sentence, holds in claims(slug) if not holds]
    assert wrong == []


def test_the_claims_are_really_checked() -> None:
    seen = Counter(kind for slug in library() for kind, _, _ in claims(slug))
    assert set(seen) == set(CLAIMS)


COUNTED: dict[str, tuple[str, re.Pattern[str]]] = {
    "acknowledged": ("client.ack_received", re.compile(r"gets its acknowledgement")),
    "gave_up": ("client.gave_up", re.compile(r"reports a record .* as failed")),
    "duplicate_processed": ("client.record_processed", re.compile(r"repeats the record")),
}
"""The auditor's count -> the event and the words that claim one more of it."""

AT_MOST = {"duplicate_processed"}
"""A second copy of a record, at an offset of its own, is a repetition for the auditor only."""


@pytest.mark.parametrize("slug", library())
def test_what_is_told_adds_up_to_what_the_auditor_counts(slug: str) -> None:
    events, sim = run(slug)
    counts = sim.audit()["counts"]
    for name, (kind, words) in COUNTED.items():
        told = sum(
            1 for event in events if event.type == kind and words.search(narrate(to_dict(event)))
        )
        counted = counts.get(name, 0)
        assert told <= counted if name in AT_MOST else told == counted, name


@pytest.mark.parametrize("slug", library())
def test_loss_is_told_only_where_a_leader_was_not_in_sync(slug: str) -> None:
    for event in run(slug)[0]:
        if event.type == "controller.leader_elected":
            sentence = narrate(to_dict(event))
            assert ("may be lost" in sentence) == (event.election == "unclean"), sentence
