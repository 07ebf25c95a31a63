"""A process of its own in which changes are tried: a question comes in on standard input as JSON, what was
found goes out as JSON. The server stops it when it takes too long.

    python -m eda_site.rooms.prevent_worker < question.json
"""

import json
import os
import sys
from typing import Any

from broker_core.history import Logged
from broker_core.lab.prevent import Found, prevent

NICENESS = 10


def found_in(question: dict[str, Any]) -> dict[str, Any]:
    """The answer to {scenario, seed, log, harm, until_us} as JSON-able data."""
    commands = [(entry.at_us, entry.text) for entry in (Logged(*row) for row in question["log"])]
    found = prevent(
        question["scenario"], question["seed"], commands, question["harm"], question["until_us"]
    )
    return plain(found)


def plain(found: Found) -> dict[str, Any]:
    """What was found, without classes."""
    worked = [
        {
            "who": row.change.id,
            "kind": row.change.kind,
            "name": row.change.name,
            "value": row.change.value,
            "before": row.before,
            "effects": [list(delta) for delta in row.effects],
        }
        for row in found.worked
    ]
    return {"harm": found.harm, "value": found.value, "tried": list(found.tried), "worked": worked}


if __name__ == "__main__":
    os.nice(NICENESS)
    json.dump(found_in(json.load(sys.stdin)), sys.stdout)
