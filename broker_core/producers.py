"""Producers of a scenario: what each is made of, and the start of a session."""

from typing import Any

from broker_core.clients import metadata, producer
from broker_core.clients.producer import Producer
from broker_core.clients.session import new_session
from broker_core.cluster import Cluster
from broker_core.config import settings_for
from broker_core.config.presets import for_transactions
from broker_core.events.client import ProducerStarted
from broker_core.kernel.world import Process


def add(c: Cluster, row: dict[str, Any], preset: str) -> None:
    """A producer of the scenario, which starts at once."""
    world, name = c.world, row["id"]
    config = for_transactions(row["config"]) if row["transactional_id"] else row["config"]
    settings = settings_for("producer", preset, row["profile"], config, c.overrides)
    world.processes[name] = Process(name)
    knowledge = metadata.new_knowledge(tuple(c.brokers), world.chance.below(64, name, "bootstrap"))
    c.producers[name] = Producer(
        name=name,
        topic=row["topic"],
        keys=tuple(row["keys"]),
        interval_us=row["interval_us"],
        arrivals=row["arrivals"],
        key_choice=row["key_choice"],
        first_key=world.chance.below(64, name, "first_key"),
        profile=row["profile"],
        settings=settings,
        knowledge=knowledge,
        producer_id=-1,
        producer_epoch=-1,
        sequences={},
        unresolved={},
        batches=[],
        next_batch=0,
        sticky={},
        in_flight={},
        values=0,
        phase="waiting",
        held=[],
        calls=0,
        undrained={},
        txn=None,
    )
    if row["transactional_id"]:
        program = row["transaction"] or {"records": 0, "every_us": 0}
        c.producers[name].txn = new_session(
            row["transactional_id"], program["records"], program["every_us"]
        )
    if row["start_us"]:
        world.processes[name].up = False
        world.at(row["start_us"], "producer_start", "", name)
    else:
        start(c, name)


def start(c: Cluster, name: str) -> None:
    """A producer's process begins with an empty memory; only its application counts on."""
    world, it = c.world, c.producers[name]
    before = world.cause
    it.phase = "up"
    world.processes[name].up = True
    world.cause = world.emit(
        ProducerStarted, name, it.topic, it.settings["acks"], it.profile,
        producer.idempotent(it.settings), it.keys,
    )  # fmt: skip
    metadata.refresh(world, name, it.knowledge, (it.topic,), it.settings)
    world.at(world.now_us + it.settings["metadata.max.age.ms"], "metadata_age", name)
    if it.txn is not None:
        world.at(world.now_us, "transaction_step", name)
        if it.txn.every_us:
            world.at(world.now_us + 1, "transaction_tick", name)
    elif producer.idempotent(it.settings):
        world.at(world.now_us, "init_producer", name)
    if it.interval_us:
        wait = 1 + world.chance.below(it.interval_us, name, "phase")
        world.at(world.now_us + wait, "producer_tick", name)
    world.cause = before


def forget(c: Cluster, name: str) -> None:
    """What a producer's process had in memory is gone."""
    it = c.producers[name]
    it.knowledge = metadata.new_knowledge(tuple(c.brokers), it.knowledge.turn)
    it.producer_id = it.producer_epoch = -1
    it.sequences, it.unresolved, it.batches = {}, {}, []
    it.sticky, it.in_flight, it.held, it.undrained = {}, {}, [], {}
    if it.txn is not None:
        it.txn = new_session(it.txn.transactional_id, it.txn.records, it.txn.every_us)
