"""What a room is set to, as properties for real clients and lines for Kafka's own tools."""

from collections.abc import Mapping
from typing import Any

from broker_core.config.changing import may_change
from broker_core.config.here import settings_here
from broker_core.scenario import load
from eda_site.vocabulary.settings import CHANGES


def properties_of(scenario: Mapping[str, Any]) -> str:
    """Everything that is not Kafka's default: clients and brokers as properties, topics as lines of
    kafka-configs.sh, each under a comment that says whose it is."""
    here = settings_here(load(scenario))
    lines = [
        "# Settings of an Eventarium scenario that are not Kafka's defaults, as it begins.",
        f"# preset: {scenario.get('preset', 'teaching')}; teaching values suit a lesson, not a cluster",
    ]
    for scope, things in here.items():
        for thing, values in things.items():
            if values:
                lines += ["", f"# {scope} {thing}".rstrip()]
                lines += [_line(scope, thing, name, value) for name, value in values.items()]
    return "\n".join(lines) + "\n"


def _line(scope: str, thing: str, name: str, value: str) -> str:
    change = may_change(scope, name)
    if change == "engine":
        return f"# {name} is fixed in Kafka's code (here {value})"
    if change not in ("topic", "feature"):
        return f"{name}={value}"
    line = str(CHANGES[change]["real"]).format(name=name, value=value, topic=thing)
    return line
