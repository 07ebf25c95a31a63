"""What is wrong with a scenario is said in one line: file, key, rule and an example or the nearest."""

import copy
from pathlib import Path
from typing import Any

import pytest

from broker_core import Simulation
from broker_core.clients.partitioners import crc32_partition, java_partition
from broker_core.errors import ScenarioError
from broker_core.scenario import library, load, normalise

GOOD: dict[str, Any] = {
    "title": "good",
    "cluster": {"brokers": 3},
    "topics": [{"id": "orders", "partitions": 3, "replication_factor": 3}],
    "producers": [{"id": "checkout", "topic": "orders", "keys": ["ada"], "rate_per_s": 1}],
    "groups": [{"id": "billing", "topics": ["orders"], "members": 2, "work": "400ms"}],
    "script": [{"at": "4s", "do": "crash broker 2"}],
}


def changed(path: str, value: Any) -> dict[str, Any]:
    """GOOD with one place set, or taken out where value is ...; numbers are places in lists."""
    scene = copy.deepcopy(GOOD)
    place: Any = scene
    *way, last = [int(w) if w.isdigit() else w for w in path.split(" ")]
    for word in way:
        place = place[word]
    if value is ...:
        del place[last]
    elif isinstance(place, list):
        place.append(value)
    else:
        place[last] = value
    return scene


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("title", ..., ("title", "is missing", "example")),
        ("title", 5, ("title", "text in quotes")),
        ("title", "x" * 121, ("title", "at most 120")),
        ("title", "a\nb", ("title", "one line")),
        ("family", "rabbit", ("family", "one of")),
        ("preset", "fast", ("preset", "teaching, production")),
        ("produsers", [], ("produsers", "producers")),
        ("cluster", 3, ("cluster", "is a table")),
        ("cluster brokers", 0, ("cluster.brokers", "from 1 to 32")),
        ("cluster brokers", "3", ("cluster.brokers", "whole number")),
        ("cluster broker", 3, ("cluster.broker", "brokers")),
        ("cluster control_plane", {"kind": "etcd"}, ("control_plane", "kraft")),
        ("cluster control_plane", {"voters": 9}, ("control_plane", "from 1 to 7")),
        ("cluster control_plane", {"voters": 5, "combined": True}, ("voters", "at most the 3")),
        ("cluster config", {"broker.sesion.timeout.ms": 1}, ("broker.session.timeout.ms",)),
        ("topics", {"id": "orders"}, ("topics", "is a list")),
        ("topics 0 id", ..., ("topics[0].id", "is missing", '"orders"')),
        ("topics 0 id", "a b", ("topics[0].id", "topic name")),
        ("topics 0 id", "__consumer_offsets", ("topics[0].id", "topic name")),
        ("topics 0 partitions", 65, ("topics[0].partitions", "from 1 to 64")),
        ("topics 0 replication_factor", 4, ("orders", "replication_factor 4", "there are 3")),
        ("topics 0 replicas", [[1, 2, 3]], ("replicas", "each of 3 partitions")),
        ("topics 0 replicas", [[1, 1, 2]] * 3, ("replicas", "different brokers")),
        ("topics 0 config", {"min.insync.replicas": 0}, ("min.insync.replicas",)),
        ("topics 0 config", {"min.isr": 2}, ("topic orders", "min.isr", "not known")),
        ("topics 1", {"id": "orders"}, ("orders", "used twice")),
        ("producers 0 id", "Checkout", ("producers[0].id", "a-z")),
        ("producers 0 topic", "order", ("producer checkout", "no topic order", "orders")),
        ("producers 0 rate_per_s", 0, ("producers[0].rate_per_s", "above 0")),
        ("producers 0 rate_per_s", "fast", ("rate_per_s", "number")),
        ("producers 0 keys", "ada", ("producers[0].keys", "list")),
        ("producers 0 profile", "python", ("profile", "java, librdkafka")),
        ("producers 0 config", {"acks": "two"}, ("producer checkout", "acks")),
        ("producers 0 config", {"delivery.timeout.ms": 1}, ("delivery.timeout.ms",)),
        ("groups 0 id", "checkout", ("checkout", "used twice")),
        ("groups 0 topics", ["order"], ("group billing", "no topic order")),
        ("groups 0 members", 33, ("groups[0].members", "from 0 to 32")),
        ("groups 0 work", 400, ("groups[0].work", "in quotes", "400ms")),
        ("groups 0 work", "soon", ("groups[0].work", "unit")),
        ("groups 0 config", {"session.timeout": 1}, ("session.timeout.ms",)),
        ("script 0 at", ..., ("script[0].at", "is missing", "4s")),
        ("script 0 at", "4", ("script[0].at", "unit")),
        ("script 0 do", "crash brooker 2", ("script[0].do", "broker")),
        ("script 0 do", "crash broker", ("script[0].do", "example")),
        ("script 0 when", "4s", ("script[0].when", "not known")),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(path: str, value: Any, said: tuple[str, ...]):
    with pytest.raises(ScenarioError) as caught:
        normalise(changed(path, value), "scene.toml")
    text = str(caught.value)
    assert text.startswith("scene.toml: ")
    assert "\n" not in text
    for word in said:
        assert word in text, text


def test_a_good_one_is_good_and_complete():
    scene = normalise(GOOD, "scene.toml")
    assert scene["preset"] == "teaching"
    assert scene["producers"][0]["interval_us"] == 1_000_000
    assert scene["groups"][0]["work_us"] == 400_000
    assert scene["script"] == [{"at_us": 4_000_000, "do": "crash broker 2"}]
    assert normalise(scene, "again") == scene


def test_files_that_are_none(tmp_path: Path):
    broken = tmp_path / "broken.toml"
    broken.write_text("title = ", "utf-8")
    huge = tmp_path / "huge.toml"
    huge.write_text("#" * 300_000, "utf-8")
    for path, said in (
        (broken, "TOML"),
        (huge, "at most"),
        (tmp_path / "none.toml", "cannot be read"),
    ):
        with pytest.raises(ScenarioError, match=said):
            load(path)


@pytest.mark.parametrize("seed", [-1, 2**53, "7", 1.5, True])
def test_a_seed_is_a_whole_number(seed: Any):
    with pytest.raises(ScenarioError, match="seed"):
        Simulation.from_scenario(GOOD, seed)


@pytest.mark.parametrize("slug", sorted(library()))
def test_the_keys_of_a_scene_reach_all_partitions(slug: str):
    """Unless the scene says in its summary that it is about skew (design section 3)."""
    scene = load(slug)
    if scene["family"] != "kafka" or "skew" in scene["summary"]:
        return
    for topic in scene["topics"]:
        writers = [p for p in scene["producers"] if p["topic"] == topic["id"]]
        if not writers or any(not p["keys"] for p in writers):
            continue
        count = topic["partitions"]
        reached = {
            (crc32_partition if p["profile"] == "librdkafka" else java_partition)(k.encode(), count)
            for p in writers
            for k in p["keys"]
        }
        assert reached == set(range(count)), topic["id"]
