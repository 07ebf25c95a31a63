"""Reading a scenario of the families pubsub, mesh and services into its checked form."""

from collections.abc import Iterable, Mapping
from typing import Any

from broker_core.config.table import nearest
from broker_core.errors import ScenarioError
from broker_core.kernel.units import parse_duration
from broker_core.mesh.names import InvalidName, filter_levels, topic_levels
from broker_core.mesh.patterns import compile_pattern
from broker_core.scenario.schema import TOP, Key
from broker_core.scenario.sections import read_script, read_section
from broker_core.scenario.town_schema import MOST, SECTIONS, TIMING

FAMILIES: dict[str, tuple[str, ...]] = {
    "pubsub": ("brokers", "queues", "logs", "clients"),
    "mesh": ("brokers", "links", "queues", "logs", "clients"),
    "services": ("brokers", "links", "queues", "logs", "clients", "services", "sagas"),
}
"""Family -> the sections that it may have."""

Row = dict[str, Any]


def normalise_town(data: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The checked form: all keys present, durations as `…_us`; normalising it again changes nothing."""
    out = read_section(data, TOP, name, "")
    allowed = FAMILIES[out["family"]]
    for key in SECTIONS:
        out[key] = _rows(data.get(key, []), key, name) if key in allowed else []
    out["timing"] = _timing(data.get("timing", {}), out["preset"], name)
    out["script"] = read_script(data.get("script", []), name)
    known = [*TOP, "gallery", *allowed, "timing", "script"]
    for key in data:
        if key not in known and (key not in SECTIONS or data[key]):
            raise ScenarioError(
                f"{name}: {key} is not a key of a {out['family']} scenario; {nearest(key, known)}"
            )
    _agree(out, name)
    return out


def _rows(rows: Any, key: str, name: str) -> list[Row]:
    if not isinstance(rows, list | tuple):
        raise ScenarioError(f"{name}: {key} is a list of tables, as [[{key}]]")
    if len(rows) > MOST[key]:
        raise ScenarioError(f"{name}: at most {MOST[key]} [[{key}]]")
    return [_filled(row, SECTIONS[key], name, f"{key}[{n}]") for n, row in enumerate(rows)]


def _filled(row: Any, keys: dict[str, Key], name: str, where: str) -> Row:
    """A table with the tables inside it."""
    out = read_section(row, keys, name, where)
    for key, spec in keys.items():
        inner = getattr(spec.check, "keys", None)
        if inner is not None:
            out[key] = [
                _filled(item, inner, name, f"{where}.{key}[{n}]") for n, item in enumerate(out[key])
            ]
        elif isinstance(out[key], tuple):
            out[key] = list(out[key])
    return out


def _timing(given: Any, preset: str, name: str) -> dict[str, int]:
    if not isinstance(given, Mapping):
        raise ScenarioError(f'{name}: timing is a table, for example [timing] link_hello = "1s"')
    out = {key: by[preset] for key, by in TIMING.items()}
    for key, value in given.items():
        if key not in out:
            raise ScenarioError(f"{name}: timing.{key} is not known; {nearest(key, out)}")
        try:
            out[key] = value if isinstance(value, int) else parse_duration(str(value))
        except ValueError as error:
            raise ScenarioError(f"{name}: timing.{key} {error}") from None
        if not 1 <= out[key] <= 600_000_000 or isinstance(value, bool):
            raise ScenarioError(f"{name}: timing.{key} is from 1us to 10m")
    return out


def _agree(out: Row, name: str) -> None:
    """What only shows when sections are read together."""
    if not out["brokers"]:
        raise ScenarioError(f'{name}: at least one [[brokers]], for example id = "hub"')
    sections = ("brokers", "queues", "logs", "clients", "services")
    _unique([row["id"] for key in sections for row in out[key]], name)
    hubs = {row["id"]: row["dialect"] for row in out["brokers"]}
    first = next(iter(hubs))
    for key in ("clients", "services"):
        for row in out[key]:
            row["broker"] = row["broker"] or first
            _client(out, row, hubs, f"{name}: {key[:-1]} {row['id']}")
    for key in ("queues", "logs"):
        for row in out[key]:
            where = f"{name}: {key[:-1]} {row['id']}"
            _known(row["broker"], hubs, "broker", where)
            for text in row["filters"]:
                check_filter(text, hubs[row["broker"]], where)
    for row in out["queues"]:
        queues = [q["id"] for q in out["queues"] if q["broker"] == row["broker"]]
        if row["dead_letter"]:
            _known(row["dead_letter"], queues, "queue", f"{name}: queue {row['id']}: dead_letter")
    _links(out, hubs, name)
    for row in out["services"]:
        _service(out, row, name)
    for row in out["sagas"]:
        _saga(out, row, name)


def _unique(ids: list[str], name: str) -> None:
    for item in ids:
        if ids.count(item) > 1:
            raise ScenarioError(f"{name}: the id {item} is used twice")


def _known(item: Any, known: Iterable[str], what: str, where: str) -> None:
    if item not in known:
        raise ScenarioError(f"{where}: there is no {what} {item}; {nearest(str(item), known)}")


def check_filter(text: str, dialect: str, where: str) -> None:
    """Raise ScenarioError for a filter that the dialect does not allow."""
    try:
        if dialect == "kafka":
            compile_pattern(text)
        else:
            filter_levels(text, dialect)
    except InvalidName as error:
        raise ScenarioError(f"{where}: {error}") from None


def _client(out: Row, row: Row, hubs: dict[str, str], where: str) -> None:
    _known(row["broker"], hubs, "broker", where)
    places = {
        "queue": [q["id"] for q in out["queues"] if q["broker"] == row["broker"]],
        "log": [q["id"] for q in out["logs"] if q["broker"] == row["broker"]],
    }
    for want in row["wants"]:
        if not want["filter"] and not want["place"]:
            raise ScenarioError(f'{where}: a want needs a filter or a place, for example "shop/#"')
        if want["filter"]:
            check_filter(want["filter"], hubs[row["broker"]], where)
        if want["memory"] == "log" and not want["place"]:
            raise ScenarioError(f"{where}: a want with memory log names its log as place")
        if want["memory"] == "direct" and want["place"]:
            raise ScenarioError(f"{where}: a direct want has no place; memory is queue or log")
        if want["place"]:
            _known(want["place"], places[want["memory"]], want["memory"], where)
    for event in row["events"]:
        if not event["topic"] and not event["topics"]:
            raise ScenarioError(f'{where}: an event needs a topic, for example "shop/eu/order"')
        for topic in [event["topic"], *event["topics"]]:
            if topic and "{" not in topic:
                _check_topic(topic, hubs[row["broker"]], where)


def _check_topic(topic: str, dialect: str, where: str) -> None:
    try:
        topic_levels(topic, dialect)
    except InvalidName as error:
        raise ScenarioError(f"{where}: {error}") from None


def _links(out: Row, hubs: dict[str, str], name: str) -> None:
    seen: list[tuple[str, ...]] = []
    for row in out["links"]:
        ends = tuple(sorted(row["between"]))
        where = f"{name}: link {' and '.join(ends)}"
        if len(ends) != 2 or ends[0] == ends[1] or ends in seen:
            raise ScenarioError(f"{where}: a link is between two different brokers, once")
        for end in ends:
            _known(end, hubs, "broker", where)
        if hubs[ends[0]] != hubs[ends[1]]:
            raise ScenarioError(f"{where}: both brokers must speak the same dialect")
        seen.append(ends)


def _service(out: Row, row: Row, name: str) -> None:
    services = {other["id"]: other for other in out["services"]}
    row["stores"] = {
        store: dict(sorted(entries.items())) for store, entries in sorted(row["stores"].items())
    }
    for store in row["owns"]:
        _known(store, row["stores"], "store", f"{name}: service {row['id']}: owns")
    for handler in row["handlers"]:
        where = f"{name}: service {row['id']}: on {handler['on']}"
        for step in handler["steps"]:
            _step(step, row, services, where)


NEEDED = {
    "call": ("service", "operation"),
    "publish": ("name", "topic"),
    "change": ("store",),
    "take": ("store",),
    "lookup": ("service", "store"),
    "work": (),
    "refuse": (),
}
"""What each kind of step cannot do without."""


def _step(step: Row, own: Row, services: dict[str, Row], where: str) -> None:
    for key in (*NEEDED[step["do"]], *(("topic",) if step["name"] else ())):
        if not step[key]:
            raise ScenarioError(f"{where}: a step that does {step['do']} needs {key}")
    if step["service"]:
        _known(step["service"], services, "service", where)
    if step["do"] == "call":
        operations = [handler["on"] for handler in services[step["service"]]["handlers"]]
        _known(step["operation"], operations, f"operation of {step['service']}", where)
    if step["store"]:
        holder = services[step["service"]] if step["do"] == "lookup" else own
        _known(step["store"], holder["stores"], "store", where)


def _saga(out: Row, row: Row, name: str) -> None:
    where = f"{name}: saga {row['id']}"
    services = [other["id"] for other in out["services"]]
    row["end_topic"] = row["end_topic"] or row["topic"]
    _unique([f"{other['starts']} (starts)" for other in out["sagas"]], name)
    if row["style"] == "choreographed":
        if row["steps"] or row["service"]:
            raise ScenarioError(f"{where}: a choreographed saga has no service and no steps")
        return
    if row["service"] is None or not row["steps"]:
        raise ScenarioError(f"{where}: an orchestrated saga names its service and its steps")
    _unique(
        [step[part] for step in row["steps"] for part in ("command", "undo") if step[part]], where
    )
    for service in (row["service"], *(step["service"] for step in row["steps"])):
        _known(service, services, "service", where)
