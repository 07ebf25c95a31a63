"""What makes no sense is refused by a code, and changes nothing."""

from typing import Any

import pytest

from broker_core import Rejected, Simulation

SCENE: dict[str, Any] = {
    "title": "commands", "family": "pubsub",
    "brokers": [{"id": "hub"}, {"id": "spare"}],
    "queues": [{"id": "parcels", "broker": "hub", "filters": ["shop/#"]}],
    "logs": [{"id": "tape", "broker": "hub"}],
    "clients": [
        {"id": "web", "kind": "publisher"},
        {"id": "crm", "wants": [{"filter": "shop/#"}]},
        {"id": "late", "absent": True},
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("command", "code", "fields"),
    [
        ("publish nobody shop/1", "unknown_id", {"kind": "client", "known": "web, crm, late"}),
        ("publish late shop/1", "wrong_state", {"state": "absent", "needed": "up"}),
        ("publish web shop/1 acks=all", "unknown_field", {"field": "acks"}),
        ("publish web shop/1 form=wish", "bad_value", {"field": "form"}),
        ("crash broker 2", "unknown_id", {"kind": "broker", "known": "hub, spare"}),
        ("crash broker nowhere", "unknown_id", {"kind": "broker"}),
        ("restart broker hub", "wrong_state", {"state": "up", "needed": "down"}),
        ("pause broker hub for=11m", "out_of_range", {"field": "for"}),
        ("slow broker hub latency=11s", "out_of_range", {"field": "latency"}),
        ("crash client late", "wrong_state", {"needed": "up or stopping"}),
        ("restart client crm", "wrong_state", {"needed": "stopped or down"}),
        ("start client crm", "wrong_state", {"needed": "absent"}),
        ("crash service crm", "unknown_id", {"kind": "service", "known": "none"}),
        ("crash member crm", "not_here", {"family": "pubsub"}),
        ("add client crm broker=hub", "already_exists", {"id": "crm"}),
        ("add client parcels broker=hub", "already_exists", {"id": "parcels"}),
        ("add client new broker=moon", "unknown_id", {"kind": "broker"}),
        ("add client new broker=hub memory=log filter=a", "unknown_id", {"kind": "log"}),
        ("add client new broker=spare memory=queue place=parcels", "unknown_id", {"known": "none"}),
        ("subscribe client crm shop/#", "already_exists", {"kind": "subscription"}),
        ("subscribe client crm a memory=disk", "bad_value", {"field": "memory"}),
        ("subscribe client crm a memory=log", "unknown_id", {"kind": "log", "known": "tape"}),
        ("unsubscribe client crm a", "unknown_id", {"known": "shop/#"}),
        ("set client crm speed=2", "unknown_field", {"field": "speed"}),
        ("set client crm inbox=many", "bad_value", {"field": "inbox"}),
        ("set client crm work=5", "bad_value", {"field": "work"}),
        ("set client crm keeps=a/#/b", "bad_value", {"field": "keeps"}),
        ("set client crm quality=best", "bad_value", {"field": "quality"}),
        ("set queue nowhere capacity=1", "unknown_id", {"known": "parcels"}),
        ("set queue parcels overflow=burst", "bad_value", {"field": "overflow"}),
        ("set queue parcels window=0", "bad_value", {"field": "window"}),
        ("set log parcels retention=1s", "unknown_id", {"known": "tape"}),
        ("lose delivery nobody", "unknown_id", {"kind": "client"}),
        ("cut hub hub", "not_connected", {}),
        ("cut hub moon", "not_connected", {}),
        ("heal hub crm", "not_cut", {}),
    ],
)
def test_what_makes_no_sense_is_refused(command: str, code: str, fields: dict[str, Any]):
    sim = Simulation.from_scenario(SCENE)
    sim.advance(1_000_000)
    before = sim.digest()
    with pytest.raises(Rejected) as caught:
        sim.apply(command)
    assert caught.value.code == code
    assert {**caught.value.fields, **fields} == caught.value.fields
    assert sim.digest() == before


def test_a_client_is_told_apart_from_a_service():
    sim = Simulation.from_scenario({**SCENE, "family": "services", "services": [{"id": "orders"}]})
    sim.advance(0)
    assert sim.check("crash client orders") is not None
    assert sim.check("crash service orders") is None
    assert sim.check("publish orders shop/1") is None


def test_a_second_fault_is_armed_for_the_delivery_after():
    sim = Simulation.from_scenario(SCENE)
    sim.advance(0)
    sim.apply("lose delivery crm")
    sim.apply("duplicate delivery crm")
    events = [e for n in range(3) for e in sim.apply(f"publish web shop/{n}")]
    events += sim.advance(2_000_000)
    assert [e.fault for e in events if e.type == "pubsub.fault_struck"] == ["lose", "duplicate"]
    assert [e.event for e in events if e.type == "pubsub.delivered"] == [2, 2, 3]
