"""Reading one table of a scenario by its keys, and the script that all families share."""

from collections.abc import Mapping
from typing import Any

from broker_core.config.table import nearest
from broker_core.errors import Rejected, ScenarioError
from broker_core.kernel.canonical import text_problem
from broker_core.kernel.units import MICROSECONDS, parse_duration
from broker_core.scenario.schema import SECTIONS, Key


def read_section(row: Any, keys: Mapping[str, Key], name: str, where: str) -> dict[str, Any]:
    """A table with every key of `keys`, defaults filled in; a default may also be written out, so
    that reading the outcome again changes nothing. Raises ScenarioError."""
    if not isinstance(row, Mapping):
        raise ScenarioError(f"{name}: {where} is a table")
    label = f"{where}." if where else ""
    out: dict[str, Any] = {}
    for key, spec in keys.items():
        given = row.get(key)
        if spec.from_text and key not in row and spec.from_text in row:
            given = _convert(row[spec.from_text], spec, name, f"{label}{spec.from_text}")
        if given is None:
            if spec.default is Ellipsis:
                raise ScenarioError(
                    f"{name}: {label}{spec.from_text or key} is missing, for example {spec.example}"
                )
            out[key] = spec.default() if callable(spec.default) else spec.default
            continue
        default = type(given) is type(spec.default) and given == spec.default
        problem = "" if default else spec.check(given)
        if problem:
            raise ScenarioError(f"{name}: {label}{key} {problem}, for example {spec.example}")
        out[key] = given
    if where:
        known = [*keys, *(spec.from_text for spec in keys.values() if spec.from_text)]
        for key in row:
            if key not in known:
                raise ScenarioError(f"{name}: {label}{key} is not known; {nearest(key, known)}")
    return out


def _convert(value: Any, spec: Key, name: str, label: str) -> int:
    try:
        if spec.convert == "duration":
            if not isinstance(value, str):
                raise ValueError("is a duration in quotes")
            return parse_duration(value)
        if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
            raise ValueError("is a number above 0")
        if not 0.000_001 <= value <= MICROSECONDS["s"]:
            raise ValueError("is a number from 0.000001 to 1000000")
        return max(1, round(MICROSECONDS["s"] / value))
    except ValueError as error:
        raise ScenarioError(f"{name}: {label} {error}, for example {spec.example}") from None


def read_script(rows: Any, name: str) -> list[dict[str, Any]]:
    """The script in order of time, each command in its one written form. Raises ScenarioError."""
    from broker_core.commands import format, parse

    if not isinstance(rows, list | tuple):
        raise ScenarioError(f"{name}: script is a list of tables, as [[script]]")
    if len(rows) > SECTIONS["most script"]:
        raise ScenarioError(f"{name}: at most {SECTIONS['most script']} [[script]]")
    out = [
        read_section(row, SECTIONS["script"], name, f"script[{n}]") for n, row in enumerate(rows)
    ]
    for n, row in enumerate(out):
        if text_problem(row["do"], 4096):
            raise ScenarioError(f"{name}: script[{n}].do is one line of text")
        try:
            row["do"] = format(parse(row["do"]))
        except Rejected as error:
            raise ScenarioError(f"{name}: script[{n}].do: {error}") from None
    return sorted(out, key=lambda row: row["at_us"])
