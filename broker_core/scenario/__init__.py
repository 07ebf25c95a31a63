"""Scenarios: what a run begins with and what its script does."""

from broker_core.scenario.loader import library, load, normalise

__all__ = ["library", "load", "normalise"]
