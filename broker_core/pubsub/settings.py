"""Settings of clients, queues and logs that change while they run: a table each."""

from collections.abc import Callable
from typing import Any, NamedTuple

from broker_core.errors import Rejected
from broker_core.events.pubsub import ClientChanged, LogChanged, QueueChanged
from broker_core.kernel.units import MICROSECONDS, parse_duration
from broker_core.pubsub import checks, outlet, queues, tapes
from broker_core.pubsub.state import Queue
from broker_core.scenario.town_schema import CARRIES
from broker_core.town import Client, Town

LONGEST_US = 10**12
Given = tuple[tuple[str, str], ...]


class Setting(NamedTuple):
    """`read` a value's text (ValueError says what is expected); `place` is the attribute that it
    becomes, `name` what the event calls it."""

    read: Callable[[str], Any]
    place: str
    name: str


def whole(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and low <= int(text[:13]) <= high):
            raise ValueError(f"a whole number from {low} to {high}")
        return int(text)

    return read


def duration(text: str) -> int:
    us = parse_duration(text)
    if us > LONGEST_US:
        raise ValueError("at most 11 days")
    return us


def one_of(*words: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in words:
            raise ValueError(" or ".join(words))
        return text

    return read


def _interval(text: str) -> int:
    """Events a second, as the time between two; 0 for none."""
    rate = whole(0, 1000)(text)
    return MICROSECONDS["s"] // rate if rate else 0


CLIENT: dict[str, Setting] = {
    "work": Setting(duration, "intake.work_us", "work_us"),
    "inbox": Setting(whole(0, 1000), "intake.limit", "inbox"),
    "keeps": Setting(str, "intake.keeps", "keeps"),
    "quality": Setting(one_of("guaranteed", "direct"), "outlet.quality", "quality"),
    "buffer": Setting(whole(1, 1000), "outlet.limit", "buffer"),
    "rate": Setting(_interval, "outlet.interval_us", "interval_us"),
    "copies": Setting(whole(1, 8), "outlet.copies", "copies"),
    "carries": Setting(one_of(*CARRIES), "outlet.carries", "carries"),
}
QUEUE: dict[str, Setting] = {
    "capacity": Setting(whole(0, 10000), "capacity", "capacity"),
    "overflow": Setting(one_of("reject", "drop_oldest", "drop_newest"), "overflow", "overflow"),
    "expiry": Setting(duration, "expiry_us", "expiry_us"),
    "most_deliveries": Setting(whole(0, 100), "most_deliveries", "most_deliveries"),
    "window": Setting(whole(1, 100), "window", "window"),
    "ack_timeout": Setting(duration, "ack_timeout_us", "ack_timeout_us"),
}


def refusal(given: Given, table: dict[str, Setting], verb: str) -> Rejected | None:
    """Why these settings cannot be set."""
    refused = checks.names(given, list(table), verb)
    if refused is not None:
        return refused
    for name, text in given:
        try:
            table[name].read(text)
        except ValueError as error:
            return Rejected(
                "bad_value", field=name, expected=str(error), value=text[:40], column=1
            )  # fmt: skip
    return None


def _put(owner: Any, path: str, value: Any) -> None:
    *way, last = path.split(".")
    for part in way:
        owner = getattr(owner, part)
    setattr(owner, last, value)


def change_client(t: Town, it: Client, given: Given) -> None:
    """A running client's settings; a program that stood still may start by it."""
    for name, text in given:
        setting = CLIENT[name]
        value = setting.read(text)
        _put(it, setting.place, value)
        t.world.cause = t.world.emit(ClientChanged, it.name, setting.name, value)
    if it.state == "up":
        outlet.start_program(t, it.name, 0)


def change_queue(t: Town, queue: Queue, given: Given) -> None:
    """A queue's rules; a wider window is used at once."""
    for name, text in given:
        setting = QUEUE[name]
        value = setting.read(text)
        _put(queue, setting.place, value)
        t.world.cause = t.world.emit(QueueChanged, queue.name, setting.name, value)
    if t.world.is_up(queue.hub):
        queues.dispatch(t, queue)


def too_small(queue: Queue, given: Given) -> Rejected | None:
    """A queue cannot become smaller than what it holds."""
    held = len(queue.waiting) + len(queue.out)
    capacity = int(dict(given).get("capacity", "0"))
    if 0 < capacity < held:
        return Rejected("out_of_range", field="capacity", low=held, high=10000, value=capacity)
    return None


def change_log(t: Town, name: str, retention_us: int) -> None:
    """How long a log keeps events, those that it has included."""
    tape = t.tapes[name]
    tape.retention_us = retention_us
    t.world.cause = t.world.emit(LogChanged, name, retention_us)
    if t.world.is_up(tape.hub):
        tapes.watch_age(t, tape)
