"""A heavy room slows itself, never the others, and says so."""

from broker_core.pacing import Played
from eda_site.rooms.effort import Effort
from eda_site.rooms.limits import Limits
from eda_site.rooms.shares import CAPACITY, Account, Shares, divide
from tests.web.rooms.desk import Desk, DeskPort


class Costly:
    """A pace of which each instant costs real time; one instant a millisecond of stage time."""

    def __init__(self, port, cost_s):
        self.port, self.cost_s = port, cost_s
        self.stage_us = self.now_us = 0

    def play(self, stage_us, stop_at_us=None, instants=1_000):
        count = min(instants, -(-stage_us // 1_000))
        self.port.time_s += count * self.cost_s
        step = min(stage_us, count * 1_000)
        self.stage_us += step
        self.now_us += step
        return Played([count], [(self.stage_us, self.now_us)])


class Busy:
    """A room that plays its costly run, and how long it ever held the loop."""

    def __init__(self, port, cost_s):
        self.port, self.pace = port, Costly(port, cost_s)
        self.effort = Effort(port, Limits())
        self.longest_s = 0.0

    def turn(self, stage_us):
        began = self.port.time_s
        self.effort.play(self.pace, stage_us, None)
        self.longest_s = max(self.longest_s, self.port.time_s - began)


def together(seconds, *costs, beat_s=0.01):
    """Rooms on one loop: each beat gives each of them the real time that has passed."""
    port = DeskPort()
    rooms = [Busy(port, cost) for cost in costs]
    began = port.time_s
    last = dict.fromkeys(rooms, began)
    while port.time_s < began + seconds:
        port.time_s += beat_s
        for room in rooms:
            passed, last[room] = port.time_s - last[room], port.time_s
            room.turn(int(passed * 1e6))
            room.effort.judge(port.time_s)
    return rooms, port.time_s - began


def test_a_heavy_room_is_slow_and_a_light_one_beside_it_keeps_up():
    (heavy, light), took = together(20, 0.01, 0.0001)
    assert light.effort.slow_permille is None
    assert light.pace.stage_us > 0.95 * took * 1e6
    assert heavy.effort.slow_permille is not None
    assert heavy.effort.slow_permille < 150
    assert 0 < heavy.pace.stage_us < 0.15 * took * 1e6


def test_heavy_rooms_get_equal_parts_and_together_no_more_than_there_is():
    rooms, took = together(30, 0.002, 0.002, 0.004)
    used = [room.effort.account.used_s / took for room in rooms]
    assert sum(used) < CAPACITY * 1.15
    assert max(used) < 1.3 * min(used)
    assert all(room.effort.slow_permille for room in rooms)


def test_no_turn_holds_the_loop_for_longer_than_a_slice_and_a_chunk():
    rooms, _ = together(5, 0.0005, 0.0001)
    assert rooms[0].longest_s < 2 * Limits().slice_s + 1e-9


def test_one_room_alone_may_use_all_there_is():
    (room,), took = together(10, 0.0005, beat_s=0.002)
    assert room.effort.slow_permille is None
    assert room.pace.stage_us > 0.95 * took * 1e6


def test_a_run_that_keeps_up_again_says_so():
    port = DeskPort()
    room = Busy(port, 0.005)
    changes = []
    for beat in range(1_000):
        port.time_s += 0.01
        if beat == 500:
            room.pace.cost_s = 0.00001
        room.turn(10_000)
        if room.effort.judge(port.time_s):
            changes.append(room.effort.slow_permille)
    assert changes[0] is not None and changes[-1] is None


def test_small_wants_are_met_and_the_rest_is_divided():
    assert divide(1.0, []) == []
    assert dict(divide(0.6, [(0.1, "a"), (9.0, "b"), (0.4, "c")])) == {
        "a": 0.25,
        "b": 0.25,
        "c": 0.25,
    }
    assert dict(divide(0.6, [(0.1, "a"), (0.2, "b")])) == {"a": 0.5, "b": 0.5}


def test_who_has_gone_leaves_its_share_to_the_others():
    shares = Shares(0.6)
    here, gone = Account(shares, 0.0), Account(shares, 0.0)
    for account in (here, gone):
        account.earn(0.0)
        account.spend(0.5, 3.0)
    here.earn(1.0)
    assert (here.share, gone.share) == (0.3, 0.3)
    here.spend(0.5, 3.0)
    here.earn(2.1)
    assert here.share == 0.6


def test_chunks_change_no_event_and_no_bend_of_the_curve():
    whole, chunked = Desk().room, Desk().room
    chunked.effort._chunk = 1
    points = {whole: [], chunked: []}
    for room, said in points.items():
        for _ in range(80):
            played = room.effort.play(room.pace, 100_000, None)
            said += played.points
            room.effort._chunk = 20 if room is whole else 1
    assert points[whole] == points[chunked]
    assert whole.run.sim.digest() == chunked.run.sim.digest()


def test_a_slow_room_tells_its_people_once_and_its_clock_runs_slower():
    desk = Desk()
    teacher = desk.person()
    desk.play(2)
    messages = teacher.read()
    for _ in range(30):  # the loop is so busy that each beat comes half a second late
        desk.port.time_s += 0.6
        desk.clock.beat()
        desk.port.turn()
        messages += teacher.read()
    slower = [m for m in messages if m.get("code") == "slower"]
    assert len(slower) == 1
    assert slower[0]["fields"]["percent"] < 80
    told = [m["fields"]["slow_permille"] for m in messages if m.get("code") == "room"]
    assert 300 <= told[-1] <= 500
    desk.play(6)
    assert desk.room.effort.slow_permille is None


def test_a_laptop_that_slept_is_not_called_slow():
    desk = Desk()
    teacher = desk.person()
    desk.play(2)
    desk.port.time_s += 3_600
    desk.play(3)
    assert desk.room.effort.slow_permille is None
    assert not [m for m in teacher.read() if m.get("code") == "slower"]
