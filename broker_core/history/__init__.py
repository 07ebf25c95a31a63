"""A run that can be kept, sought and forked: seed, scenario and command log are the whole truth."""

from broker_core.history.playhead import Fold, Kept, Logged, Playhead
from broker_core.history.run import Run, finish

__all__ = ["Fold", "Kept", "Logged", "Playhead", "Run", "finish"]
