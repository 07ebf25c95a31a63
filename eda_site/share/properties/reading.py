"""A properties file read as Java reads it, line by line, bounded, and laid against the engine's settings."""

import re
from typing import Any, NamedTuple

from broker_core.config import SETTINGS, check_value, settings_for
from broker_core.config.changing import default_text
from broker_core.config.setting import written
from broker_core.config.table import nearest
from eda_site.share.properties.names import NOT_MODELLED, is_secret

LONGEST = 64 * 1024
MOST = 300
_LONGEST_NAME, _LONGEST_VALUE = 120, 400
_SPLIT = re.compile(r"(?<!\\)(?:\s*[=:]\s*|\s+)")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ASSIGNORS = {
    "RangeAssignor": "range",
    "RoundRobinAssignor": "roundrobin",
    "StickyAssignor": "sticky",
    "CooperativeStickyAssignor": "cooperative-sticky",
}
HIDDEN = "••••••"


class Row(NamedTuple):
    """One setting: `state` is default, differs, wrong, ignored or unknown; `note` says what is wrong or
    which names are near."""

    name: str
    value: str
    state: str
    default: str = ""
    held: str = ""
    note: str = ""


class Profile(NamedTuple):
    """`given` is what a scenario takes over; `conflict` says why the values cannot stand together."""

    rows: list[Row]
    given: dict[str, str]
    conflict: str
    is_cut: bool


def pairs_of(text: str) -> list[tuple[str, str]]:
    """(name, value) in order; the last of two with the same name counts, as in Java.

    >>> pairs_of("# mine\\nacks = all\\nlinger.ms:5\\nretries \\\\\\n  3")
    [('acks', 'all'), ('linger.ms', '5'), ('retries', '3')]
    """
    found: dict[str, str] = {}
    for line in _logical(text[:LONGEST]):
        name, value = (*_SPLIT.split(line, maxsplit=1), "")[:2]
        name = _ESCAPE.sub(r"\1", name).strip()
        if name:
            found.pop(name, None)
            found[name] = _ESCAPE.sub(r"\1", value).strip()
    return list(found.items())


def _logical(text: str) -> list[str]:
    """Lines without comments, those that end in a backslash joined to the next."""
    out: list[str] = []
    open_line = ""
    for line in text.splitlines():
        line = line.strip()
        if not open_line and (not line or line[0] in "#!"):
            continue
        open_line += line
        if open_line.endswith("\\") and not open_line.endswith("\\\\"):
            open_line = open_line[:-1]
            continue
        out.append(open_line)
        open_line = ""
    return [*out, open_line] if open_line else out


def profile_of(text: str, scope: str, client: str) -> Profile:
    """What the engine makes of it. Never raises: whatever cannot be read is a row that says so."""
    pairs = pairs_of(text)
    rows = [_row(name[:_LONGEST_NAME], value[:_LONGEST_VALUE], scope) for name, value in pairs]
    given = {row.name: _plain(row.name, row.value) for row in rows if row.state in _TAKEN}
    conflict = ""
    try:
        profile = client if scope in ("producer", "consumer") else "java"
        settings_for(scope, "production", profile, dict(given))
    except ValueError as error:
        conflict = str(error)[:300]
    return Profile(rows[:MOST], given, conflict, len(rows) > MOST or len(text) > LONGEST)


_TAKEN = ("default", "differs")


def _row(name: str, value: str, scope: str) -> Row:
    if is_secret(name):
        known = name in NOT_MODELLED[scope]
        return Row(name, HIDDEN, "ignored" if known else "unknown")
    if name not in SETTINGS[scope]:
        if name in NOT_MODELLED[scope]:
            return Row(name, value, "ignored")
        elsewhere = [s for s in SETTINGS if name in SETTINGS[s] or name in NOT_MODELLED[s]]
        return Row(name, value, "unknown", note=", ".join(elsewhere) or _near(name, scope))
    default = default_text(scope, name)
    try:
        held: Any = check_value(scope, name, _plain(name, value))
    except ValueError as error:
        return Row(name, value, "wrong", default, note=str(error)[:300])
    text = written(name, SETTINGS[scope][name], held)
    same = held == check_value(scope, name, SETTINGS[scope][name].default, True)
    return Row(name, value, "default" if same else "differs", default, text)


def _near(name: str, scope: str) -> str:
    """Names like it, if there are any."""
    from difflib import get_close_matches

    known = [*SETTINGS[scope], *NOT_MODELLED[scope]]
    return nearest(name, known) if get_close_matches(name, known, 1, 0.7) else ""


def _plain(name: str, value: str) -> str:
    """Kafka's class names and spellings as the engine has them."""
    if name == "partition.assignment.strategy":
        parts = [part.strip().rpartition(".")[2] for part in value.strip("[]").split(",")]
        return ",".join(_ASSIGNORS.get(part, part) for part in parts)
    return "all" if name == "acks" and value == "-1" else value
