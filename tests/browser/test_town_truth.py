"""Law 1 on the stage of brokers and services: what is drawn is compared with the engine's view, moment by
moment: tokens, inboxes, queues, logs with their readers' marks, links, stores, calls, processes, ghosts.
"""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from broker_core import Simulation
from tests.browser.feed import shown
from tests.browser.town import TownFeed, errors_of, fed_scene

SCENES: dict[str, dict[int, str]] = {
    "parked-events": {
        1_000_000: "publish shop shop/order key=ada name=OrderPlaced",
        2_500_000: "crash client phone",
        3_000_000: "pause client warehouse for=4s",
        4_000_000: "publish shop shop/order key=bo name=OrderPlaced",
        5_000_000: "publish shop shop/order key=cal name=OrderPlaced",
        8_000_000: "restart client phone",
        8_500_000: "crash broker hub",
        9_000_000: "publish shop shop/order key=di name=OrderPlaced",
        11_000_000: "restart broker hub",
    },
    "three-cities": {
        3_000_000: "cut tokyo paris",
        5_000_000: "publish shop-front shop/eu/order key=ada",
        9_000_000: "heal tokyo paris",
        10_000_000: "publish station jp/weather value=sun",
    },
    "saga-danced": {
        2_000_000: "set store stock items key=lamp value=0",
        3_000_000: "request shop place key=o-7",
        5_000_000: "crash service payment",
        6_000_000: "request shop place key=o-8",
    },
    "two-kitchens": {
        2_000_000: "request checkout place key=o-5",
        4_000_000: "crash service email",
        5_000_000: "request checkout place key=o-6",
        8_000_000: "set service checkout mode=events",
        9_000_000: "request checkout place key=o-7",
        11_000_000: "restart service email",
    },
}
END_US = 13_000_000
EVERY_US = 311_000
MOST_HOPS = 90

DRAWN = """() => {
    const all = (css, of = document) => [...of.querySelectorAll(css)];
    const seen = (node) => !node.closest('[display="none"]');
    const events = (of, css) => all(css, of).filter(seen).map((n) => Number(n.dataset.event));
    const id = (node) => node.dataset.id.split(":").slice(1).join(":");
    const by = (css, make) => Object.fromEntries(all(css).filter((n) => n.dataset.id).map((n) => [id(n), make(n)]));
    return {
        tokens: all(".layer-tokens .token[data-msg]").filter(seen).map((n) => [n.dataset.msg, n.dataset.kind]),
        hubs: by(".hub.target", (n) => n.dataset.state),
        clients: by(".client.target, .service.target", (n) => ({
            state: n.dataset.state,
            events: events(n, ".event:not(.is-ghost)"),
            inbox: Number(n.dataset.inbox ?? 0),
            lost: all(".ghost", n).filter(seen).map((g) => Number(g.dataset.lost))[0] ?? 0,
            entries: Object.fromEntries(all("[data-entry]", n).filter(seen).map((e) => [
                e.dataset.entry, [e.querySelector(".entry-value").textContent, Number(e.dataset.version)],
            ])),
        })),
        queues: by(".queue.target", (n) => ({
            out: events(n, ".event.is-out"),
            waiting: events(n, ".event:not(.is-out):not(.is-ghost)"),
        })),
        tapes: by(".tape.target", (n) => ({
            rows: all("[data-offset]", n).map((t) => [Number(t.dataset.offset), Number(t.dataset.event)]),
            readers: Object.fromEntries(all("[data-reader]", n).map((r) => [
                r.dataset.reader, [Number(r.dataset.position), Number(r.dataset.committed)],
            ])),
        })),
        links: by(".mesh-link.target", (n) => ({ state: n.dataset.state, interest: n.dataset.interest ?? "" })),
        calls: all("[data-call]").map((n) => [n.dataset.caller, n.dataset.service]),
        requests: all("[data-request]").filter(seen).map((n) => [Number(n.dataset.request), n.dataset.outcome]),
        sagas: by(".saga.target", (n) => n.dataset.state),
        trails: Object.fromEntries(all("[data-trail]").filter(seen).map((n) => [
            n.dataset.trail, all("[data-step]", n).map((s) => [s.dataset.step, s.classList.contains("is-undone")]),
        ])),
        wires: Object.fromEntries(all("[data-wire]").map((n) => [n.dataset.wire, n.dataset.attached === "true"])),
        lit: all(".leaf.is-lit.is-topic").map((n) => n.dataset.topic),
    };
}"""


def moments(scene: str, script: dict[int, str]) -> list[int]:
    """Regular moments, and those at which a message is half way, found by playing the scene once before."""
    sim = Simulation.from_scenario(scene, seed=7)
    events = []
    for at_us in sorted(script):
        events += [*sim.advance(at_us), *sim.apply(script[at_us])]
    events += sim.advance(END_US)
    hops = [
        (event.sent_at_us + event.arrives_at_us) // 2
        for event in events
        if event.type == "network.sent" and not event.chatter
    ]
    chosen = hops[:: max(1, len(hops) // MOST_HOPS)]
    return sorted({*range(EVERY_US, END_US, EVERY_US), *script, *chosen})


def check(drawn: dict[str, Any], view: dict[str, Any], now_us: int) -> int:
    """Everything drawn has its reason in the view, and nothing that matters is missing."""
    flying = {msg: row for msg, row in view.get("messages", {}).items() if row[5] > now_us}
    for msg, kind in drawn["tokens"]:
        assert msg in flying and flying[msg][0] == kind, f"a token without a message: {msg} {kind}"
    assert {msg for msg, _ in drawn["tokens"]} == set(flying)
    assert drawn["hubs"] == {hub: known["state"] for hub, known in view["hubs"].items()}
    for client, known in view["clients"].items():
        check_client(drawn, view, client, known)
    for queue, known in view.get("queues", {}).items():
        spot = drawn["queues"][queue]
        assert set(spot["out"]) <= {int(event) for event in known["out"]}
        waiting = [row[0] for row in known["waiting"]]
        assert spot["waiting"] == waiting[: len(spot["waiting"])]
        assert bool(spot["waiting"]) == bool(waiting)
    for log, known in view.get("tapes", {}).items():
        held = {row[0]: row[1] for row in known["rows"]}
        assert all(held.get(offset) == event for offset, event in drawn["tapes"][log]["rows"])
        readers = {r: [p["position"], p["committed"]] for r, p in known["readers"].items()}
        assert drawn["tapes"][log]["readers"] == dict(sorted(readers.items())[:3])
    check_mesh(drawn, view)
    waits = [
        (c, row["service"]) for c, open_ in view.get("waits", {}).items() for row in open_.values()
    ]
    assert sorted(map(tuple, drawn["calls"])) == sorted(waits)
    answers = {row[0]: row[2] for row in view.get("accepted", [])}
    for request, outcome in drawn["requests"]:
        assert outcome == answers.get(request, "open")
    check_sagas(drawn, view)
    return len(drawn["tokens"])


def check_client(drawn: dict[str, Any], view: dict[str, Any], client: str, known: Any) -> None:
    spot = drawn["clients"][client]
    attached = known.get("attached") is True
    state = known["state"]
    assert spot["state"] == (
        "detached" if state == "up" and known.get("attached") is False else state
    )
    inbox = [row[0] for row in known["inbox"]]
    work = list(view.get("work", {}).get(client, {}).values())
    assert set(spot["events"]) <= {*inbox, *work}
    assert spot["inbox"] == (len(inbox) if known["kind"] != "publisher" else spot["inbox"])
    lost = [row for row in view.get("lost", []) if row[1] == client]
    assert spot["lost"] in (0, len(lost))
    stores = view.get("stores", {}).get(client, {})
    for entry, (value, version) in spot["entries"].items():
        store, key = entry.split("/", 1)
        assert (value, version) == (str(stores[store][key][0]), stores[store][key][1])
    assert drawn["wires"][client] == (attached and state in ("up", "paused"))


def check_sagas(drawn: dict[str, Any], view: dict[str, Any]) -> None:
    sagas = view.get("sagas", {})
    for saga, state in drawn["sagas"].items():
        known = sagas[saga]
        undoing = known["state"] == "running" and known.get("undone")
        assert state == ("compensating" if undoing else known["state"])
    assert len(drawn["trails"]) == min(1, len(sagas))
    for saga, steps in drawn["trails"].items():
        undone = {(row[0], row[2]) for row in sagas[saga].get("undone", [])}
        assert steps == [[row[0], (row[0], row[2]) in undone] for row in sagas[saga]["trail"]]


def check_mesh(drawn: dict[str, Any], view: dict[str, Any]) -> None:
    cuts = {(a, b) for a, others in view.get("links", {}).items() for b in others}
    for link, spot in drawn["links"].items():
        a, b = link.split(":")
        ends = view["mesh"]["links"]
        cut = (a, b) in cuts or (b, a) in cuts
        down = "down" in (ends[a][b]["state"], ends[b][a]["state"])
        assert spot["state"] == ("cut" if cut else "down" if down else "up")
        told = {
            f"{via}>{to}"
            for to, via in ((a, b), (b, a))
            for origin, filters in view["mesh"]["interest"].get(to, {}).items()
            if origin != to and via in filters.values()
        }
        assert set(spot["interest"].split()) == told
    newest = view.get("published", [])
    if newest:
        assert drawn["lit"] in ([], [newest[-1][1]])


@pytest.mark.parametrize("scene", SCENES)
def test_nothing_is_drawn_without_an_event(page: Page, live_server_url: str, scene: str) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    complaints = errors_of(page)
    feed = fed_scene(page, live_server_url, TownFeed(scene, SCENES[scene]), scene)
    tokens = 0
    for at_us in moments(scene, SCENES[scene]):
        feed.play_to(at_us)
        shown(page, feed)
        tokens += check(page.evaluate(DRAWN), feed.sim.view(), feed.sim.now_us)
    assert tokens > 10, "hardly anything moved"
    assert complaints == []


def test_an_early_keyframe_breaks_nothing(page: Page, live_server_url: str) -> None:
    """A page may open before anything has happened: pieces of the view that are absent are just not drawn."""
    complaints = errors_of(page)
    feed = TownFeed("two-kitchens", {})
    feed.sim.view = dict  # type: ignore[method-assign]
    fed_scene(page, live_server_url, feed, "two-kitchens")
    page.wait_for_selector(".service.target")
    assert complaints == []
