"""Reading a scenario (TOML or a mapping) into one checked, JSON-able form.

Every error names the file, the key, the rule and an example; nothing is guessed.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from broker_core.config import settings_for
from broker_core.config.presets import for_transactions
from broker_core.config.table import SETTINGS, nearest
from broker_core.errors import ScenarioError
from broker_core.scenario.bounds import MOST_BYTES, check_numbers, check_size
from broker_core.scenario.gallery import read_gallery
from broker_core.scenario.processors import expand
from broker_core.scenario.schema import SECTIONS, TOP
from broker_core.scenario.sections import read_script, read_section
from broker_core.scenario.town_loader import FAMILIES, normalise_town

_FOLDER = Path(__file__).parent / "library"


_LISTS = ("topics", "producers", "groups", "processors")


def library() -> dict[str, Path]:
    """The scenarios that come with the engine: slug -> path, by name."""
    return {path.stem: path for path in sorted(_FOLDER.glob("*.toml"))}


def load(source: Any) -> dict[str, Any]:
    """A path, a library slug or a mapping, normalised. Raises ScenarioError."""
    if isinstance(source, Mapping):
        check_size(source, "scenario")
        return check_numbers(normalise(source, "scenario"), "scenario")
    path = Path(source)
    if not path.exists() and str(source) in library():
        path = library()[str(source)]
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ScenarioError(f"{path}: cannot be read ({error.strerror})") from None
    if len(raw) > MOST_BYTES:
        raise ScenarioError(f"{path.name}: a scenario is at most {MOST_BYTES} bytes")
    try:
        data = tomllib.loads(raw.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ScenarioError(f"{path.name}: not readable as TOML: {error}") from None
    return check_numbers(normalise(data, path.name), path.name)


def normalise(data: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The checked form: all keys present, durations as `…_us`, rates as `interval_us`; without the
    gallery's entry, which no run depends on.

    Normalising a normalised scenario gives the same again.
    """
    read_gallery(data, name)
    if data.get("family") in list(FAMILIES):
        return normalise_town(data, name)
    out = read_section(data, TOP, name, "")
    out["cluster"] = read_section(data.get("cluster", {}), SECTIONS["cluster"], name, "cluster")
    for key in _LISTS:
        rows = data.get(key, [])
        if not isinstance(rows, list | tuple):
            raise ScenarioError(f"{name}: {key} is a list of tables, as [[{key}]]")
        if len(rows) > SECTIONS[f"most {key}"]:
            raise ScenarioError(f"{name}: at most {SECTIONS[f'most {key}']} [[{key}]]")
        out[key] = [
            read_section(row, SECTIONS[key], name, f"{key}[{n}]") for n, row in enumerate(rows)
        ]
    out["script"] = read_script(data.get("script", []), name)
    known = [*TOP, "gallery", "cluster", *_LISTS, "script"]
    for key in sorted(set(data) - set(known)):
        raise ScenarioError(f"{name}: {key} is not a key of a scenario; {nearest(key, known)}")
    expand(out, name)
    _agree(out, name)
    return out


def _agree(out: dict[str, Any], name: str) -> None:
    """What only shows when sections are read together."""
    brokers = out["cluster"]["brokers"]
    plane = out["cluster"]["control_plane"]
    if plane.get("kind") == "zookeeper":
        plane = out["cluster"]["control_plane"] = {"ensemble": 3, **plane}
    else:
        plane = {"kind": "kraft", "voters": min(3, brokers), "combined": True, **plane}
        out["cluster"]["control_plane"] = plane
    if plane.get("combined") and plane["voters"] > brokers:
        raise ScenarioError(
            f"{name}: cluster.control_plane.voters is at most the {brokers} brokers when combined"
        )
    racks = out["cluster"]["racks"]
    if racks and len(racks) != brokers:
        raise ScenarioError(
            f"{name}: cluster.racks names one rack for each of the {brokers} brokers, for example "
            '["a", "b", "c"]'
        )
    topics = _unique(out["topics"], "topics", name)
    for row in out["topics"]:
        if row["replication_factor"] > brokers:
            raise ScenarioError(
                f"{name}: topic {row['id']}: replication_factor {row['replication_factor']} needs "
                f"as many brokers; there are {brokers}"
            )
        _placement(row, brokers, name)
    _unique([*out["producers"], *out["groups"]], "producers and groups", name)
    for row in out["producers"]:
        _known_topic(row["topic"], topics, f"producer {row['id']}", name)
    for row in out["groups"]:
        for topic in row["topics"]:
            _known_topic(topic, topics, f"group {row['id']}", name)
        _poison(row, topics, name)
    _configs(out, name)


def _unique(rows: list[dict[str, Any]], what: str, name: str) -> list[str]:
    ids = [row["id"] for row in rows]
    for item in ids:
        if ids.count(item) > 1:
            raise ScenarioError(f"{name}: {what}: the id {item} is used twice")
    return ids


def _known_topic(topic: str, topics: list[str], who: str, name: str) -> None:
    if topic not in topics:
        raise ScenarioError(f"{name}: {who}: there is no topic {topic}; {nearest(topic, topics)}")


def _poison(row: dict[str, Any], topics: list[str], name: str) -> None:
    """What a failing record needs to be told by, and where it goes."""
    where = f"{name}: group {row['id']}"
    named = row["poison_key"] is not None or row["poison_value"] is not None
    if bool(row["poison"]) != named:
        raise ScenarioError(
            f'{where}: poison goes with poison_key or poison_value, for example poison = "skip" '
            'and poison_value = "-1 lamps"'
        )
    own = ("release", "reject") if row["type"] == "share" else ("retry", "skip", "dead_letter")
    if row["poison"] not in ("", *own):
        raise ScenarioError(f"{where}: poison is one of {', '.join(own)} in this type of group")
    if row["type"] == "share" and row["poison"]:
        if row["config"].get("share.acknowledgement.mode") != "explicit":
            raise ScenarioError(
                f'{where}: poison needs config {{ "share.acknowledgement.mode" = "explicit" }}'
            )
    if (row["poison"] == "dead_letter") != (row["dead_letter_topic"] is not None):
        raise ScenarioError(
            f'{where}: poison = "dead_letter" goes with dead_letter_topic, for example '
            f'dead_letter_topic = "{row["topics"][0]}.dlq"'
        )
    if row["dead_letter_topic"] is not None:
        _known_topic(row["dead_letter_topic"], topics, where, name)


def _placement(row: dict[str, Any], brokers: int, name: str) -> None:
    given = row["replicas"]
    if given is None:
        return
    right = (
        len(given) == row["partitions"]
        and all(len(r) == row["replication_factor"] == len(set(r)) for r in given)
        and all(1 <= b <= brokers for r in given for b in r)
    )
    if not right:
        raise ScenarioError(
            f"{name}: topic {row['id']}: replicas is one list of {row['replication_factor']} "
            f"different brokers for each of {row['partitions']} partitions"
        )


def _configs(out: dict[str, Any], name: str) -> None:
    rows = [("broker", "cluster", out["cluster"], "java")]
    rows += [("topic", f"topic {r['id']}", r, "java") for r in out["topics"]]
    rows += [
        (
            "producer",
            f"producer {r['id']}",
            {"config": for_transactions(r["config"]) if r["transactional_id"] else r["config"]},
            r["profile"],
        )
        for r in out["producers"]
    ]
    for r in out["groups"]:
        scope = "share" if r["type"] == "share" else "consumer"
        rows.append((scope, f"group {r['id']}", r, r["profile"]))
    known = [key for table in SETTINGS.values() for key in table]
    for key in out["teaching_overrides"]:
        if key not in known:
            near = nearest(key, known)
            raise ScenarioError(f"{name}: teaching_overrides: {key} is no setting; {near}")
    for scope, label, row, profile in rows:
        # a ratio such as 0.5 is kept as text: no number with a fraction enters a run
        row["config"] = {k: str(v) if isinstance(v, float) else v for k, v in row["config"].items()}
        for key in row["config"]:
            if key not in SETTINGS[scope]:
                near = nearest(key, SETTINGS[scope])
                raise ScenarioError(f"{name}: {label}: config {key} is not known here; {near}")
        try:
            settings_for(scope, out["preset"], profile, row["config"], out["teaching_overrides"])
        except ValueError as error:
            raise ScenarioError(f"{name}: {label}: {error}") from None
