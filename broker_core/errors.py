"""The two ways in which the engine says no; nothing has changed when it does."""

from typing import Any


class Rejected(Exception):
    """A command that makes no sense now, or no sense at all.

    `code` is one of CODES; `fields` fill the sentence that belongs to it.
    """

    def __init__(self, code: str, **fields: Any) -> None:
        assert code in CODES, code
        self.code = code
        self.fields = fields
        super().__init__(f"{code}: {CODES[code].format_map(_Missing(fields))}")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rejected) and (self.code, self.fields) == (
            other.code,
            other.fields,
        )

    def __hash__(self) -> int:
        return hash(self.code)


class ScenarioError(ValueError):
    """A scenario that cannot be run; the message names file, key, rule and an example."""


class _Missing(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "?"


CODES: dict[str, str] = {
    "empty": "Type a command, for example: {example}.",
    "unknown_verb": "{word} is not a command; nearest: {nearest}.",
    "unknown_kind": "After {verb} one of {expected} is expected at column {column}, not {word}.",
    "missing_field": "{verb} needs {field} at column {column}, for example: {example}.",
    "unknown_field": "{verb} knows no {field}; it takes {expected}.",
    "repeated_field": "{field} is given twice.",
    "bad_value": "{field} must be {expected}, not {value} (column {column}).",
    "too_long": "{field} is longer than {limit} bytes.",
    "unknown_id": "There is no {kind} {id}; there are: {known}.",
    "already_exists": "{kind} {id} is there already.",
    "wrong_state": "{kind} {id} is {state}; {verb} needs it to be {needed}.",
    "out_of_range": "{field} must be from {low} to {high}, not {value}.",
    "too_many": "At most {limit} {kind} fit into one run.",
    "not_connected": "{a} and {b} are the same or not both part of this cluster.",
    "other_dialect": "{a} speaks {dialect_a} and {b} {dialect_b}; a link needs the same dialect.",
    "not_cut": "Nothing is cut between {a} and {b}.",
    "already_cut": "{a} and {b} are cut off from each other already.",
    "too_early": "{at} is past; now is {now}.",
    "not_here": "{verb} is not a command of a {family} scenario.",
    "kafka_refused": "Kafka refuses that for {id}: {error} (wanted {wanted}, limit {limit}).",
    "unknown_event": "{event} is not an event; nearest: {nearest}.",
}
