"""A moment that was written down is the moment itself: same digest, same future, same seeks."""

import json

import pytest

from broker_core import ENGINE_VERSION
from broker_core.history import Playhead, Run, finish
from broker_core.history.paper import read_steps, write_lines
from broker_core.kernel.pages import Shelf
from broker_core.pacing import Pacer
from broker_core.scenario import library


class Cabinet:
    """Pages as a server would keep them: as text, by number."""

    def __init__(self):
        self.texts = []
        self.numbers = {}
        self.known = {}

    def put(self, part):
        known = self.numbers.get(id(part))
        if known is None:
            self.texts.append(json.dumps(part))
            known = self.numbers[id(part)] = (part, len(self.texts) - 1)
        return known[1]

    def write(self, head: Playhead):
        return list(write_lines(head.clone(), self.put))

    def read(self, lines):
        shelf = Shelf(lambda number: json.loads(self.texts[number]), self.known)
        return finish(read_steps(lines, shelf, Pacer))


def run_of(path, until_us, log=()):
    return finish(Run.rebuild(path, 7, log, until_us, Pacer()))


@pytest.mark.parametrize("slug", sorted(library()))
def test_every_scene_is_read_back_and_goes_on_alike(slug):
    run, cabinet = run_of(library()[slug], 20_000_000), Cabinet()
    kept = cabinet.read(cabinet.write(run.head))
    assert kept.sim.digest() == run.sim.digest()
    head = Playhead(kept.sim, [], 0, kept.fold)
    head.advance(26_000_000)
    run.advance(26_000_000)
    assert head.sim.digest() == run.sim.digest()
    assert json.dumps(head.sim.view()) == json.dumps(run.sim.view())
    assert head.fold.rate(head.now_us) == run.head.fold.rate(run.head.now_us)
    assert list(head.fold.moments) == list(run.head.fold.moments)


def test_pages_are_written_once_and_shared_by_what_is_read():
    run, cabinet = run_of(library()["broker-fails"], 300_000_000), Cabinet()
    first = cabinet.write(run.head)
    before = len(cabinet.texts)
    run.advance(310_000_000)
    second = cabinet.write(run.head)
    assert before > 90 and len(cabinet.texts) - before < 50  # new ends of lists, mostly
    one, other = cabinet.read(first), cabinet.read(second)
    shared = one.sim.parts().trace.sealed
    assert shared and all(
        a is b for a, b in zip(shared, other.sim.parts().trace.sealed, strict=False)
    )
    digest = one.sim.digest()
    Playhead(other.sim, [], 0, other.fold).advance(330_000_000)
    assert one.sim.digest() == digest


def test_no_line_is_long():
    """What is read or written at a time stays small however long the run was."""
    lengths = [
        max(map(len, Cabinet().write(run_of(library()["broker-fails"], at_us).head)))
        for at_us in (100_000_000, 900_000_000)
    ]
    assert max(lengths) < 60_000


def test_a_run_is_rebuilt_from_a_kept_moment_and_seeks_before_and_after_it():
    path = library()["broker-fails"]
    log = [(5_000_000, "crash broker 3"), (12_000_000, "restart broker 3")]
    whole, cabinet = run_of(path, 30_000_000, log), Cabinet()
    moment = finish(whole.seek_steps(9_000_000))
    kept = cabinet.read(cabinet.write(moment))
    assert kept.n == 1
    again = finish(Run.rebuild(path, 7, log, 30_000_000, Pacer(), kept=kept))
    assert again.log == whole.log and again.sim.digest() == whole.sim.digest()
    for at_us in (0, 3_000_000, 5_000_000, 9_000_000, 12_000_000, 20_000_000):
        assert again.seek(at_us).digest() == whole.seek(at_us).digest()
    late = cabinet.read(cabinet.write(finish(whole.seek_steps(20_000_000))))
    again.keep(late)
    assert [kept.now_us for kept in again.checkpoints.kept] == sorted(
        kept.now_us for kept in again.checkpoints.kept
    )
    assert again.seek(21_000_000).digest() == whole.seek(21_000_000).digest()


def test_another_engine_s_lines_are_refused():
    run, cabinet = run_of(library()["broker-fails"], 1_000_000), Cabinet()
    lines = cabinet.write(run.head)
    lines[0] = lines[0].replace(f'"engine":"{ENGINE_VERSION}"', '"engine":"0"')
    with pytest.raises(ValueError, match="engine 0"):
        cabinet.read(lines)
