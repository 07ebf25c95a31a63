"""What can be changed about a service while the others run: name -> rule, words, place."""

from collections.abc import Callable
from typing import Any, NamedTuple

from broker_core.errors import Rejected
from broker_core.events.pubsub import ClientChanged
from broker_core.events.service import Changed
from broker_core.kernel.units import parse_duration
from broker_core.services.state import Service
from broker_core.town import Client, Town

Given = tuple[tuple[str, str], ...]
MOST_WORKERS = 16
MOST_INBOX = 1000
LONGEST_WORK_US = 600_000_000


class Setting(NamedTuple):
    """`read` gives the value of a text or raises ValueError; `attribute` where it stands, of the
    client's intake if `of_client`; `shown` its name in events."""

    read: Callable[[Service, str], Any]
    expected: str
    attribute: str
    shown: str
    of_client: bool = False


def _one_of(*words: str) -> Callable[[Service, str], Any]:
    def read(s: Service, text: str) -> str:
        if text not in words:
            raise ValueError
        return text

    return read


def _whole(low: int, high: int) -> Callable[[Service, str], Any]:
    def read(s: Service, text: str) -> int:
        if not text.isdecimal() or not low <= int(text[:9]) <= high:
            raise ValueError
        return int(text)

    return read


def _mode(s: Service, text: str) -> str:
    if text not in modes(s):
        raise ValueError
    return text


def _words(s: Service, text: str) -> tuple[str, ...]:
    words = tuple(word.strip() for word in text.split(",") if word.strip())
    if len(words) > 8 or any(len(word.encode()) > 64 for word in words):
        raise ValueError
    return words


def _yes(s: Service, text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError
    return text == "true"


def _duration(s: Service, text: str) -> int:
    us = parse_duration(text)
    if us > LONGEST_WORK_US:
        raise ValueError
    return us


def modes(s: Service) -> list[str]:
    """The modes that a service's handlers know; the one it is in is one of them."""
    return list(dict.fromkeys([s.mode, *(h["mode"] for h in s.handlers if h["mode"])]))


SETTINGS: dict[str, Setting] = {
    "mode": Setting(_mode, "one of the service's modes", "mode", "mode"),
    "carries": Setting(_one_of("state", "id"), "state or id", "carries", "carries"),
    "fields": Setting(_words, "words parted by commas", "fields", "fields"),
    "needs": Setting(_words, "words parted by commas", "needs", "needs"),
    "idempotent": Setting(_yes, "true or false", "idempotent", "idempotent"),
    "ordered": Setting(_yes, "true or false", "ordered", "ordered"),
    "outbox": Setting(_yes, "true or false", "uses_outbox", "outbox"),
    "workers": Setting(
        _whole(1, MOST_WORKERS), f"a whole number from 1 to {MOST_WORKERS}", "workers", "workers"
    ),
    "work": Setting(_duration, "a number with a unit, as 400ms", "work_us", "work_us", True),
    "inbox": Setting(
        _whole(0, MOST_INBOX), f"a whole number from 0 to {MOST_INBOX}", "limit", "inbox", True
    ),
}


def refusal(s: Service, verb: str, given: Given) -> Rejected | None:
    """Why these settings cannot be made, or None."""
    for name, text in given:
        setting = SETTINGS.get(name)
        if setting is None:
            return Rejected("unknown_field", verb=verb, field=name, expected=", ".join(SETTINGS))
        try:
            setting.read(s, text)
        except ValueError:
            expected = f"one of {', '.join(modes(s))}" if name == "mode" else setting.expected
            return Rejected("bad_value", field=name, expected=expected, value=text[:40], column=1)
    return None


def change(t: Town, s: Service, given: Given) -> None:
    """Make them; who waits for a worker is looked at again."""
    it: Client = t.clients[s.name]
    for name, text in given:
        setting = SETTINGS[name]
        value = setting.read(s, text)
        setattr(it.intake if setting.of_client else s, setting.attribute, value)
        if name == "carries":
            it.outlet.carries = value
        kind = ClientChanged if setting.of_client else Changed
        t.world.emit(kind, s.name, setting.shown, value)
    if t.world.is_up(s.name):
        t.world.at(t.world.now_us, "turn", s.name)
