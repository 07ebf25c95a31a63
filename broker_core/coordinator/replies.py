"""What the coordinator answers to joins and syncs."""

from typing import Any

from broker_core.coordinator.group import Group, MemberOf
from broker_core.kernel.network import Ref, reply
from broker_core.kernel.world import World


def answer(world: World, ref: Any, error: str | None, body: Any, summary: Any = None) -> None:
    """One answer of the group protocol; an error also stands in what is drawn."""
    note = dict(summary or {})
    if error is not None:
        note["error"] = error
    reply(world, Ref(*ref), {"error": error, **body}, note)


def answer_join(world: World, group: Group, member: MemberOf, ref: Ref, skip: bool = False) -> None:
    """The generation; only the group's leader gets the list of members. With `skip` the leader
    need not compute anything: a static member that came back (KIP-814)."""
    leads = member.member_id == group.leader
    roster = tuple(
        (m.member_id, m.client, m.instance_id, m.topics, m.owned, m.owned_in)
        for m in group.members.values()
    )
    body = {
        "member_id": member.member_id,
        "generation": group.generation,
        "protocol": group.protocol,
        "leads": leads and not skip,
        "members": roster if leads and not skip else (),
    }
    answer(world, ref, None, body, {"generation": group.generation, "leads": leads})


def answer_sync(world: World, member: MemberOf, ref: Ref) -> None:
    at = member.assignment
    answer(world, ref, None, {"assignment": at}, {"assignment": at})
