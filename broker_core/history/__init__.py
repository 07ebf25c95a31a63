"""A run that can be kept, sought and forked: seed, scenario and command log are the whole truth."""

from broker_core.history.marks import KINDS, ORDER, Marks
from broker_core.history.playhead import Fold, Kept, Logged, Playhead
from broker_core.history.run import Run, finish

__all__ = ["KINDS", "ORDER", "Fold", "Kept", "Logged", "Marks", "Playhead", "Run", "finish"]
