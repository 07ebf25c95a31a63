"""Kafka's settings for the inspector: default in production, range, who may change it, and how."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from broker_core.config import SETTINGS
from broker_core.config.changing import LIBRDKAFKA, default_text, may_change, range_text
from broker_core.config.setting import unit_of

_CONFIGS = "kafka-configs.sh --bootstrap-server localhost:9092 --alter --entity-type"

CHANGES: dict[str, dict[str, Any]] = {
    "client": {
        "who": _("the client, at its next start"),
        "real": "{name}={value}",
        "note": _("In the client's properties."),
    },
    "cluster-wide": {
        "who": _("an operator, for all brokers, while they run"),
        "real": f"{_CONFIGS} brokers --entity-default --add-config {{name}}={{value}}",
        "note": "",
    },
    "engine": {
        "who": _("nobody: Kafka has it fixed in its code"),
        "real": "",
        "note": _("No setting of Kafka's; the name is this engine's own."),
    },
    "feature": {
        "who": _("an operator, as a feature of the whole cluster"),
        "real": "kafka-features.sh --bootstrap-server localhost:9092 upgrade --feature {name}={value}",
        "note": "",
    },
    "per-broker": {
        "who": _("an operator, for one broker, while it runs"),
        "real": f"{_CONFIGS} brokers --entity-name {{broker}} --add-config {{name}}={{value}}",
        "note": "",
    },
    "read-only": {
        "who": _("an operator, by a restart of the broker"),
        "real": "{name}={value}",
        "note": _("In server.properties; read when the broker starts."),
    },
    "topic": {
        "who": _("an operator, for the topic, while it is used"),
        "real": f"{_CONFIGS} topics --entity-name {{topic}} --add-config {{name}}={{value}}",
        "note": "",
    },
}


def settings() -> dict[str, dict[str, dict[str, Any]]]:
    """{scope: {name: {default, low, high, choices, unit, change, librdkafka}}}, without what is empty."""
    return {
        scope: {name: _row(scope, name) for name in sorted(table)}
        for scope, table in SETTINGS.items()
    }


def _row(scope: str, name: str) -> dict[str, Any]:
    setting = SETTINGS[scope][name]
    low, high = range_text(setting)
    row = {
        "default": default_text(scope, name),
        "low": low,
        "high": high,
        "choices": [word for word in setting.choices if word],
        "unit": unit_of(name) if setting.kind == "duration" else "",
        "kind": setting.kind,
        "change": may_change(scope, name),
        "librdkafka": name in LIBRDKAFKA,
    }
    return {key: value for key, value in row.items() if value not in ("", [], False)}
