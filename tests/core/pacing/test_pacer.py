"""Classes of messages by their distance from what matters."""

from broker_core.events import REGISTRY
from broker_core.events.broker import Crashed
from broker_core.events.network import Dropped, Sent
from broker_core.pacing import Pacer
from broker_core.pacing.attention import (
    CAUSAL_STEPS,
    CHATTER_STEPS,
    OPENING,
    REACH_US,
    TURNING_POINTS,
)


def sent(seq, cause=None, at_us=0, hop_us=60_000, kind="produce", chatter=False):
    return Sent(seq, at_us, cause, (), (), seq, kind, "checkout", "broker-1", "data",
                at_us, at_us + hop_us, chatter, None)  # fmt: skip


def crash(seq, at_us=0):
    return Crashed(seq, at_us, "cmd:1", (), (), 2)


def classes(pacer, *events):
    out = []
    for event in events:
        pacer.observe(event)
        if event.type == "network.sent":
            out.append(pacer.class_of(event))
    return out


def test_every_turning_point_is_a_declared_event():
    assert set(TURNING_POINTS) <= set(REGISTRY)


def test_the_first_of_its_way_is_a_signal_and_the_next_is_traffic():
    assert classes(Pacer(), sent(1), sent(2)) == ["signal", "traffic"]


def test_a_turning_point_makes_the_way_new_again():
    assert classes(Pacer(), sent(1), crash(2), sent(3), sent(4)) == ["signal", "signal", "traffic"]


def test_causal_steps_after_a_fault_are_signals_up_to_twelve():
    chain = [crash(1), *(sent(n, cause=n - 1) for n in range(2, CAUSAL_STEPS + 4))]
    assert classes(Pacer(), *chain) == ["signal"] * CAUSAL_STEPS + ["traffic"] * 2


def test_an_effect_that_comes_late_is_no_effect_any_more():
    pacer = Pacer()
    late = sent(2, cause=1, at_us=REACH_US + 1)
    assert classes(pacer, sent(5), crash(1), sent(3), late) == ["signal", "signal", "traffic"]


def test_a_command_is_news_once():
    pacer = Pacer()
    assert classes(pacer, sent(1, cause="cmd:1"), sent(2, cause="cmd:1")) == ["signal"] * 2
    assert classes(pacer, sent(3, cause="cmd:1", at_us=9)) == ["traffic"]
    assert classes(pacer, sent(4, cause="cmd:2", at_us=9)) == ["signal"]


def test_what_is_there_at_the_opening_is_no_news():
    pacer = Pacer()
    pacer.observe(Crashed(1, 0, OPENING, (), (), 2))
    assert pacer.last_moment_us(1) is None


def test_chatter_stays_chatter_unless_it_is_an_effect():
    quiet = [sent(n, cause=n - 1, chatter=True) for n in range(2, CHATTER_STEPS + 3)]
    assert classes(Pacer(), sent(1, chatter=True)) == ["chatter"]
    assert classes(Pacer(), crash(1), *quiet) == ["signal"] * CHATTER_STEPS + ["chatter"]


def test_the_rate_is_that_of_the_slowest_unfinished_hop():
    pacer = Pacer()
    pacer.observe(sent(1))
    assert pacer.rate(0) == (60_000, 400_000)
    pacer.observe(sent(2, at_us=10, hop_us=500))
    assert pacer.rate(10) == (500, 150_000)
    assert pacer.rate(510) == (60_000, 400_000)
    assert pacer.rate(60_000) is None


def test_a_long_hop_claims_nothing_and_a_dropped_message_neither():
    pacer = Pacer()
    pacer.observe(sent(1, hop_us=250_001))
    assert pacer.rate(0) is None
    pacer.observe(sent(2, kind="fetch"))
    pacer.observe(Dropped(3, 5, 1, (), (), 2, "fetch", "checkout", "broker-1", "crash", 1, 9, {}))
    assert pacer.rate(5) is None


def test_at_most_three_signals_claim_at_once():
    pacer = Pacer()
    for n, kind in enumerate(("a", "b", "c"), 1):
        pacer.observe(sent(n, kind=kind, hop_us=200_000))
    pacer.observe(sent(4, kind="d", hop_us=1_000))
    assert pacer.class_of(sent(4)) == "signal"
    assert pacer.rate(0) == (1_000, 150_000)


def test_a_clone_goes_its_own_way():
    pacer = Pacer()
    pacer.observe(sent(1))
    twin = pacer.clone()
    twin.observe(sent(2, at_us=7, kind="fetch", hop_us=10))
    assert pacer.rate(0) == (60_000, 400_000)
    assert pacer.last_moment_us(100) == 0
    assert twin.last_moment_us(100) == 7
