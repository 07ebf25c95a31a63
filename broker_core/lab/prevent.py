"""What would have prevented it: single changes that are really run, and told only when they worked.

    found = prevent(scenario, 7, commands, "lost_acked", 30_000_000)
    found.worked[0].change.text       # 'producer checkout:acks=all'

A change is tried when it fits the harm and something in the chain of causes of its evidence; it has
worked when its run, with the same seed and the same commands, has none of the harm left.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from broker_core.config.here import settings_here
from broker_core.errors import ScenarioError
from broker_core.lab.change import Change
from broker_core.lab.deltas import SAME, UNKNOWN, WORSE, Delta, deltas
from broker_core.lab.trial import Command, TooLong, Trial, run
from broker_core.scenario import load

MOST_EVENTS = 400_000
MOST_RUNS = 24
BUDGET_EVENTS = 1_500_000
"""Of a long run fewer changes are tried, the usual advice first."""
_LEADERS = ("controller.leader_elected", "replication.leadership_taken", "log.truncated")
_ANY: tuple[str, ...] = ()


class Remedy(NamedTuple):
    """A change that may help: of whom, what, to which value, when one of `after` led to the harm."""

    kind: str
    name: str
    value: str
    after: tuple[str, ...] = _ANY


_WRITING = (
    Remedy("producer", "acks", "all"),
    Remedy("producer", "enable.idempotence", "true"),
    Remedy("producer", "max.in.flight.requests.per.connection", "1"),
)
_SAFE_LOG = (
    Remedy("producer", "acks", "all"),
    Remedy("topic", "min.insync.replicas", "2"),
    Remedy("topic", "unclean.leader.election.enable", "false", _LEADERS),
    Remedy("topic", "replication_factor", "3"),
)
_PATIENCE = (
    Remedy("producer", "delivery.timeout.ms", "120000"),
    Remedy("producer", "retries", "2147483647"),
    Remedy("topic", "min.insync.replicas", "1"),
    Remedy("topic", "replication_factor", "3"),
    Remedy("producer", "acks", "1"),
)
_READING = (
    Remedy("group", "pattern", "commit_after"),
    Remedy("group", "pattern", "manual_sync"),
    Remedy("group", "enable.auto.offset.store", "false"),
    Remedy("group", "poison", "retry", ("client.record_failed",)),
    Remedy("group", "auto.offset.reset", "earliest"),
    Remedy("topic", "retention.ms", "604800000"),
)
_ONCE = (
    Remedy("group", "auto.commit.interval.ms", "500"),
    Remedy("group", "commit_every", "1"),
    Remedy("group", "isolation.level", "read_committed"),
    Remedy("group", "pattern", "commit_before"),
    Remedy("group", "static", "true"),
    Remedy("group", "session.timeout.ms", "45000"),
    Remedy("group", "max.poll.interval.ms", "300000"),
    Remedy("group", "partition.assignment.strategy", "cooperative-sticky"),
    Remedy("group", "group.protocol", "consumer"),
)

REMEDIES: dict[str, tuple[Remedy, ...]] = {
    "lost_acked": _SAFE_LOG,
    "lost_unacked": _PATIENCE,
    "gave_up": _PATIENCE,
    "skipped": _READING + _SAFE_LOG[2:3],
    "duplicate_in_log": _WRITING,
    "duplicate_processed": _WRITING[:2] + _ONCE,
    "out_of_order": _WRITING,
}
"""Harm (a metric's name) -> what may help, the usual advice first."""


class Prevention(NamedTuple):
    """A change after which nothing of the harm is left; `before` is what was set, as people write it
    ("" where the run had Kafka's default); `effects` are the other measures that it moved."""

    change: Change
    before: str
    effects: tuple[Delta, ...]


class Found(NamedTuple):
    """`value` of the harm as it was; `tried` in how many runs; what worked, the least harmful first."""

    harm: str
    value: int
    tried: tuple[str, ...]
    worked: tuple[Prevention, ...]


def prevent(
    scenario: Any, seed: int, commands: Iterable[Command], harm: str, until_us: int
) -> Found:
    """Try every candidate. Raises KeyError for a harm without remedies; a change that cannot be made,
    or whose run grows too long, has not worked."""
    commands = list(commands)
    data = load(scenario)
    base = run(data, seed, commands, (), until_us, keep=True, most=MOST_EVENTS)
    value = base.metrics[harm].value if harm in base.metrics else None
    if not value:
        return Found(harm, 0, (), ())
    tried, worked = [], []
    runs = min(MOST_RUNS, max(3, BUDGET_EVENTS // max(1, base.total)))
    for change in islice(candidates(data, base, harm), runs):
        try:
            trial = run(data, seed, commands, (change,), until_us, most=MOST_EVENTS)
        except (ScenarioError, TooLong):
            continue
        tried.append(change.text)
        if trial.metrics[harm].value == 0:
            worked.append(Prevention(change, _set_to(data, change), _effects(base, trial, harm)))
    worked.sort(key=lambda row: sum(delta.code == WORSE for delta in row.effects))
    return Found(harm, value, tuple(tried), tuple(worked))


def candidates(data: dict[str, Any], base: Trial, harm: str) -> Iterator[Change]:
    """Changes worth a run: of those whom the evidence concerns, where the causes call for it."""
    causes = _causes(base, harm)
    people = _concerned(data, base, harm)
    for remedy in REMEDIES[harm]:
        if remedy.after and not causes.intersection(remedy.after):
            continue
        for name in people[remedy.kind]:
            change = Change(remedy.kind, name, remedy.name, remedy.value)
            if _set_to(data, change) != remedy.value:
                yield change


def _causes(base: Trial, harm: str) -> frozenset[str]:
    """The types of all events that led to the evidence of a harm."""
    by_seq = {event.seq: event for event in base.events}
    found, open_ = set(), [item.seq for item in base.metrics[harm].items]
    seen = set()
    while open_:
        event = by_seq.get(open_.pop())
        if event is None or event.seq in seen:
            continue
        seen.add(event.seq)
        found.add(event.type)
        open_ += [seq for seq in (event.cause, *event.also) if isinstance(seq, int)]
    return frozenset(found)


def _concerned(data: dict[str, Any], base: Trial, harm: str) -> dict[str, list[str]]:
    """Topics of the harmed records, who produced them, and the groups that did it, or else all that
    read those topics."""
    items = base.metrics[harm].items
    records, seqs = {item.record for item in items}, {item.seq for item in items}
    said = {getattr(event, "group", None) for event in base.events if event.seq in seqs}
    made = [e for e in base.events if e.type == "client.record_created" and e.record in records]
    topics = {event.topic for event in made}
    makers = {event.producer for event in made}
    return {
        "topic": [row["id"] for row in data["topics"] if row["id"] in topics],
        "producer": [row["id"] for row in data["producers"] if row["id"] in makers],
        "group": [
            row["id"]
            for row in data["groups"]
            if row["id"] in said or (said == {None} and topics.intersection(row["topics"]))
        ],
    }


def _set_to(data: dict[str, Any], change: Change) -> str:
    """What a change would replace, as people write it."""
    scope = {"producer": "producer", "topic": "topic", "group": "consumer"}[change.kind]
    here = settings_here(data)[scope].get(change.id, {})
    if change.name in here:
        return here[change.name]
    rows = data[f"{change.kind}s"]
    row = next(row for row in rows if row["id"] == change.id)
    value = row.get(change.name, "")
    return str(value).lower() if isinstance(value, bool) else str(value)


def _effects(base: Trial, trial: Trial, harm: str) -> tuple[Delta, ...]:
    """What else moved, for the worse first."""
    moved = [
        delta
        for delta in deltas(base.metrics, trial.metrics)
        if delta.code not in (SAME, UNKNOWN) and delta.name != harm
    ]
    return tuple(sorted(moved, key=lambda delta: delta.code != WORSE))
