"""The scenes about groups show their point, on three seeds, and hold every invariant."""

from typing import Any

import pytest

from broker_core.audit.measures import lag
from tests.core.groups.stage import Stage

SEEDS = (1, 7, 23)


def played(slug: str, seed: int, seconds: float) -> Stage:
    return Stage(slug, seed).go(seconds)  # type: ignore[arg-type]


def moved(run: Stage, group: str) -> set[Any]:
    """Partitions that stood still in a group for a while."""
    return {tp for e in run.all("client.partitions_revoked", group=group) for tp in e.partitions}


@pytest.mark.parametrize("seed", SEEDS)
def test_spare_wheel(seed: int) -> None:
    """K13: the fourth member is taken in and idle; a crash gives it a partition."""
    run = played("spare-wheel", seed, 25)
    owners = {m: len(run.member(f"billing-{m}")["assigned"]) for m in (1, 2, 3, 4)}
    assert sorted(owners.values()) == [0, 1, 1, 1]
    assert len(run.group()["members"]) == 4
    run.go(20)
    assert [len(run.member(f"billing-{m}")["assigned"]) for m in (2, 3, 4)] == [1, 1, 1]


@pytest.mark.parametrize("seed", SEEDS)
def test_four_fingers(seed: int) -> None:
    """K27: all four are different at one instant; committed <= stored <= processed <= position."""
    run = Stage("four-fingers", seed).go(6)  # type: ignore[arg-type]
    seen = False
    while run.sim.now_us < 23_000_000 and not seen:
        run.events += run.sim.step()
        part = run.sim.view()["members"]["billing-1"]["partitions"].get("orders", {}).get("0", {})
        committed = run.group()["committed"].get("orders", {}).get("0", -1)
        four = (committed, part.get("stored") or -1, part.get("processed"), part.get("position"))
        if None not in four:
            assert four[0] <= four[1] <= four[2] <= four[3] or four[1] == -1
            seen = four[0] < four[1] <= four[2] < four[3]
    assert seen


@pytest.mark.parametrize("seed", SEEDS)
def test_lost_or_twice(seed: int) -> None:
    """K26, K28: commit first skips, commit last repeats, storing at hand-over skips one at most."""
    run = played("lost-or-twice", seed, 15)
    run.do("close producer checkout").go(30)
    skipped = dict.fromkeys(("first", "last", "handover"), 0)
    repeats = dict(skipped)
    for group in skipped:
        done = [e.offset for e in run.all("client.record_processed", group=group)]
        end = run.group(group)["committed"]["orders"]["0"]
        skipped[group] = len(set(range(end)) - set(done))
        repeats[group] = len(done) - len(set(done))
    assert skipped["first"] >= 1 and repeats["first"] == 0
    assert skipped["last"] == 0 and repeats["last"] >= 1
    assert skipped["handover"] == 1 and repeats["handover"] == 0


@pytest.mark.parametrize("seed", SEEDS)
def test_musical_chairs(seed: int) -> None:
    """K14: a third member stops six partitions of the eager group, two of the cooperative one."""
    run = played("musical-chairs", seed, 22)
    assert len(moved(run, "eager")) == 6
    assert len(moved(run, "coop")) == 2
    for group in ("eager", "coop"):
        assert [len(run.member(f"{group}-{m}")["assigned"]) for m in (1, 2, 3)] == [2, 2, 2]


@pytest.mark.parametrize("seed", SEEDS)
def test_poison(seed: int) -> None:
    """K29: a record that is retried until it succeeds stops its whole partition."""
    run = played("poison", seed, 30)
    stuck, aside = (lag(run.sim.view(), g)["orders-0"] for g in ("stuck", "aside"))
    assert stuck is not None and aside is not None
    assert stuck >= 15
    assert aside <= 6
    assert [e.group for e in run.all("client.dead_lettered")] == ["aside"]
