"""Kafka's configuration by Kafka's names: defaults, ranges, presets and client profiles."""

from broker_core.config.presets import settings_for
from broker_core.config.setting import Setting
from broker_core.config.table import SETTINGS, check_value

__all__ = ["SETTINGS", "Setting", "check_value", "settings_for"]
