"""Eligible leader replicas and what follows them (KIP-966; semantics 3.4, 3.5, 10.C)."""

import time

from tools.real_kafka import wire
from tools.real_kafka.checks.scene import Scene


def _state(s: Scene) -> tuple[int, list[int], list[int], list[int]]:
    row = s.probe.partition("e", 0)
    return row["leader"], sorted(row["isr"]), sorted(row["elr"]), row["last_known"]


def _become(s: Scene, isr: list[int], elr: list[int], seconds: float = 60) -> tuple:
    s.until(lambda: _state(s)[1:3] == (isr, elr), seconds, 0.3)
    return _state(s)


def _gone(s: Scene, number: int, clean: bool) -> None:
    if clean:
        s.cluster.stop(number)
        s.cluster.wait(number)
    else:
        s.cluster.kill(number)


def below_min(s: Scene) -> None:
    s.probe("create", topic="e", replicas=[[2, 3]], config={"min.insync.replicas": "2"})
    s.probe("produce", topic="e", keys=["k0"])
    _gone(s, 3, clean=True)
    s.fact("3.5", "ISR falls below min 2 (3 stopped): leader, ISR, ELR", (2, [2], [3], []),
           _become(s, [2], [3]))  # fmt: skip
    c = s.connect(2)
    s.fact("10.C", "acks=all and acks=1 then", ["NOT_ENOUGH_REPLICAS", "NONE"],
           [wire.produce(c, "e", wire.batch(["v"]), acks=a)[0] for a in (-1, 1)])  # fmt: skip
    s.cluster.start(3)
    s.fact("3.5", "3 is back: ISR, ELR empty again", (2, [2, 3], [], []), _become(s, [2, 3], []))
    s.fact("10.C", "high watermark jumps over the acks=1 record", 2,
           s.until(lambda: wire.fetch(c, "e", 0).high_watermark == 2 and 2, 15))  # fmt: skip


def clean_member_leads(s: Scene) -> None:
    _gone(s, 3, clean=True)
    _become(s, [2], [3])
    _gone(s, 2, clean=False)
    s.fact("3.5", "the last ISR member crashes as well: leader, ISR (empty is legal), ELR",
           (-1, [], [2, 3], [2]), _become(s, [], [2, 3]), _state(s)[:3] == (-1, [], [2, 3]))  # fmt: skip
    told = s.told(1, "e")
    s.fact("3.6", "Metadata of a partition without a leader: error, leader, replicas",
           ("LEADER_NOT_AVAILABLE", -1, [2, 3]), (told["error"], told["leader"], told["replicas"]))  # fmt: skip
    s.cluster.start(3)
    s.until(lambda: _state(s)[0] == 3, 60, 0.3)
    s.fact("3.4", "3, stopped cleanly, comes back: it leads at once, ISR [3], the absent 2 stays "
           "eligible", (3, [3], [2]),
           _state(s)[:3])  # fmt: skip
    s.cluster.start(2)
    _become(s, [2, 3], [])
    s.until(lambda: _state(s)[0] == 2, 45)


def crashed_member_loses_eligibility(s: Scene) -> None:
    _gone(s, 3, clean=False)
    _become(s, [2], [3])
    _gone(s, 2, clean=False)
    _become(s, [], [2, 3])
    s.cluster.start(3)
    time.sleep(1)
    s.until(lambda: 3 not in _state(s)[2], 60, 0.3)
    time.sleep(4)
    s.fact("3.5", "both crashed, 3 comes back after its unclean shutdown: leader, ISR, ELR",
           (-1, [], [2]), _state(s)[:3])  # fmt: skip
    s.cluster.start(2)
    s.until(lambda: _state(s)[0] >= 0, 60, 0.3)
    s.fact("3.4", "2 comes back from its crash too: ELR empty, last known leader elected although "
           "unclean election is off", 2, _state(s)[0])  # fmt: skip
    changes = [row[3] for row in s.decisions(9) if row[2] == "PartitionChangeRecord"]
    recovering = [row for row in changes if row.get("leaderRecoveryState") == 1]
    s.fact("3.4", "that election wrote recovery state RECOVERING", True, bool(recovering),
           bool(recovering))  # fmt: skip
    _become(s, [2, 3], [])


def last_member_back_first(s: Scene) -> None:
    _gone(s, 3, clean=False)
    _become(s, [2], [3])
    _gone(s, 2, clean=False)
    _become(s, [], [2, 3])
    s.cluster.start(2)
    s.until(lambda: 2 not in _state(s)[2], 60, 0.3)
    time.sleep(5)
    s.fact("3.5", "both crashed, the *last* leader 2 comes back first: still offline while the ELR "
           "names the absent 3", (-1, [], [3]), _state(s)[:3])  # fmt: skip
    s.probe("elect", topic="e", type="UNCLEAN")
    s.until(lambda: _state(s)[0] == 2, 20)
    s.fact("3.4", "an operator's unclean election: leader, ISR", (2, [2]), _state(s)[:2])


def clean_stop_of_the_last(s: Scene) -> None:
    s.cluster.start(3)
    _become(s, [2, 3], [])
    _gone(s, 3, clean=False)
    _become(s, [2], [3])
    _gone(s, 2, clean=True)
    s.fact("3.5", "3 crashed, then the last ISR member 2 is stopped cleanly: leader, ISR, ELR",
           (-1, [], [2, 3]), _become(s, [], [2, 3])[:3])  # fmt: skip
    s.cluster.start(3)
    s.until(lambda: 3 not in _state(s)[2], 60, 0.3)
    time.sleep(3)
    s.fact("3.5", "the crashed 3 comes back: no longer eligible, offline", (-1, [], [2]),
           _state(s)[:3])  # fmt: skip
    s.cluster.start(2)
    s.until(lambda: _state(s)[0] == 2, 60, 0.3)
    elected = [row[3] for row in s.decisions(9) if row[3].get("leader") == 2][-1]
    s.fact("3.4", "the cleanly stopped 2 comes back: leader, ISR and recovery state that the controller "
           "wrote (none: a clean election)", (2, [2], None),
           (elected["leader"], elected["isr"], elected.get("leaderRecoveryState")))  # fmt: skip
    _become(s, [2, 3], [])


def single_replica(s: Scene) -> None:
    """What most first experiments do: one replica, min.insync.replicas 1, its broker crashes."""
    s.probe("create", topic="one", replicas=[[3]])
    s.probe("produce", topic="one", keys=["k0"])
    state = lambda: (  # noqa: E731
        (r := s.probe.partition("one"))["leader"], r["isr"], r["elr"], r["last_known"]
    )  # fmt: skip
    before = s.told(1, "one")["epoch"]
    _gone(s, 3, clean=False)
    s.until(lambda: state()[0] == -1, 30)
    s.fact("3.5", "the only replica's broker crashes: leader, ISR, ELR, epoch + 1", (-1, [], [3], 1),
           (*state()[:3], s.told(1, "one")["epoch"] - before))  # fmt: skip
    s.cluster.start(3)
    s.until(lambda: state()[0] == 3, 60, 0.3)
    s.fact("3.4", "it comes back: leader, ISR, ELR, epoch + 2, record still there", (3, [3], [], 2, 1), (
        *state()[:3], s.told(1, "one")["epoch"] - before,
        s.probe("offsets", topic="one")["latest"]))  # fmt: skip


CHECKS = [below_min, clean_member_leads, crashed_member_loses_eligibility, last_member_back_first,
          clean_stop_of_the_last, single_replica]  # fmt: skip
