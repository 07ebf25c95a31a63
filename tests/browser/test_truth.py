"""Law 1: the picture comes only from events. Recorded frames are fed to the page, and what is drawn is
compared with the engine's view at that moment: tokens, tiles, badges, marks, members, seats.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, WebSocketRoute

from broker_core import Simulation
from eda_site.rooms.names import Names
from eda_site.rooms.wire import frame_data, keyframe, keyframe_body, rows_and_chatter, text_of
from tests.browser.steps import open_room

START_US = 2_600_000
SCRIPT = {
    3_000_000: "publish checkout orders key=ada acks=all",
    4_000_000: "publish webshop orders key=zoe partition=1 acks=0",
    4_600_000: "crash member billing-1",
    6_000_000: "join group billing",
    12_000_000: "restart broker 2",
    15_000_000: "stop broker 3",
    16_500_000: "cut 1 2",
    17_500_000: "heal 1 2",
}
MOMENTS_US = range(2_700_000, 20_000_000, 67_000)

DRAWN = """() => {
    const all = (css, of = document) => [...of.querySelectorAll(css)];
    const shown = (node) => node.getAttribute("display") !== "none";
    const classes = (node, prefix) => [...node.classList].filter((c) => c.startsWith(prefix));
    const word = (node) => classes(node, "is-").map((c) => c.slice(3))[0];
    return {
        tokens: all(".layer-tokens .token[data-msg]").map((n) => [n.dataset.msg, n.dataset.kind]),
        routes: all(".layer-routes path").length,
        logs: Object.fromEntries(all(".log").map((n) => [n.dataset.id, {
            state: word(n),
            slots: all(".slot", n).map((s) => [
                Number(s.dataset.offset), Number(s.dataset.record), s.classList.contains("above"),
            ]),
        }])),
        brokers: Object.fromEntries(all(".broker").map((n) => [n.dataset.id, word(n)])),
        seats: Object.fromEntries(all(".seat").map((n) => [n.dataset.seat, n.dataset.role])),
        members: Object.fromEntries(all(".member").map((n) => [n.dataset.id, n.dataset.state])),
        fetched: all("[data-fetched]").length,
        groups: Object.fromEntries(all(".group").map((n) => [n.dataset.id, n.dataset.state])),
        doubt: Object.fromEntries(all(".producer").map((n) => [
            n.dataset.id, shown(n.querySelector(".doubt")) ? Number(n.querySelector(".doubt text").dataset.doubt) : 0,
        ])),
        marks: Object.fromEntries(all(".marks").map((n) => [n.dataset.marks, shown(n) ? Object.fromEntries(
            all(".mark", n).flatMap((m) => m.dataset.mark.split(" ").map((w) => [w, Number(m.textContent)]))
        ) : {}])),
        links: Object.fromEntries(all(".link").map((n) => [n.dataset.link, n.dataset.owner ?? null])),
    };
}"""


class Feed:
    """Plays a simulation into a page, moment by moment, as a room would send it, at a standstill."""

    def __init__(self) -> None:
        self.sim = Simulation.from_scenario("broker-fails", seed=7)
        self.sim.advance(START_US)
        self.names = Names()
        self.seq = self.sim.seq
        self.script = dict(SCRIPT)
        self.socket: WebSocketRoute | None = None

    def attach(self, socket: WebSocketRoute) -> None:
        self.socket = socket
        socket.on_message(self.answer)

    def answer(self, text: str | bytes) -> None:
        if json.loads(text)["type"] == "hello":
            self.send(keyframe(self.body(), self.room()))

    def body(self) -> str:
        return keyframe_body(
            1, self.seq, self.clock(), self.names, self.sim.view(), self.sim.cast()
        )

    def clock(self) -> dict[str, Any]:
        return {"at_us": self.sim.now_us, "stage_ms": 0, "rate": 0}

    def room(self) -> dict[str, Any]:
        title = self.sim.scenario["title"]
        common = {
            "code": "TEST00",
            "role": "owner",
            "title": title,
            "slug": "broker-fails",
            "seed": 7,
        }
        return {
            **common,
            "engine": "1",
            "preset": "teaching",
            "playing": True,
            "people": 1,
            "can_return": False,
        }

    def send(self, text: str) -> None:
        assert self.socket is not None
        self.socket.send(text)

    def play_to(self, at_us: int) -> None:
        events = self.sim.advance(at_us)
        for when in [when for when in self.script if when <= at_us]:
            events += self.sim.apply(self.script.pop(when))
        frame = frame_data(1, self.seq, self.sim.seq, self.clock())
        rows, chatter, _ = rows_and_chatter(
            events, lambda e: "chatter" if e.chatter else "signal", self.names
        )
        frame.update(rows=rows, chatter=chatter)
        tail = self.names.tail()
        if tail is not None:
            frame["names"] = tail
        self.seq = self.sim.seq
        self.send(text_of(frame))


@pytest.fixture
def feed(page: Page) -> Feed:
    made = Feed()
    page.route_web_socket(re.compile("/ws/"), made.attach)
    return made


def shown_partitions(view: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for topic, parts in view["topics"].items():
        if not view["topic_configs"][topic]["internal"]:
            for number, part in parts.items():
                yield topic, number, part


def check(drawn: dict[str, Any], view: dict[str, Any], now_us: int) -> int:
    """Everything drawn has its reason in the view; the number of tokens seen."""
    flying = {msg: row for msg, row in view["messages"].items() if row[5] > now_us}
    for msg, kind in drawn["tokens"]:
        assert msg in flying and flying[msg][0] == kind, f"a token without a message: {msg} {kind}"
    seen = {msg for msg, _ in drawn["tokens"]}
    hidden = [row for msg, row in flying.items() if msg not in seen]
    assert not hidden, f"messages that are not drawn: {hidden}"
    for topic, number, part in shown_partitions(view):
        for broker, replica in part["replicas"].items():
            log = drawn["logs"][f"log:{topic}:{number}:{broker}"]
            known = {row[0]: row[2] for row in replica["records"]}
            for offset, record, above in log["slots"]:
                assert known.get(offset) == record
                assert above == (offset >= replica["high_watermark"])
            down = view["brokers"][broker]["state"] in ("down", "stopped")
            leads = part["leader"] == int(broker) and not down
            assert (log["state"] == "leader") == leads
            assert (log["state"] == "in_sync") == (
                int(broker) in part["isr"] and not leads and not down
            )
        check_group(drawn, view, topic, number)
    for broker, known in view["brokers"].items():
        wanted = "fenced" if known["state"] == "up" and known["fenced"] else known["state"]
        assert drawn["brokers"][f"broker:{broker}"] == wanted
    for producer, known in view["producers"].items():
        assert drawn["doubt"][f"producer:{producer}"] == len(known["records"])
    return len(seen)


def check_group(drawn: dict[str, Any], view: dict[str, Any], topic: str, number: str) -> None:
    group = view["groups"]["billing"]
    assert drawn["groups"]["group:billing"] == group["state"]
    owners = [
        member
        for member, known in view["members"].items()
        if known["state"] == "up"
        and [topic, int(number)] in [list(p) for p in known.get("assigned") or ()]
    ]
    assert drawn["links"][f"{topic}-{number}"] == (owners[0] if owners else None)
    own = view["members"][owners[0]]["partitions"].get(topic, {}).get(number, {}) if owners else {}
    wanted = {word: own.get(word) for word in ("position", "processed", "stored")}
    wanted["committed"] = group["committed"].get(topic, {}).get(number)
    known = {word: value for word, value in wanted.items() if value is not None}
    assert drawn["marks"][f"{topic}-{number}"] in (known, {}), f"{topic}-{number}"


def test_nothing_is_drawn_without_an_event(page: Page, live_server_url: str, feed: Feed) -> None:
    open_room(page, live_server_url)
    tokens = 0
    for at_us in MOMENTS_US:
        feed.play_to(at_us)
        page.wait_for_function(
            f"document.querySelector('[data-room]').dataset.seq === '{feed.seq}'"
        )
        tokens += check(page.evaluate(DRAWN), feed.sim.view(), feed.sim.now_us)
    assert tokens > 200, "hardly anything moved"
