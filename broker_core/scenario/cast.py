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
        "topics": _topics(c, scenario),
        "groups": groups,
    }


def _topics(c: Any, scenario: dict[str, Any]) -> list[dict[str, Any]]:
    """Topics as they are announced, with those and the partitions that the script will add."""
    known = {t: i.partitions for t, i in c.plane.announced.topics.items() if not i.internal}
    for row in scenario["script"]:
        words = row["do"].split()
        count = _added_partitions(words)
        if count > 0:
            known[words[2]] = max(known.get(words[2], 0), count)
    return [{"id": topic, "partitions": count} for topic, count in known.items()]


def _added_partitions(words: list[str]) -> int:
    """`create topic X partitions=N` and `set partitions X total=N` give N, all else 0."""
    field = {("create", "topic"): "partitions=", ("set", "partitions"): "total="}.get(
        (words[0], words[1]) if len(words) > 2 else ("", "")
    )
    if field is None:
        return 0
    found = [word.removeprefix(field) for word in words[3:] if word.startswith(field)]
    return int(found[0]) if found and found[0].isdigit() else 1
