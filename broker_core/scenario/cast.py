"""Who is on stage: everything that has, or will get, a place."""

from typing import Any


def cast_of(c: Any, scenario: dict[str, Any]) -> dict[str, Any]:
    """Ids of everything that has, or will get, a place on the stage."""
    joins = [row["do"].split()[2] for row in scenario["script"] if row["do"].startswith("join ")]
    added = [
        int(row["do"].split()[2]) for row in scenario["script"] if row["do"].startswith("add b")
    ]
    groups = []
    for row in scenario["groups"]:
        count = max(c.members_made.get(row["id"], 0), row["members"] + joins.count(row["id"]))
        members = [f"{row['id']}-{n}" for n in range(1, count + 1)]
        groups.append({"id": row["id"], "topics": list(row["topics"]), "members": members})
    return {
        "producers": [
            {
                "id": row["id"],
                "topic": row["topic"],
                "keys": list(row["keys"]),
                "acks": c.producers[row["id"]].settings["acks"],
            }
            for row in scenario["producers"]
        ]
        + [
            {
                "id": f"{row['id']}-dlq",
                "topic": row["dead_letter_topic"],
                "keys": [],
                "acks": "all",
            }
            for row in scenario["groups"]
            if row["dead_letter_topic"] is not None
        ],
        "brokers": list(dict.fromkeys([*c.brokers, *added])),
        "controllers": [v for v in c.plane.voters if not v.startswith("broker-")],
        "topics": [
            {"id": t, "partitions": info.partitions}
            for t, info in c.plane.announced.topics.items()
            if not info.internal
        ],
        "groups": groups,
    }
