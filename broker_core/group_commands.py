"""Commands about groups: another subscription, other settings, an end."""

from typing import Any

from broker_core.cluster import Cluster
from broker_core.commands import kafka
from broker_core.config import check_value
from broker_core.coordinator import expiry
from broker_core.errors import Rejected
from broker_core.events.client import Subscribed
from broker_core.events.group import SettingsChanged

_SETTINGS = ("partition.assignment.strategy", "auto.offset.reset", "max.poll.interval.ms")


def _listed(items: Any) -> str:
    return ", ".join(str(item) for item in items) or "none"


def check_subscribe(c: Cluster, cmd: kafka.Subscribe) -> Rejected | None:
    it = c.consumers.get(cmd.member)
    if it is None:
        return Rejected("unknown_id", kind="member", id=cmd.member, known=_listed(c.consumers))
    if not c.world.is_up(cmd.member) or it.closing:
        state = it.phase if it.phase in ("down", "closed") else "closing"
        return Rejected(
            "wrong_state", kind="member", id=cmd.member, state=state, verb="subscribe", needed="up"
        )
    known = [t for t, info in c.plane.announced.topics.items() if not info.internal]
    for topic in cmd.topics.split(","):
        if topic not in known:
            return Rejected("unknown_id", kind="topic", id=topic, known=_listed(known))
    return None


def subscribe(c: Cluster, cmd: kafka.Subscribe) -> None:
    from broker_core import application
    from broker_core.clients import consumer as loop
    from broker_core.clients import reconciling_member

    it = c.consumers[cmd.member]
    it.topics = tuple(dict.fromkeys(cmd.topics.split(",")))
    it.rejoin = True
    c.world.cause = c.world.emit(Subscribed, it.name, it.group, it.topics)
    loop.refresh(c.world, it)
    if it.modern is not None and it.phase == "stable":
        it.modern.full = True
        reconciling_member.send(c.world, it)
    application.turn(c, it)


def check_set(c: Cluster, cmd: kafka.SetGroup) -> Rejected | None:
    if cmd.group not in c.group_settings:
        known = _listed(c.group_settings)
        return Rejected("unknown_id", kind="group", id=cmd.group, known=known)
    given = _given(cmd)
    if not given and cmd.work is None:
        return Rejected(
            "missing_field", verb="set group", field="a setting", column=0,
            example=kafka.SetGroup.example,
        )  # fmt: skip
    for name, value in given.items():
        try:
            check_value("consumer", name, value, True)
        except ValueError as error:
            rule = str(error).removeprefix(f"{name} ")
            return Rejected("bad_value", field=name, expected=rule, value=str(value), column=0)
    return None


def _given(cmd: kafka.SetGroup) -> dict[str, Any]:
    rows = {
        "partition.assignment.strategy": cmd.partition_assignment_strategy,
        "auto.offset.reset": cmd.auto_offset_reset,
        "max.poll.interval.ms": None
        if cmd.max_poll_interval_ms is None
        else cmd.max_poll_interval_ms // 1000,
    }
    return {name: value for name, value in rows.items() if value is not None}


def set_group(c: Cluster, cmd: kafka.SetGroup) -> None:
    shape = c.group_settings[cmd.group]
    given = {n: check_value("consumer", n, v, True) for n, v in _given(cmd).items()}
    work_us = shape["work_us"] if cmd.work is None else cmd.work
    c.group_settings[cmd.group] = {
        **shape,
        "settings": {**shape["settings"], **given},
        "work_us": work_us,
    }
    for it in c.consumers.values():
        if it.group == cmd.group:
            it.work_us = work_us
    rows = tuple((n, str(v)) for n, v in _given(cmd).items())
    c.world.emit(SettingsChanged, cmd.group, rows, work_us)


def check_delete(c: Cluster, cmd: kafka.DeleteGroup) -> Rejected | None:
    if cmd.group not in c.group_settings:
        known = _listed(c.group_settings)
        return Rejected("unknown_id", kind="group", id=cmd.group, known=known)
    group = _found(c, cmd.group)
    state = "missing" if group is None else group[2].state
    newer = c.group_settings[cmd.group]["kind"] != "classic"
    if newer and any(it.group == cmd.group and c.world.is_up(n) for n, it in c.consumers.items()):
        state = "in use"
    if state != "Empty":
        return Rejected(
            "wrong_state", kind="group", id=cmd.group, state=state, verb="delete", needed="Empty"
        )
    return None


def _found(c: Cluster, name: str) -> Any:
    for number, groups in c.groups.items():
        if name in groups.groups and c.world.is_up(f"broker-{number}"):
            return c.brokers[number], groups, groups.groups[name]
    return None


def delete(c: Cluster, cmd: kafka.DeleteGroup) -> None:
    """DeleteGroups: tombstones for the group and all its offsets."""
    broker, groups, group = _found(c, cmd.group)
    expiry.forget(c.world, broker, groups, group, list(group.offsets), "deleted")
