"""Scenarios: what a run begins with and what its script does."""

from broker_core.scenario.gallery import HEADINGS, Gallery, Moment, read_gallery
from broker_core.scenario.loader import library, load, normalise

__all__ = ["HEADINGS", "Gallery", "Moment", "library", "load", "normalise", "read_gallery"]
