"""A ring of frames and the cursors into it: resume is exact, memory is bounded."""

import json

from eda_site.rooms.ring import Ring
from eda_site.rooms.wire import Frame, frame_data

CLOCK = {"at_us": 0, "stage_ms": 0, "rate": 0}


def frame(start, stop):
    return Frame(frame_data(1, start, stop, CLOCK))


def test_a_cursor_gets_what_came_after_it():
    ring = Ring(10, 1_000_000)
    for n in range(5):
        ring.append(frame(n, n + 1), now_s=n)
    assert [f.to_seq for f in ring.since(3)] == [4, 5]
    assert ring.since(5) == []


def test_frames_leave_after_their_time_and_beyond_the_size():
    ring = Ring(10, 1_000_000)
    for n in range(30):
        ring.append(frame(n, n + 1), now_s=n)
    assert (ring.start, ring.end) == (19, 30)
    assert not ring.holds(18) and ring.holds(19) and ring.holds(30)
    ring = Ring(10, 1_000)
    for n in range(30):
        ring.append(frame(n, n + 1), now_s=0)
    assert sum(len(f.text()) for f in ring.since(ring.start)) <= 1_000


def test_a_seq_inside_or_at_the_edge_of_a_frame_leads_to_that_frame():
    ring = Ring(10, 1_000_000)
    for start, stop in ((0, 4), (4, 4), (4, 9)):
        ring.append(frame(start, stop), now_s=0)
    assert ring.cursor_after(2) == 0
    assert ring.cursor_after(4) == 2
    assert ring.cursor_after(9) is None


def test_after_a_reset_nobody_resumes():
    ring = Ring(10, 1_000_000)
    ring.append(frame(0, 3), now_s=0)
    cursor = ring.end
    ring.reset()
    assert not ring.holds(cursor)
    assert ring.cursor_after(1) is None
    ring.append(frame(7, 9), now_s=0)
    assert ring.cursor_after(3) is None


def lite(frames):
    return [json.loads(text) for f in frames if (text := f.text("lite"))]


def test_lite_leaves_out_every_other_frame_in_which_only_time_passed():
    ring = Ring(10, 1_000_000)
    for n in range(6):
        ring.append(frame(7, 7), now_s=n)
    assert [f.skipped for f in ring.since(0)] == [False, True, False, True, False, True]
    assert all(f.text() for f in ring.since(0))


def test_what_lite_left_out_is_covered_by_the_next_frame():
    ring = Ring(10, 1_000_000)
    for start, stop in ((0, 4), (4, 6), (6, 9), (9, 9)):
        ring.append(frame(start, stop), now_s=0)
    sent = lite(ring.since(0))
    assert [(m["from"], m["to"]) for m in sent] == [(0, 4), (4, 9)]
    ring.append(Frame(frame_data(1, 9, 9, CLOCK) | {"ask": True}), now_s=0)
    assert [(m["from"], m["to"]) for m in lite(ring.since(4))] == [(9, 9)]


def test_lite_leaves_out_nothing_that_is_new():
    ring = Ring(10, 1_000_000)
    ring.append(frame(0, 0), now_s=0)
    for more in (
        {"rows": [[1, 1, 0, "", 0, 0]]},
        {"names": {"start": 0, "add": ["a"]}},
        {"ask": True},
        {"rate": 2},
    ):
        ring.append(Frame(frame_data(1, 0, 1, CLOCK) | more), now_s=0)
    assert not any(f.skipped for f in ring.since(0))
