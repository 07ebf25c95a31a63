"""A simulation played into a page, moment by moment, through a stand-in for the room's socket."""

from __future__ import annotations

import json
import re
from typing import Any

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


class Feed:
    """Plays a simulation into a page, moment by moment, as a room would send it, at a standstill."""

    def __init__(
        self,
        scene: str = "broker-fails",
        script: dict[int, str] = SCRIPT,
        start_us: int = START_US,
    ) -> None:
        self.scene = scene
        self.sim = Simulation.from_scenario(scene, seed=7)
        self.sim.advance(start_us)
        self.names = Names()
        self.seq = self.sim.seq
        self.script = dict(script)
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
            "slug": self.scene,
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


def fed_room(page: Page, base: str, theme: str = "light", feed: Feed | None = None) -> Feed:
    """A room's page that shows what the feed plays."""
    feed = feed or Feed()
    page.route_web_socket(re.compile("/ws/"), feed.attach)
    open_room(page, base, theme)
    return feed


def shown(page: Page, feed: Feed) -> None:
    """Wait until the page has drawn the feed's newest frame."""
    page.wait_for_selector(f'[data-room][data-seq="{feed.seq}"]', state="attached")
