"""Transactions in a scenario: a processor is a group with one member and a transactional producer."""

from typing import Any

from broker_core.errors import ScenarioError
from broker_core.kernel.units import parse_duration
from broker_core.scenario.schema import SECTIONS


def expand(out: dict[str, Any], name: str) -> None:
    """Write out what processors stand for; expanding twice changes nothing."""
    for row in out["producers"]:
        if row["transaction"] is not None:
            if not row["transactional_id"]:
                raise ScenarioError(
                    f"{name}: producer {row['id']}: transaction needs a transactional_id, for "
                    f'example "{row["id"]}"'
                )
            row["transaction"] = _program(row["transaction"])
        if row["transactional_id"] and row["config"].get("enable.idempotence") in (False, "false"):
            raise ScenarioError(
                f"{name}: producer {row['id']}: a transactional_id needs enable.idempotence, leave "
                "that setting out"
            )
    for row in out["processors"]:
        row["transactional_id"] = row["transactional_id"] or row["id"]
        _producer(out, row, name)
        _group(out, row, name)


def _program(given: dict[str, Any]) -> dict[str, int]:
    every = given["every_us"] if "every_us" in given else parse_duration(given["every"])
    return {"records": given.get("records", 3), "every_us": every}


def _producer(out: dict[str, Any], row: dict[str, Any], name: str) -> None:
    made = _filled(
        "producers", id=row["id"], topic=row["sink"], transactional_id=row["transactional_id"],
        profile=row["profile"], config=row["config"],
    )  # fmt: skip
    known = next((p for p in out["producers"] if p["id"] == row["id"]), None)
    if known is None:
        out["producers"].append(made)
    elif known != made:
        raise ScenarioError(f"{name}: processor {row['id']}: a producer has this id already")


def _group(out: dict[str, Any], row: dict[str, Any], name: str) -> None:
    config = {
        "auto.offset.reset": "earliest",
        "isolation.level": "read_committed",
        "enable.auto.commit": False,
        "max.poll.records": row["records"],
        **row["consumer_config"],
    }
    made = _filled(
        "groups", id=row["group"], topics=list(row["topics"]), members=0, work_us=row["work_us"],
        profile=row["profile"], config=config,
    )  # fmt: skip
    known = next((g for g in out["groups"] if g["id"] == row["group"]), None)
    if known is None:
        out["groups"].append(made)
    elif known != made:
        raise ScenarioError(
            f"{name}: processor {row['id']}: group {row['group']} is declared otherwise already"
        )


def _filled(section: str, **given: Any) -> dict[str, Any]:
    """A row of a section with every key, in the section's order."""
    return {
        key: given[key]
        if key in given
        else spec.default()
        if callable(spec.default)
        else spec.default
        for key, spec in SECTIONS[section].items()
    }
