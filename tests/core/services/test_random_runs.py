"""Whatever people do to services: what must hold holds, the view is the state, and what is said to
be repaired is repaired."""

from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from broker_core import Simulation
from tests.core.services.play import SCENES
from tests.core.services.projection import differences

VERBS = ("crash service", "stop service", "restart service", "start service", "pause service")
TOGGLES = (
    "idempotent=true", "idempotent=false", "outbox=true", "outbox=false", "ordered=true",
    "carries=id", "carries=state", "work=700ms", "workers=3", "workers=1", "mode=events",
    "mode=calls", "mode=compares", "mode=announce",
)  # fmt: skip
REQUESTS = {
    "two-kitchens": ("checkout place key=o-9",),
    "cart-tape": ("page add key=ada value=lamp", "page remove key=ada value=lamp"),
    "thin-or-fat": ("orders place key=ada value=x", "orders move key=ada value=y"),
    "new-neighbour": (),
    "three-ledgers": ("orders move key=ada value=x",),
    "three-ledgers-broken": (
        "orders pay key=ada value=-3", "orders move key=ada value=x", "orders correct key=ada value=y",
    ),
    "saga-conducted": ("shop place key=o-9",),
    "saga-danced": ("shop place key=o-9",),
}  # fmt: skip
BROKER = ("crash broker hub", "restart broker hub", "pause broker hub for=3s")


def _commands(scene: str) -> Any:
    services = list(Simulation.from_scenario(SCENES / f"{scene}.toml")._cluster.services)
    one = st.sampled_from(services)
    kinds = [
        st.builds(lambda verb, s: f"{verb} {s}", st.sampled_from(VERBS), one),
        st.builds(lambda s, text: f"set service {s} {text}", one, st.sampled_from(TOGGLES)),
        st.builds(lambda s: f"deploy service {s} workers=2", one),
        st.builds(
            lambda f, s: f"{f} delivery {s}", st.sampled_from(["lose", "duplicate", "swap"]), one
        ),
        st.builds(lambda a, b: f"cut {a} {b}", one, st.sampled_from(["hub", *services])),
        st.builds(lambda a, b: f"heal {a} {b}", one, st.sampled_from(["hub", *services])),
        st.builds(lambda s: f"rewind service {s}", one),
        st.sampled_from(BROKER),
    ]
    if REQUESTS[scene]:
        kinds += [st.sampled_from([f"request {r}" for r in REQUESTS[scene]])] * 3
    return st.lists(st.tuples(st.integers(0, 2_500_000), st.one_of(kinds)), max_size=10)


RUNS = st.sampled_from(list(REQUESTS)).flatmap(
    lambda scene: st.tuples(st.just(scene), _commands(scene))
)


def _look(sim: Simulation) -> None:
    problems = sim.broken() + differences(sim)
    assert not problems, (sim.now_us, problems)


def _try(sim: Simulation, command: str) -> None:
    if sim.check(command) is None:
        sim.apply(command)


@given(RUNS)
@example(("two-kitchens", [(0, "pause service checkout")]))
@settings(max_examples=15)
def test_what_must_hold_holds_and_the_view_is_the_state(run: tuple[str, list[Any]]) -> None:
    scene, rows = run
    sim = Simulation.from_scenario(SCENES / f"{scene}.toml")
    for gap, command in rows:
        end = sim.now_us + gap
        while sim.now_us < end:
            sim.step(end)
            _look(sim)
        _try(sim, command)
        _look(sim)
    twin = Simulation.restore(sim.snapshot())
    assert twin.digest() == sim.digest()
    end = sim.now_us + 8_000_000
    while sim.now_us < end:
        sim.step(end)
        _look(sim)
    # A step ends with one thing: others of the same instant may still be due.
    sim.advance(end)
    _look(sim)
    twin.advance(end)
    assert twin.digest() == sim.digest()


def _disturb(sim: Simulation, rows: list[Any], services: list[str]) -> None:
    """Crashes and pauses of these services and the broker, then everybody is back for a long time."""
    for gap, command in rows:
        sim.advance(sim.now_us + gap)
        _try(sim, command)
    for command in ["restart broker hub", *(f"restart service {s}" for s in services)]:
        _try(sim, command)
    sim.advance(sim.now_us + 40_000_000)


def _trouble(services: list[str], requests: tuple[str, ...]) -> Any:
    one = st.sampled_from(services)
    kinds = st.one_of(
        st.builds(lambda s: f"crash service {s}", one),
        st.builds(lambda s: f"restart service {s}", one),
        st.builds(lambda s: f"pause service {s} for=2s", one),
        st.sampled_from(BROKER),
        st.sampled_from([f"request {r}" for r in requests]),
        st.builds(lambda s: f"duplicate delivery {s}", one),
    )
    return st.lists(st.tuples(st.integers(0, 1_500_000), kinds), max_size=12)


LEDGERS = ["orders", "stock", "crm"]


@given(_trouble(LEDGERS, ("orders move key=ada value=x", "orders move key=bo value=y")))
@settings(max_examples=10)
def test_with_outbox_order_and_idempotence_all_ledgers_become_equal(rows: list[Any]) -> None:
    sim = Simulation.from_scenario(SCENES / "three-ledgers.toml")
    _disturb(sim, rows, LEDGERS)
    stores = [sim._cluster.services[name].stores["customers"] for name in LEDGERS]
    assert stores[0] == stores[1] == stores[2]


SAGA = ["shop", "conductor", "payment", "stock", "shipping"]


def _accounts(sim: Simulation) -> tuple[Any, Any]:
    """What the processes' outcomes say and what the stores hold: payments, lamps, shipments."""
    stores = {name: s.stores for name, s in sim._cluster.services.items()}
    done = [s.outcome for s in sim._cluster.sagas.values()].count("completed")
    held = (
        stores["payment"]["taken"]["count"][0],
        5 - stores["stock"]["items"]["lamp"][0],
    )
    return (done, done), held


def _all_end_once(scene: str, rows: list[Any], services: list[str]) -> None:
    sim = Simulation.from_scenario(SCENES / f"{scene}.toml")
    for name in services:
        sim.apply(f"set service {name} outbox=true")
        sim.apply(f"set service {name} idempotent=true")
    _disturb(sim, rows, services)
    assert [s.state for s in sim._cluster.sagas.values()].count("finished") == len(
        sim._cluster.sagas
    )
    told, held = _accounts(sim)
    assert told == held


@given(_trouble(SAGA, ("shop place key=o-1", "shop place key=o-2")))
@settings(max_examples=10)
def test_a_conducted_process_ends_with_each_effect_once(rows: list[Any]) -> None:
    _all_end_once("saga-conducted", rows, SAGA)


DANCE = [name for name in SAGA if name != "conductor"]


@given(_trouble(DANCE, ("shop place key=o-1", "shop place key=o-2")))
@settings(max_examples=10)
def test_a_danced_process_ends_with_each_effect_once(rows: list[Any]) -> None:
    _all_end_once("saga-danced", rows, DANCE)
