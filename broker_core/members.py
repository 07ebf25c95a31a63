"""Members of a scenario's groups: what each is made of, and the start of its process."""

from typing import Any

from broker_core.application import dead_letter_producer
from broker_core.clients import consumer, coordination, metadata, reconciling_member
from broker_core.clients.consumer import Consumer
from broker_core.clients.share_state import new_share
from broker_core.cluster import Cluster
from broker_core.config import settings_for
from broker_core.events.client import MemberStarted
from broker_core.kernel.world import Process
from broker_core.scenario.schema import SECTIONS

_RULES = (
    "pattern", "commit_every", "poison", "poison_key", "poison_value", "attempts",
    "dead_letter_topic", "idempotent",
)  # fmt: skip


def rules_of(row: dict[str, Any]) -> dict[str, Any]:
    """What the application of a group's members does; see `broker_core.application`."""
    return {name: row[name] for name in _RULES}


def settings_of(row: dict[str, Any], preset: str, overrides: Any) -> dict[str, Any]:
    """The settings of a group's members; a share consumer has its own, and no offsets to save."""
    if row["type"] != "share":
        return settings_for("consumer", preset, row["profile"], row["config"], overrides)
    base = settings_for("consumer", preset, row["profile"], {}, overrides)
    own = settings_for("share", preset, row["profile"], row["config"], overrides)
    return {**base, "enable.auto.commit": False, **own}


def dead_letters(row: dict[str, Any]) -> dict[str, Any]:
    """The producer with which a group's application sets records aside, as a scenario has it."""
    usual = {
        name: spec.default() if callable(spec.default) else spec.default
        for name, spec in SECTIONS["producers"].items()
    }
    return {
        **usual,
        "id": dead_letter_producer(row["id"]),
        "topic": row["dead_letter_topic"],
        "profile": row["profile"],
        "config": {"acks": "all"},
    }


def add(c: Cluster, group: str, instance_id: str | None = None) -> str:
    """One more consumer process in a group; returns its name. In a static group its name is its
    group.instance.id; `instance_id` makes it a (second) instance of that id."""
    number = c.members_made.get(group, 0) + 1
    c.members_made[group] = number
    name = f"{group}-{number}"
    if instance_id is None and c.group_settings[group]["static"]:
        instance_id = name
    c.world.processes[name] = Process(name)
    start(c, name, group, instance_id)
    return name


def start(c: Cluster, name: str, group: str, instance_id: str | None) -> None:
    """A consumer's process begins with an empty memory."""
    world, shape = c.world, c.group_settings[group]
    settings = shape["settings"]
    knowledge = metadata.new_knowledge(tuple(c.brokers), world.chance.below(64, name, "bootstrap"))
    life = world.processes[name].life
    it = c.consumers[name] = Consumer(
        name=name, group=group, topics=shape["topics"], work_us=shape["work_us"],
        settings=settings, profile=shape["profile"], knowledge=knowledge, phase="lost",
        coordinator=-1, finding=False, member_id="", generation=-1, rejoin=True, closing=False,
        parts={}, turn=0, batch=[], working=False, fetching={}, asked={}, fetch_backoff=False,
        commit_due_us=world.now_us + settings["auto.commit.interval.ms"], commits_out=0,
        beating=False, session=life * 1_000_000, poll_due_us=0, poll_timer=False,
        instance_id=instance_id, beats=life * 1_000_000, outcome=None, blocked="", awaiting=None,
        remembered=None, rules=shape["rules"], unsaved=0, attempt=1,
    )  # fmt: skip
    if shape["kind"] != "classic":
        reconciling_member.start(world, it, shape["kind"], instance_id)
    if shape["kind"] == "share":
        it.share = new_share()
    world.emit(
        MemberStarted, name, group, shape["profile"], shape["topics"], instance_id,
        settings["isolation.level"],
    )  # fmt: skip
    consumer.refresh(world, it)
    coordination.find(world, it)
    world.at(world.now_us + settings["metadata.max.age.ms"], "metadata_age", name)
