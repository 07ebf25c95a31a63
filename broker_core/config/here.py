"""What each broker, topic, producer and group of a scenario is set to, where it is not Kafka's default."""

from collections.abc import Mapping
from typing import Any

from broker_core.config.presets import for_transactions, lifted, settings_for
from broker_core.config.setting import written
from broker_core.config.table import SETTINGS, check_value
from broker_core.config.topics import from_brokers

Values = dict[str, str]


def settings_here(scenario: Mapping[str, Any]) -> dict[str, dict[str, Values]]:
    """{"broker": {"": …}, "topic": {id: …}, "producer": {id: …}, "consumer" and "share": {group: …}}.

    `scenario` is a loaded one; other families than Kafka's have none of its settings. Values are
    texts as people write them; what is missing is the default.
    """
    if scenario["family"] != "kafka":
        return {}
    preset, overrides = (
        scenario["preset"],
        lifted(scenario["preset"], scenario["teaching_overrides"]),
    )
    given = scenario["cluster"]["config"]

    def of(scope: str, profile: str, config: Mapping[str, Any]) -> Values:
        held = settings_for(scope, preset, profile, dict(config), overrides)
        return _differing(scope, held)

    out: dict[str, dict[str, Values]] = {
        "broker": {"": of("broker", "java", given)},
        "topic": {
            row["id"]: of("topic", "java", {**from_brokers(given), **row["config"]})
            for row in scenario["topics"]
        },
        "producer": {
            row["id"]: of("producer", row["profile"], _producer(row))
            for row in scenario["producers"]
        },
        "consumer": {},
        "share": {},
    }
    for row in scenario["groups"]:
        scope = "share" if row["type"] == "share" else "consumer"
        out[scope][row["id"]] = of(scope, row["profile"], row["config"])
    return out


def _producer(row: Mapping[str, Any]) -> Mapping[str, Any]:
    own: Mapping[str, Any] = row["config"]
    return for_transactions(dict(own)) if row["transactional_id"] else own


def _differing(scope: str, held: Mapping[str, Any]) -> Values:
    out = {}
    for name, setting in SETTINGS[scope].items():
        if held[name] != check_value(scope, name, setting.default, True):
            out[name] = written(name, setting, held[name])
    return out
