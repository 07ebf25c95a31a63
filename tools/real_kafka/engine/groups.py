"""Groups of both protocols, and a commit that nobody can copy (semantics 4.3, 5, 6)."""

from typing import Any

from tools.real_kafka.engine.stage import say, scene, wait


def group() -> None:
    sim = scene({"orders": ([[1, 2, 3]] * 4, 1)}, groups=[
        {"id": "g", "topics": ["orders"], "members": 0, "config": {"session.timeout.ms": 6000}}])  # fmt: skip
    wait(sim, 20)
    sim.apply("join group g")
    for text in ("first", "second"):
        events = wait(sim, 12)
        rows = [(round(e.at_us / 10**6, 2), e.type.removeprefix("group."),
                 getattr(e, "state", getattr(e, "error", ""))) for e in events
                if e.type.startswith("group.") and "heartbeat" not in e.type]  # fmt: skip
        say("5.3", f"{text} member joins", rows)
        if text == "first":
            sim.apply("join group g")
    name = sorted(sim.view()["members"])[0]
    at = sim.now_us
    sim.apply(f"crash member {name}")
    events = wait(sim, 12)
    gone = [e.at_us for e in events if e.type == "group.member_expired"]
    say("5.4", "a member crashes (session 6 s): seconds until it is put out",
        [(t - at) / 10**6 for t in gone])  # fmt: skip


def _heard(events: list[Any], member: str) -> list[Any]:
    return [
        (e.type.removeprefix("client."), len(e.partitions)) for e in events
        if e.type.startswith("client.partitions") and e.member == member
    ]  # fmt: skip


def rebalances() -> None:
    for strategy in ("range", "cooperative-sticky"):
        sim = scene({"orders": ([[1, 2, 3]] * 4, 1)}, groups=[
            {"id": "g", "topics": ["orders"], "members": 0,
             "config": {"partition.assignment.strategy": strategy}}])  # fmt: skip
        wait(sim, 20)
        sim.apply("join group g")
        events = wait(sim, 12)
        sim.apply("join group g")
        events += wait(sim, 15)
        for member in ("g-1", "g-2"):
            say("5.6", f"{strategy}: what {member} hears", _heard(events, member))
    sim = scene({"orders": ([[1, 2, 3]] * 4, 1)}, groups=[
        {"id": "g", "topics": ["orders"], "members": 2, "static": True}])  # fmt: skip
    wait(sim, 30)
    sim.apply("close member g-1")
    wait(sim, 2)
    sim.apply("restart member g-1")
    events = wait(sim, 20)
    say("5.5", "static g-1 closes and is back: it, and g-2, hear", [
        _heard(events, member) for member in ("g-1", "g-2")])  # fmt: skip


def poll_deadline() -> None:
    sim = scene({"slow": ([[1, 2, 3]], 1)}, groups=[
        {"id": "g", "topics": ["slow"], "members": 1, "work": "15s",
         "config": {"max.poll.interval.ms": 4000, "auto.offset.reset": "earliest"}}])  # fmt: skip
    wait(sim, 20)
    at = sim.now_us
    sim.apply("publish p slow key=a")
    events = wait(sim, 14)
    say("5.4", "work of 15 s, max.poll.interval.ms 4 s: seconds until the member leaves", [
        round((e.at_us - at) / 10**6, 1) for e in events if e.type == "group.member_left"])  # fmt: skip


def consumer_protocol() -> None:
    sim = scene({"orders": ([[1, 2, 3]] * 4, 1)}, groups=[
        {"id": "g", "topics": ["orders"], "members": 0, "config": {"group.protocol": "consumer"}}])  # fmt: skip
    wait(sim, 20)
    for text in ("first", "second"):
        at = sim.now_us
        sim.apply("join group g")
        events = wait(sim, 14)
        rows = [
            (round((e.at_us - at) / 10**6, 2), e.type, tuple(getattr(e, "partitions", ())))
            for e in events
            if ("group" in e.type or "client.partitions" in e.type) and "heartbeat" not in e.type
        ]
        say("6.1", f"{text} member joins", rows)


def commit_without_followers() -> None:
    """Quorum lost, the coordinator lives, the followers of its offsets partition are dead."""
    names = [f"g{n}" for n in range(1, 6)]
    sim = scene({"q": ([[1, 2, 3]], 1)}, groups=[
        {"id": name, "topics": ["q"], "members": 1, "profile": "librdkafka"} for name in names])  # fmt: skip
    wait(sim, 25)
    view = sim.view()
    group = next(name for name in names if view["groups"][name]["coordinator"] == 1)
    sim.apply("publish p q key=a acks=all")
    wait(sim, 0.2)
    sim.apply("crash controller q1")
    for broker in (2, 3):
        sim.apply(f"crash broker {broker}")
    at = sim.now_us
    events = wait(sim, 340)
    say("4.3", f"commits of {group} at the living coordinator: seconds, what came of them", [
        (round((e.at_us - at) / 10**6, 1), e.type, getattr(e, "error", "")) for e in events
        if e.type in ("client.offset_committed", "client.commit_refused", "network.timed_out",
                      "group.member_expired")
        and group in str(e)])  # fmt: skip
