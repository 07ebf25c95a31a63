"""What a group coordinator holds in memory of a group, and how it is read back from its log.

The classic protocol (semantics 5). `offsets` are committed offsets: the next to read. Everything
that must survive the coordinator stands in the group's partition of __consumer_offsets.
"""

import json
from dataclasses import field
from typing import Any

from broker_core.kernel.canonical import canonical_text
from broker_core.kernel.state import Plain, state
from broker_core.log.partition_log import Record
from broker_core.replication.metadata import place

OFFSETS_TOPIC = "__consumer_offsets"


@state
class MemberOf:
    """A member as its coordinator knows it; `join_ref` and `sync_ref` are unanswered requests.

    `owned` is what the member says it owns, of generation `owned_in`; only its assignor reads that.
    `new_until_us`: until its first generation is complete a newcomer's session does not run, but
    no longer than this (0 afterwards).
    """

    member_id: str
    client: str
    instance_id: str | None
    session_us: int
    rebalance_us: int
    protocols: Plain
    topics: Plain
    assignment: Plain
    deadline_us: int
    armed_by: Plain
    join_ref: Plain
    sync_ref: Plain
    timer_armed: bool
    owned: Plain
    owned_in: int
    new_until_us: int


@state
class Group:
    """Invariants: generation only grows; in Stable every assigned partition has one owner;
    `leader` is a member's id or None; `saving` is true while an assignment awaits its log;
    `statics`: group.instance.id -> member id, each of them in `members`; `committed_us`: when each
    of `offsets` was committed; `since_us`: when the present state began."""

    group: str
    partition: int
    state: str
    generation: int
    protocol: str | None
    leader: str | None
    members: dict[str, MemberOf]
    pending: dict[str, int]
    offsets: dict[str, int]
    deadline_us: int
    timer: int
    initial: bool
    initial_until: int
    newcomer: bool
    saving: bool
    statics: dict[str, str]
    committed_us: dict[str, int]
    since_us: int


def new_group(group: str, partition: int) -> Group:
    """A group that nobody has joined: Empty, generation 0, no protocol."""
    return Group(
        group,
        partition,
        "Empty",
        0,
        None,
        None,
        {},
        {},
        {},
        0,
        0,
        False,
        0,
        False,
        False,
        {},
        {},
        0,
    )


@state
class Groups:
    """A broker's group coordinator: the groups whose offsets partition it leads.

    `pending`: producer id -> offsets that wait for the end of its transaction, as (group, rows).
    `waiting`: writes not yet on the in-sync set, as (offsets partition, required offset, action,
    data) in the order of the log.
    """

    broker: int
    groups: dict[str, Group]
    waiting: list[Plain]
    timers: int
    pending: dict[str, Plain] = field(default_factory=dict)


def offset_record(group: str, topic: str, partition: int, offset: int) -> tuple[str, str]:
    """(key, value) of a committed offset in the log."""
    return f"offset {group} {topic} {partition}", str(offset)


def group_record(group: Group) -> tuple[str, str]:
    """(key, value) of a group's generation with its members and their assignments."""
    members = [
        [
            m.member_id, m.client, m.instance_id, m.session_us, m.rebalance_us,
            list(m.protocols), list(m.topics), [list(tp) for tp in m.assignment],
        ]
        for m in group.members.values()
    ]  # fmt: skip
    value = {
        "generation": group.generation,
        "protocol": group.protocol,
        "leader": group.leader,
        "members": members,
        "since_us": group.since_us,
    }
    return f"group {group.group}", canonical_text(value)


def load_groups(records: list[Record], partition: int) -> dict[str, Group]:
    """The groups that a log of __consumer_offsets tells of, oldest record first.

    A tombstone (a record without value) of an offset or a group takes it away again.
    """
    groups: dict[str, Group] = {}
    for record in records:
        words = (record.key or "").split(" ")
        if words[0] not in ("offset", "group"):
            continue
        group = groups.setdefault(words[1], new_group(words[1], partition))
        if words[0] == "offset":
            _restore_offset(group, place(words[2], int(words[3])), record)
        elif record.value is None:
            groups[words[1]] = new_group(words[1], partition)
        else:
            _restore(group, json.loads(record.value))
    return groups


def _restore_offset(group: Group, key: str, record: Record) -> None:
    if record.value is None:
        group.offsets.pop(key, None)
        group.committed_us.pop(key, None)
    else:
        group.offsets[key] = int(record.value)
        group.committed_us[key] = record.created_at_us


def _restore(group: Group, value: Any) -> None:
    group.generation = value["generation"]
    group.protocol = value["protocol"]
    group.leader = value["leader"]
    group.since_us = value["since_us"]
    group.members = {
        m[0]: MemberOf(
            m[0], m[1], m[2], m[3], m[4], tuple(m[5]), tuple(m[6]),
            tuple((t, p) for t, p in m[7]), 0, None, None, None, False, (), -1, 0,
        )
        for m in value["members"]
    }  # fmt: skip
    group.statics = {
        m.instance_id: m.member_id for m in group.members.values() if m.instance_id is not None
    }
    group.state = "Stable" if group.members else "Empty"
