"""One change to a scenario, as data: `orders:min.insync.replicas=2`, `producer checkout:acks=1`,
`cluster:brokers=4`, `timing:link_hello=2s`, `preset=production`, `seed=9`.

A name with a dot, or one of Kafka's settings, changes a configuration; any other is a key of the
scenario's table, written as in its file (`work`, `rate_per_s`, `members`).
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from broker_core.config.table import SETTINGS, nearest
from broker_core.errors import ScenarioError
from broker_core.scenario import load
from broker_core.scenario.schema import SECTIONS as KAFKA_SECTIONS
from broker_core.scenario.schema import Key
from broker_core.scenario.town_loader import FAMILIES as TOWNS
from broker_core.scenario.town_schema import SECTIONS as TOWN_SECTIONS
from broker_core.scenario.town_schema import TIMING

EXAMPLE = "orders:min.insync.replicas=2"
WHOLE_RUN = ("seed", "preset")
KINDS = {
    "topic": "topics", "producer": "producers", "group": "groups", "broker": "brokers",
    "queue": "queues", "log": "logs", "client": "clients", "service": "services", "saga": "sagas",
}  # fmt: skip
_LONGEST = 300
_FIXED = ("id", "title", "script", "family")
_INTEGER = re.compile(r"-?\d{1,15}\Z")
_RATE = re.compile(r"\d{1,7}(\.\d{1,6})?\Z")


class ChangeError(ScenarioError):
    """A change that cannot be made; the message names the field and the rule."""


class Change(NamedTuple):
    """`kind` is seed, preset, cluster, timing or one of KINDS ("" where the id alone tells it)."""

    kind: str
    id: str
    name: str
    value: str

    @property
    def field(self) -> str:
        """What is changed, as written before the equals sign."""
        if self.kind in WHOLE_RUN:
            return self.kind
        return f"{f'{self.kind} {self.id}'.strip()}:{self.name}"

    @property
    def text(self) -> str:
        """`parse_change` of it gives the change again."""
        return f"{self.field}={self.value}"


def parse_change(text: str) -> Change:
    """One change of its text. Raises ChangeError; whether the scenario knows it shows in `changed`."""
    field, equals, value = text.strip().partition("=")
    if len(text) > _LONGEST or not equals or not value.strip():
        raise ChangeError(f"a change is FIELD=VALUE, at most {_LONGEST} characters, as {EXAMPLE}")
    field, value = field.strip(), value.strip()
    if field in WHOLE_RUN:
        return Change(field, "", "", value)
    target, colon, name = field.partition(":")
    words = target.split()
    if not colon or not name or not 1 <= len(words) <= 2:
        raise ChangeError(f"{field}: a field is seed, preset or WHO:NAME, as {EXAMPLE}")
    if len(words) == 2 and words[0] not in KINDS:
        raise ChangeError(f"{field}: {words[0]} is no kind; {nearest(words[0], KINDS)}")
    if words in (["cluster"], ["timing"]):
        return Change(words[0], "", name, value)
    return Change(words[0] if len(words) == 2 else "", words[-1], name, value)


def parse_values(text: str) -> list[Change]:
    """`orders:min.insync.replicas=1,2`: one change for each value; `=range|sticky` where a value
    itself is a list with commas: then the bar parts the values."""
    field, equals, values = text.partition("=")
    if not equals:
        raise ChangeError(f"a parameter is FIELD=VALUE,VALUE, as {EXAMPLE.replace('2', '1,2')}")
    parts = values.split("|" if "|" in values else ",")
    changes = [parse_change(f"{field}={part}") for part in parts]
    for change in changes:
        if changes.count(change) > 1:
            raise ChangeError(f"{change.field}: the value {change.value} is given twice")
    return changes


def changed(scenario: Any, changes: Iterable[Change]) -> dict[str, Any]:
    """The checked scenario with the changes made, and nothing else different. Raises ChangeError;
    `seed` is no part of a scenario, see `seed_of`."""
    data = load(scenario)
    for change in changes:
        if change.kind == "seed":
            seed_of([change], 0)
            continue
        try:
            data = load(_made(data, change))
        except ChangeError:
            raise
        except ScenarioError as error:
            rule = str(error).removeprefix("scenario: ")
            raise ChangeError(f"{change.text}: {rule}") from None
    return data


def seed_of(changes: Iterable[Change], seed: int) -> int:
    """The run's seed with the changes made."""
    for change in changes:
        if change.kind == "seed":
            if not _INTEGER.match(change.value) or not 0 <= int(change.value) < 2**53:
                raise ChangeError(f"{change.text}: seed is a whole number from 0 to 2^53, as 7")
            seed = int(change.value)
    return seed


def _made(data: dict[str, Any], change: Change) -> dict[str, Any]:
    if change.kind == "preset":
        return {**_without_rhythm(data), "preset": change.value}
    if change.kind == "timing":
        if data["family"] not in TOWNS:
            raise ChangeError(f"{change.text}: a {data['family']} scenario has no timing")
        return {**data, "timing": {**data["timing"], change.name: change.value}}
    if change.kind == "cluster":
        if data["family"] in TOWNS:
            raise ChangeError(f"{change.text}: a {data['family']} scenario has no cluster")
        keys = KAFKA_SECTIONS["cluster"]
        return {**data, "cluster": _row(data["cluster"], keys, "broker", change)}
    section, place = _find(data, change)
    rows = list(data[section])
    sections = TOWN_SECTIONS if data["family"] in TOWNS else KAFKA_SECTIONS
    rows[place] = _row(rows[place], sections[section], _scope(section, rows[place]), change)
    return {**data, section: rows}


def _without_rhythm(data: dict[str, Any]) -> dict[str, Any]:
    """Waits that only the old preset had set are for the new one to set."""
    if data["family"] not in TOWNS:
        return data
    own = {k: us for k, us in data["timing"].items() if us != TIMING[k][data["preset"]]}
    return {**data, "timing": own}


def _find(data: dict[str, Any], change: Change) -> tuple[str, int]:
    """(section, place) of whom a change is about."""
    kinds = [change.kind] if change.kind else list(KINDS)
    found = [
        (KINDS[kind], place, kind)
        for kind in kinds
        for place, row in enumerate(data.get(KINDS[kind], []))
        if row["id"] == change.id
    ]
    if len(found) == 1:
        return found[0][:2]
    if found:
        both = " or ".join(f"{kind} {change.id}" for *_, kind in found)
        raise ChangeError(f"{change.text}: {change.id} could be {both}; say which")
    known = [row["id"] for kind in kinds for row in data.get(KINDS[kind], [])]
    known += [] if change.kind else ["cluster"] if data["family"] == "kafka" else ["timing"]
    what = f"{change.kind or 'topic, client or group'} {change.id}"
    raise ChangeError(f"{change.text}: there is no {what}; {nearest(change.id, known)}")


def _scope(section: str, row: Mapping[str, Any]) -> str:
    if section == "groups":
        return "share" if row.get("type") == "share" else "consumer"
    return {"topics": "topic", "producers": "producer"}.get(section, "")


def _row(row: Mapping[str, Any], keys: Mapping[str, Key], scope: str, change: Change) -> Any:
    """The table with one key, or one setting of its configuration, changed."""
    name = change.name
    if "config" in keys and (name in SETTINGS.get(scope, {}) or "." in name):
        return {**row, "config": {**row["config"], name: change.value}}
    for key, spec in keys.items():
        if name in (key, spec.from_text) and key not in _FIXED and key != "config":
            out = {k: v for k, v in row.items() if k != key}
            return {**out, name: _value(change, spec, name == spec.from_text)}
    known = [spec.from_text or key for key, spec in keys.items() if key not in _FIXED]
    known += list(SETTINGS.get(scope, {})) if "config" in keys else []
    raise ChangeError(f"{change.text}: {name} cannot be changed here; {nearest(name, known)}")


def _value(change: Change, spec: Key, from_text: bool) -> Any:
    """The value in the first form that the key's own rule takes."""
    text = change.value
    if from_text and spec.convert == "duration":
        return text
    if from_text and spec.convert == "rate":
        if not _RATE.match(text):
            raise ChangeError(f"{change.text}: {change.name} is a number above 0, as 2.5")
        return float(text) if "." in text else int(text)
    words = [word for word in text.split(",") if word]
    forms: list[Any] = [{"true": True, "false": False}.get(text, text)]
    if _INTEGER.match(text):
        forms.insert(0, int(text))
    forms.append([int(w) for w in words] if all(map(_INTEGER.match, words)) else words)
    problems = [spec.check(form) for form in forms]
    if "" in problems:
        return forms[problems.index("")]
    raise ChangeError(f"{change.text}: {change.name} {problems[0]}, for example {spec.example}")
