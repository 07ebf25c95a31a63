"""A room: one run that is shown, its timelines and its people. No socket, no await, no ORM.

Everything here is synchronous, so nothing can come between the check of an intent and its effect.
Long work is a generator that the door runs in slices while the room is held.
"""

from collections.abc import Callable
from typing import Any

from broker_core.history import Playhead, Run
from broker_core.pacing import Pace
from eda_site.rooms import fullness, services, wire
from eda_site.rooms.archive import EVERY_EVENTS, Archive
from eda_site.rooms.bookmarks import Bookmark
from eda_site.rooms.changes import changes_of
from eda_site.rooms.codes import Refused
from eda_site.rooms.company import Company
from eda_site.rooms.delivery import Delivery
from eda_site.rooms.effort import Effort
from eda_site.rooms.facts import room_facts
from eda_site.rooms.limits import Limits
from eda_site.rooms.names import Names
from eda_site.rooms.port import Port
from eda_site.rooms.ring import Asks, Ring
from eda_site.rooms.roles import REMOVED
from eda_site.rooms.services import Branch, Standing
from eda_site.rooms.tally import tally
from eda_site.rooms.viewer import TURNED_AWAY, Viewer


class Room:
    """Invariants: `runs[timeline]` is what `pace` shows; frames leave without gaps in seq."""

    def __init__(self, code: str, run: Run, port: Port, limits: Limits, room_id: int = 0) -> None:
        self.id = room_id
        self.code = code
        self.slug = ""
        self.engine = ""
        self.port = port
        self.limits = limits
        self.company = Company(code)
        self.runs_on = False
        self.outdated: str | None = None
        self.branches: dict[int, Branch] = {}
        self.bookmarks: dict[int, Bookmark] = {}
        self._changes: dict[int, tuple[int, list[str]]] = {}
        self.timeline = 1
        self.runs: dict[int, Run] = {1: run}
        self.logs: dict[int, list[tuple[int, str]]] = {}
        self.heads: dict[int, int] = {}
        self.archive = Archive(room_id)
        self.pace = Pace(run)
        self.effort = Effort(port, limits)
        self.playing = True
        self.speed_permille = 1000
        self.stop_at_us: int | None = None
        self.held: str | None = None
        self.full: dict[int, Refused] = {}
        self.viewers: set[Viewer] = set()
        self.delivery = Delivery(port, limits.slice_s)
        self.names = Names()
        self.ring = Ring(limits.ring_s, limits.ring_bytes)
        self.asks = Asks(limits.ask_s, limits.ask_bytes)
        self._framed_seq = run.head.seq
        self._framed_s = port.now_s()
        self._events: list[Any] = []
        self._points: list[tuple[int, int]] = []
        self._body: str | None = None
        self._crowd_changed = False
        self.hurry: Callable[[], None] = lambda: None
        self.eager_until_s = 0.0

    @property
    def run(self) -> Run:
        return self.pace.run

    @property
    def seq(self) -> int:
        """The newest event that viewers were told of."""
        return self._framed_seq

    @property
    def preset(self) -> str:
        return str(self.run.sim.scenario["preset"])

    @property
    def full_scenario(self) -> dict[str, Any]:
        """The scenario with the preset of the timeline that is shown."""
        return {**self.run.scenario, "preset": self.preset}

    @property
    def now_us(self) -> int:
        return self.pace.now_us

    @property
    def moving(self) -> bool:
        """True while stage time passes."""
        return self.held is None and (self.playing or self.stop_at_us is not None)

    @property
    def is_eager(self) -> bool:
        """True shortly after somebody did something: what follows is not kept for the next frame."""
        return self.moving and self.port.now_s() < self.eager_until_s

    def tick(self, elapsed_s: float) -> None:
        """Let real time pass. A frame leaves when the rate has changed, else ten times a second."""
        if not self.moving:
            return
        stage_us = int(elapsed_s * 1_000_000) * self.speed_permille // 1_000
        was_live = self.pace.live
        played = self.effort.play(self.pace, stage_us, self.stop_at_us)
        arrived = self.stop_at_us is not None and self.now_us >= self.stop_at_us
        if arrived:
            self.stop_at_us = None
        if arrived or self.pace.live != was_live:
            self.changed()
        if arrived:
            self.save()
        self._events += played.events
        self._points += played.points
        if self.pace.live:
            fullness.watch(self, played.events)
        news = bool(self._events) and self.is_eager
        if self.frame_due_s() < 0.005 or arrived or len(played.points) > 1 or news:
            self.emit([])

    def fall_behind(self, seconds: float) -> None:
        """So much real time passed without a tick: the run is that much slower than asked."""
        if self.moving:
            self.effort.missed(int(seconds * 1_000) * self.speed_permille)

    def frame_due_s(self) -> float:
        """Real seconds until the next regular frame."""
        return self._framed_s + 1 / self.limits.frames_per_s - self.port.now_s()

    def look_s(self) -> float:
        """Real seconds until the rate may change: the next tick should not come later."""
        if not self.moving or not self.speed_permille:
            return 1.0
        return self.pace.due_stage_us() / self.speed_permille / 1_000

    def emit(self, events: list[Any]) -> None:
        """One frame with these events and those that wait, or with none when only time passed."""
        events, points = self._events + events, self._points
        if self.names.is_full():
            self.names.restart()
            self.refresh()
            return
        self._events, self._points = [], []
        before = self._framed_seq
        rows, chatter, passing = wire.rows_and_chatter(
            events, self.pace.head.fold.class_of, self.names
        )
        self._framed_seq = self.pace.head.seq
        data = wire.frame_data(self.timeline, before, self._framed_seq, self.clock())
        data["rows"], data["chatter"] = rows, chatter
        data["points"] = [[stage_us // 1_000, at_us] for stage_us, at_us in points]
        tail = self.names.tail()
        if tail is not None:
            data["names"] = tail
        self._body = None
        tally.frame(max(0.0, -self.frame_due_s()) if self.moving else 0.0)
        self._framed_s = self.port.now_s()
        if self.asks.is_due(self._framed_s):
            data["ask"] = True
        self.asks.sent(self.ring.append(wire.Frame(data, passing), self._framed_s))
        self.wake()

    def clock(self) -> dict[str, Any]:
        """Where time stands, and how fast it runs: virtual microseconds per real millisecond."""
        virtual, stage = self.pace.rate
        reached_permille = self.speed_permille * (self.effort.slow_permille or 1_000) / 1_000
        rate = virtual * reached_permille / stage if self.moving else 0
        return {
            "at_us": self.now_us,
            "stage_ms": self.pace.stage_us // 1_000,
            "rate": round(rate, 3),
        }

    def refresh(self) -> None:
        """Another moment or timeline is shown: a keyframe for everybody."""
        self._events, self._points = [], []
        self._framed_seq = self.pace.head.seq
        self._body = None
        self.ring.reset()
        self.wake()

    def keyframe(self, viewer: Viewer) -> str:
        """Everything there is to see, for somebody who comes or has fallen behind."""
        if self._events:
            self.emit([])
        if self._body is None:
            sim = self.pace.head.sim
            self._body = wire.keyframe_body(
                self.timeline, self._framed_seq, self.clock(), self.names, sim.view(), sim.cast()
            )
        return wire.keyframe(self._body, self.fields(viewer))

    def resume(self, viewer: Viewer, timeline: int, seq: int) -> None:
        """Send what is missing after `seq`; a keyframe when that is not held any more.

        The first frame brings the whole name table, since a restarted server numbers anew.
        """
        if self._events:
            self.emit([])
        if timeline != self.timeline:
            return
        if seq == self._framed_seq:
            data = wire.frame_data(timeline, seq, seq, self.clock())
            viewer.cursor = self.ring.end
        else:
            cursor = self.ring.cursor_after(seq)
            if cursor is None:
                return
            data = self.ring.since(cursor)[0].data
            viewer.cursor = cursor + 1
        names = {"start": 0, "add": self.names.whole()}
        viewer.catch_up = wire.Frame({**data, "names": names, "ask": True})

    def fields(self, viewer: Viewer) -> dict[str, Any]:
        """The room as one person sees it."""
        return room_facts(self, viewer)

    def changed(self) -> None:
        """Something in `fields` is another value now: everybody is told."""
        self._body = None
        for viewer in self.viewers:
            viewer.told_room = False
        self.wake()

    def wake(self) -> None:
        for viewer in self.viewers:
            viewer.wake()

    def join(self, viewer: Viewer) -> None:
        self.viewers.add(viewer)
        self._crowd_changed = True

    def leave(self, viewer: Viewer) -> None:
        self.viewers.discard(viewer)
        self._crowd_changed = True

    def recast(self, company: Company) -> None:
        """Other rules or roles from now on: everybody here gets theirs, and the removed go."""
        self.company = company
        for viewer in list(self.viewers):
            viewer.role = company.role_of(viewer.badge) or viewer.role
            if viewer.role == REMOVED:
                viewer.say_last(wire.error(None, "removed", {}), TURNED_AWAY)
        self.changed()

    def drop_the_absent(self) -> None:
        """Close the sockets of those who never spoke or have long not read."""
        now_s = self.port.now_s()
        for viewer in list(self.viewers):
            code = viewer.overdue(now_s, self.limits)
            if code is not None:
                tally.dropped[code] += 1
                self.leave(viewer)
                viewer.drop(code)

    def judge_pace(self) -> None:
        """Tell when the run has become slower than asked, or keeps up again."""
        was = self.effort.slow_permille
        if self.effort.judge(self.port.now_s()):
            self.changed()
            if was is None and self.effort.slow_permille is not None:
                text = wire.notice("slower", {"percent": self.effort.slow_permille // 10})
                for viewer in self.viewers:
                    viewer.answer(text)

    def tell_crowd(self) -> None:
        """Tell how many are here, if that changed; not at each step of a class through the door."""
        if self._crowd_changed:
            self._crowd_changed = False
            self.changed()

    def show(self, timeline: int, run: Run, head: Playhead | None = None) -> None:
        """Show a moment of a timeline, its live head when none is given."""
        self.heads[self.timeline] = self.run.head.now_us
        self.timeline = timeline
        self.runs.pop(timeline, None)
        self.runs[timeline] = run
        while len(self.runs) > self.limits.runs_kept:
            self._put_away(next(iter(self.runs)))
        self.stop_at_us = None
        self.effort.start_afresh()
        self.pace.show(run, head)
        self.refresh()
        self.changed()

    def _put_away(self, timeline: int) -> None:
        run = self.runs.pop(timeline)
        self.heads[timeline] = run.head.now_us
        self.logs[timeline] = [(entry.at_us, entry.text) for entry in run.log]

    def changes(self, branch: Branch) -> list[str]:
        """What was changed in a timeline since it left its parent; worked out once a command."""
        run = self.runs.get(branch.n)
        log = [] if run is not None else self.logs.get(branch.n, [])
        count = len(run.log) if run is not None else len(log)
        known = self._changes.get(branch.n)
        if known is None or known[0] != count:
            lines = (
                [entry.text for entry in run.log] if run is not None else [row[1] for row in log]
            )
            found = changes_of(lines[branch.fork_n :], self.first_number(branch))
            known = self._changes[branch.n] = (count, found)
        return known[1]

    def first_number(self, branch: Branch) -> int:
        """The number of a timeline's first own command; the script's come before all."""
        return len(self.run.sim.scenario["script"]) + branch.fork_n + 1

    def standing(self) -> Standing:
        return Standing(
            timeline=self.timeline,
            shown_at_us=self.now_us,
            shown_seq=self.pace.head.unsettled_seq,
            head_at_us=self.run.head.now_us,
            playing=self.playing,
            stop_at_us=self.stop_at_us,
            speed_permille=self.speed_permille,
        )

    def write_down(self, distance: int = EVERY_EVENTS) -> None:
        """Store the live head as a snapshot now and then, so that a rebuild is short."""
        self.archive.look(self.port, self.run, self.full_scenario, distance)

    def touch(self) -> None:
        """Note that somebody is here."""
        if self.id:
            self.port.note(services.room_touch, self.code)

    def save(self) -> None:
        """Note where the room stands; nobody waits for it."""
        if self.id:
            self.port.note(services.room_save, self.id, self.standing())
