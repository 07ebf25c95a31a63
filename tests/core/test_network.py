"""Connections: first in first out, two kinds of loss, one request at a time."""

from tests.core.helpers import after, cluster, of, until


def sent(events, **fields):
    return [
        e
        for e in of(events, "network.sent")
        if all(getattr(e, name) == value for name, value in fields.items())
    ]


def test_messages_of_a_connection_arrive_in_the_order_in_which_they_left():
    """Also when a broker was slow and is not any more: nothing overtakes on its connection."""
    sim = cluster("combined=false producers=checkout linger.ms=0 replicas=1,2,3")
    after(sim, 5)
    events = sim.apply("slow broker 1 latency=500ms")
    for _ in range(4):
        events += sim.apply("publish checkout orders key=ada")
        events += after(sim, 0.02)
    events += sim.apply("slow broker 1 latency=0us")
    for _ in range(4):
        events += sim.apply("publish checkout orders key=ada")
        events += after(sim, 0.02)
    events += after(sim, 10)
    for way in ({"source": "checkout"}, {"target": "checkout"}):
        arrivals = [e.arrives_at_us for e in sent(events, **way) if "produce" in e.kind]
        assert len(arrivals) >= 4
        assert arrivals == sorted(arrivals)
    appended = [e.record for e in of(events, "log.record_appended") if e.topic == "orders"]
    assert appended == sorted(appended)


def test_a_crash_is_known_one_hop_later_and_a_cut_only_by_waiting():
    words = "combined=false producers=checkout replicas=1,2,3"
    for command, kind, least, most in (
        ("crash broker 1", "network.connection_lost", 60_000, 200_000),
        ("cut 1 checkout", "network.timed_out", 3_950_000, 4_000_000),
    ):
        sim = cluster(words)
        after(sim, 5)
        sim.apply("publish checkout orders key=ada")
        after(sim, 0.05)
        began = sim.now_us
        sim.apply(command)
        noticed = until(sim, kind, client="checkout")
        assert least <= noticed.at_us - began <= most, command


def test_who_calls_a_dead_process_is_refused():
    sim = cluster("combined=false producers=checkout replicas=1,2,3")
    after(sim, 5)
    sim.apply("crash broker 1")
    after(sim, 0.5)
    sim.apply("publish checkout orders key=ada")
    events = after(sim, 1)
    refused = [e for e in of(events, "network.dropped") if e.reason == "refused"]
    assert any(e.kind in ("produce", "metadata") for e in refused)


def test_a_cut_in_one_direction_lets_the_other_pass():
    sim = cluster("combined=false producers=checkout replicas=1,2,3")
    after(sim, 5)
    sim.apply("cut checkout 1 oneway=true")
    events = sim.apply("publish checkout orders key=ada") + after(sim, 3)
    assert [e for e in of(events, "network.dropped") if e.source == "checkout"]
    assert not list(of(events, "log.record_appended"))
    sim = cluster("combined=false producers=checkout replicas=1,2,3")
    after(sim, 5)
    sim.apply("cut 1 checkout oneway=true")
    events = sim.apply("publish checkout orders key=ada") + after(sim, 3)
    assert list(of(events, "log.record_appended"))
    assert not list(of(events, "client.ack_received"))


def test_a_broker_takes_the_next_request_of_a_connection_after_its_answer():
    """A parked acks=all produce holds back what comes behind it on the same connection."""
    sim = cluster("combined=false producers=checkout linger.ms=0 replicas=1,2,3")
    after(sim, 5)
    events = sim.apply("publish checkout orders key=ada")
    events += after(sim, 0.01)
    events += sim.apply("publish checkout orders key=bo")
    events += after(sim, 2)
    appended = [e.at_us for e in of(events, "log.record_appended")]
    answered = [e.at_us for e in sent(events, kind="produce_reply")]
    assert len(appended) == len(answered) == 2
    assert appended[1] >= answered[0]


def test_a_paused_process_answers_what_waited_when_it_goes_on():
    sim = cluster("combined=false producers=checkout replicas=1,2,3")
    after(sim, 5)
    sim.apply("pause broker 1 for=2s")
    events = sim.apply("publish checkout orders key=ada") + after(sim, 4)
    appended = next(of(events, "log.record_appended"))
    resumed = next(of(events, "broker.resumed"))
    assert appended.at_us >= resumed.at_us
    assert list(of(events, "client.ack_received"))
