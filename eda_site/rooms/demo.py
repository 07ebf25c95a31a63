"""The home page's living stage: one run that everybody watches, nobody drives, and that loops."""

from eda_site.rooms.library import DEFAULT_SEED, scene_scenario
from eda_site.rooms.limits import Limits
from eda_site.rooms.port import Port
from eda_site.rooms.rebuild import new_run
from eda_site.rooms.room import Room
from eda_site.rooms.services import Branch

CODE = "demo"
SLUG = "broker-fails"
LOOP_US = 75_000_000
"""Stage time of one round."""


class DemoRoom(Room):
    """Kept in memory only. What happens in it is in the scenario's own script."""

    _began_us = 0

    def tick(self, elapsed_s: float) -> None:
        super().tick(elapsed_s)
        if self.pace.stage_us - self._began_us >= LOOP_US:
            self._began_us = self.pace.stage_us
            self.show(self.timeline, self.run, self.run.checkpoints.at(0))


def make(port: Port, bounds: Limits) -> Room | None:
    """The demo room at its beginning; None when the library lacks the scene."""
    scenario = scene_scenario(SLUG)
    if scenario is None:
        return None
    preset = str(scenario.get("preset", "teaching"))
    room = DemoRoom(CODE, new_run(scenario, DEFAULT_SEED, preset), port, bounds)
    room.run.scenario = scenario
    room.slug = SLUG
    room.engine = _engine()
    room.branches = {1: Branch(1, None, 0, 0, DEFAULT_SEED, preset)}
    return room


def _engine() -> str:
    from broker_core import ENGINE_VERSION

    return str(ENGINE_VERSION)
