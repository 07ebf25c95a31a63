"""How fast a run is shown: virtual time to stage time, piecewise linear, decided by events alone.

Kafka spans nine orders of magnitude, so one slow-motion factor cannot work: what matters gets
time, what repeats does not (design section 4). Integers only: the same run paces the same
anywhere.
"""

from broker_core.pacing.pace import Pace, Played
from broker_core.pacing.pacer import Pacer

__all__ = ["Pace", "Pacer", "Played"]
