"""Electing the active controller: fetch timeout, pre-vote, vote, check-quorum (semantics 4.1)."""

from typing import Any

from broker_core.controller import metadata_log
from broker_core.controller.metadata_log import Replayed
from broker_core.controller.node import ControlPlane, Node
from broker_core.events.controller import (
    ControllerElected,
    QuorumLost,
    QuorumRestored,
    RoleChanged,
    VoteGranted,
)
from broker_core.kernel import network
from broker_core.kernel.network import Ref, reply
from broker_core.kernel.world import World
from broker_core.replication.metadata import new_image, replay


def become(world: World, node: Node, role: str, epoch: int, leader: str | None) -> Any:
    """Take a role; a new epoch forgets the old vote. Returns the event's seq, or the present cause
    where nothing is new to tell (a voter that asks again)."""
    news = node.voter and (node.role, node.epoch, node.leader) != (role, epoch, leader)
    if epoch > node.epoch:
        node.voted_for = None
    node.role, node.epoch, node.leader = role, epoch, leader
    node.votes = {}
    node.fetched_from_leader = False
    if role != "leader":
        node.active = False
        node.progress = {}
        node.parked = {}
        node.sessions = {}
        node.replies = []
        node.pending = new_image()
    return world.emit(RoleChanged, node.name, role, epoch, leader) if news else world.cause


def arm(world: World, node: Node, after_us: int, kind: str, cause: Any = None) -> None:
    """Set the node's one deadline; an earlier one is void."""
    node.deadline_us = world.now_us + after_us
    node.timer += 1
    world.at(node.deadline_us, kind, node.name, node.timer, cause=cause)


def arm_fetch_timeout(world: World, plane: ControlPlane, node: Node) -> None:
    arm(world, node, plane.settings["controller.quorum.fetch.timeout.ms"], "quorum_timeout")


def election_wait(world: World, plane: ControlPlane, node: Node) -> int:
    base: int = plane.settings["controller.quorum.election.timeout.ms"]
    return base + world.chance.below(base, node.name, "election")


def follow(world: World, plane: ControlPlane, node: Node, epoch: int, leader: str) -> None:
    """A leader is known: fetch from it."""
    if node.role != "follower" or node.epoch != epoch or node.leader != leader:
        world.cause = become(world, node, "follower", epoch, leader) or world.cause
    if node.voter:
        arm_fetch_timeout(world, plane, node)
    fetch(world, plane, node)


def fetch(world: World, plane: ControlPlane, node: Node) -> None:
    """The next fetch: from the leader, or from any voter to learn who leads."""
    if node.fetching or node.role == "leader" or not world.is_up(node.name):
        return
    target = node.leader
    if target is None:
        others = [v for v in plane.voters if v != node.name]
        if not others:
            return
        target = others[node.try_next % len(others)]
        node.try_next += 1
    metadata_log.send_fetch(world, plane, node, target)


def fetched(
    world: World, plane: ControlPlane, node: Node, server: str, body: Any, replayed: Replayed
) -> None:
    """An answer to a quorum fetch."""
    node.fetching = False
    if node.role == "leader":
        return
    if body["epoch"] < node.epoch:
        _retry_soon(world, node)
        return
    if body["error"] is not None:
        if body["leader"] not in (None, node.name) and node.role in ("follower", "unattached"):
            follow(world, plane, node, body["epoch"], body["leader"])
        elif body["epoch"] > node.epoch and node.role in ("follower", "unattached"):
            become(world, node, "unattached", body["epoch"], None)
            _retry_soon(world, node)
        else:
            _retry_soon(world, node)
        return
    standing = node.role in ("prospective", "candidate")
    if standing or body["epoch"] > node.epoch or node.leader != body["leader"]:
        become(world, node, "follower", body["epoch"], body["leader"])
    node.fetched_from_leader = True
    if node.voter:
        arm_fetch_timeout(world, plane, node)
    metadata_log.accept(world, node, body, replayed)
    fetch(world, plane, node)


def fetch_failed(world: World, plane: ControlPlane, node: Node) -> None:
    """No answer from there: a broker looks elsewhere, a voter tries until its timeout."""
    node.fetching = False
    if not node.voter:
        node.leader = None
    _retry_soon(world, node)


def _retry_soon(world: World, node: Node) -> None:
    world.at(world.now_us + 100_000, "quorum_retry", node.name)


def timed_out(world: World, plane: ControlPlane, node: Node, timer: int) -> None:
    """No successful fetch for the fetch timeout, or an election that led to nothing."""
    if timer != node.timer or node.role in ("leader", "resigned"):
        return
    ends = (node.name, node.leader) if node.leader else (node.name,)
    world.cause = world.fault_since(0, *ends) or world.cause
    stand(world, plane, node, pre_vote=True)


def stand(world: World, plane: ControlPlane, node: Node, pre_vote: bool) -> None:
    """Ask the other voters: first whether they would vote (pre-vote, KIP-996), then to vote."""
    if pre_vote:
        seq = become(world, node, "prospective", node.epoch, None)
    else:
        seq = become(world, node, "candidate", node.epoch + 1, None)
        node.voted_for = node.name
    world.cause = seq
    node.votes = {node.name: True}
    arm(world, node, election_wait(world, plane, node), "quorum_timeout", cause=seq)
    body = {
        "candidate": node.name,
        "epoch": node.epoch,
        "last_epoch": node.last_epoch,
        "offset": len(node.log),
        "pre_vote": pre_vote,
    }
    for voter in plane.voters:
        if voter != node.name:
            network.request(
                world, node.name, voter, "vote", "vote", body,
                plane.settings["controller.quorum.request.timeout.ms"],
                {"epoch": node.epoch, "pre_vote": pre_vote}, context=(node.epoch, pre_vote),
            )  # fmt: skip
    _count(world, plane, node)


def serve_vote(world: World, plane: ControlPlane, node: Node, ref: Ref, body: Any) -> None:
    """Grant a vote to a log at least as long, once an epoch; a pre-vote binds nobody."""
    if body["epoch"] > node.epoch and not body["pre_vote"]:
        become(world, node, "unattached", body["epoch"], None)
        arm(world, node, election_wait(world, plane, node), "quorum_timeout")
    long_enough = (body["last_epoch"], body["offset"]) >= (node.last_epoch, len(node.log))
    if body["epoch"] < node.epoch or node.role == "leader":
        granted = False
    elif body["pre_vote"]:
        granted = long_enough and not (node.role == "follower" and node.fetched_from_leader)
    else:
        free = node.voted_for in (None, body["candidate"]) and node.role == "unattached"
        granted = long_enough and free
    if granted:
        if not body["pre_vote"]:
            node.voted_for = body["candidate"]
        world.emit(VoteGranted, node.name, body["candidate"], body["epoch"], body["pre_vote"])
    answer = {"epoch": node.epoch, "granted": granted, "leader": node.leader}
    reply(world, ref, answer, {"granted": granted, "epoch": node.epoch})


def voted(
    world: World, plane: ControlPlane, node: Node, voter: str, body: Any, context: Any
) -> None:
    """A voter's answer."""
    epoch, pre_vote = context
    asking = "prospective" if pre_vote else "candidate"
    if node.role != asking or node.epoch != epoch:
        return
    told = body["leader"]
    if pre_vote and not body["granted"] and told is not None and told != node.name:
        if body["epoch"] > node.epoch or told == voter:
            follow(world, plane, node, max(body["epoch"], node.epoch), told)
            return
    if body["epoch"] > node.epoch:
        become(world, node, "unattached", body["epoch"], None)
        arm(world, node, election_wait(world, plane, node), "quorum_timeout")
        return
    node.votes[voter] = body["granted"]
    _count(world, plane, node)


def _count(world: World, plane: ControlPlane, node: Node) -> None:
    granted = sum(1 for yes in node.votes.values() if yes)
    if granted < plane.majority:
        return
    if node.role == "prospective":
        stand(world, plane, node, pre_vote=False)
    elif node.role == "candidate":
        lead(world, plane, node)


def lead(world: World, plane: ControlPlane, node: Node) -> None:
    """A majority voted for this node: it tells the others and writes the first record of its
    epoch; it is the active controller once that is decided."""
    world.cause = become(world, node, "leader", node.epoch, node.name)
    world.cause = world.emit(ControllerElected, node.name, node.epoch)
    node.timer += 1
    node.progress = {v: (0, world.now_us) for v in plane.voters if v != node.name}
    node.pending = new_image()
    for entry in node.log:
        replay(node.pending, entry.record)
    metadata_log.append(world, node, ("leader_change", (node.name,)), "")
    for voter in plane.voters:
        if voter != node.name:
            network.request(
                world, node.name, voter, "vote", "begin_quorum",
                {"epoch": node.epoch, "leader": node.name},
                plane.settings["controller.quorum.request.timeout.ms"], {"epoch": node.epoch},
            )  # fmt: skip
    world.at(world.now_us + _check_every(plane), "check_quorum", node.name, node.epoch)


def serve_begin(world: World, plane: ControlPlane, node: Node, ref: Ref, body: Any) -> None:
    """A new leader says so."""
    reply(world, ref, {"epoch": node.epoch}, {}, chatter=True)
    if body["epoch"] >= node.epoch and node.name != body["leader"]:
        follow(world, plane, node, body["epoch"], body["leader"])


def serve_end(world: World, plane: ControlPlane, node: Node, ref: Ref, body: Any) -> None:
    """The leader stops in order: no need to wait for the fetch timeout."""
    reply(world, ref, {"epoch": node.epoch}, {}, chatter=True)
    if body["epoch"] >= node.epoch and node.role == "follower":
        become(world, node, "unattached", body["epoch"], None)
        wait = world.chance.below(100_000, node.name, "end_quorum")
        arm(world, node, wait, "quorum_timeout")


def resign(world: World, plane: ControlPlane, node: Node) -> None:
    """A leader that stops in order tells the other voters."""
    for voter in plane.voters:
        if voter != node.name and node.role == "leader":
            network.request(
                world, node.name, voter, "vote", "end_quorum", {"epoch": node.epoch},
                plane.settings["controller.quorum.request.timeout.ms"], {"epoch": node.epoch},
            )  # fmt: skip
    become(world, node, "resigned", node.epoch, None)


def _check_every(plane: ControlPlane) -> int:
    return int(plane.settings["controller.quorum.fetch.timeout.ms"]) // 2


def check_quorum(world: World, plane: ControlPlane, node: Node, epoch: int) -> None:
    """A leader that hears from no majority for 1.5 fetch timeouts steps down."""
    if node.role != "leader" or node.epoch != epoch:
        return
    limit = 3 * plane.settings["controller.quorum.fetch.timeout.ms"] // 2
    fresh = 1 + sum(1 for _, at_us in node.progress.values() if world.now_us - at_us <= limit)
    fresh = min(fresh, len(plane.voters))
    heard = 1 + sum(
        1
        for v, (_, at_us) in node.progress.items()
        if v in plane.voters and world.now_us - at_us <= limit
    )
    if heard < plane.majority:
        silent = [v for v in plane.voters if v != node.name]
        world.cause = world.fault_since(0, node.name, *silent) or world.cause
        become(world, node, "unattached", node.epoch, None)
        arm(world, node, election_wait(world, plane, node), "quorum_timeout")
        return
    world.at(world.now_us + _check_every(plane), "check_quorum", node.name, epoch, cause=0)


def census(world: World, plane: ControlPlane, cause: Any) -> None:
    """Tell when too few voters live for a majority, and when there are enough again."""
    alive = sum(1 for v in plane.voters if world.is_up(v))
    holds = alive >= plane.majority
    if holds != plane.held:
        plane.held = holds
        kind = QuorumRestored if holds else QuorumLost
        world.emit(kind, alive, len(plane.voters), cause=cause)
