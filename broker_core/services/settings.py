"""What can be changed about a service while the others run."""

from typing import Any

from broker_core.errors import Rejected
from broker_core.events.service import Changed
from broker_core.pubsub import settings as clients
from broker_core.pubsub.places import own_place
from broker_core.pubsub.settings import CLIENT, Given, Setting, one_of, whole
from broker_core.scenario.town_schema import CARRIES
from broker_core.services.operations import conducted, modes
from broker_core.services.state import Service
from broker_core.town import Town

MOST_WORKERS = 16


def _words(text: str) -> tuple[str, ...]:
    words = tuple(word.strip() for word in text.split(",") if word.strip())
    if len(words) > 8 or any(len(word.encode()) > 64 for word in words):
        raise ValueError("at most 8 words parted by commas")
    return words


def _yes(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError("true or false")
    return text == "true"


SERVICE: dict[str, Setting] = {
    "mode": Setting(str, "mode", "mode"),
    "carries": Setting(one_of(*CARRIES), "carries", "carries"),
    "fields": Setting(_words, "fields", "fields"),
    "needs": Setting(_words, "needs", "needs"),
    "idempotent": Setting(_yes, "idempotent", "idempotent"),
    "ordered": Setting(_yes, "ordered", "ordered"),
    "outbox": Setting(_yes, "uses_outbox", "outbox"),
    "workers": Setting(whole(1, MOST_WORKERS), "workers", "workers"),
}
"""What only services have; the rest of what can be set is the client's (pubsub.settings)."""

CONDUCTOR: dict[str, Setting] = {"durable": Setting(_yes, "durable", "durable")}
"""What only the conductor of a process has: whether its memory of it outlives it."""


def refusal(t: Town, s: Service, verb: str, given: Given) -> Rejected | None:
    """Why these settings cannot be made, or None."""
    mode = dict(given).get("mode", s.mode)
    if mode not in modes(s):
        expected = f"one of {', '.join(modes(s))}"
        return Rejected("bad_value", field="mode", expected=expected, value=mode[:40], column=1)
    own = CONDUCTOR if conducted(t, s) else {}
    return clients.refusal(given, {**SERVICE, **own, **CLIENT}, verb)


def change(t: Town, s: Service, given: Given) -> None:
    """Make them; who waits for a worker is looked at again."""
    it = t.clients[s.name]
    for name, text in given:
        setting = SERVICE.get(name) or CONDUCTOR.get(name)
        if setting is None:
            clients.change_client(t, it, ((name, text),))
            continue
        value = setting.read(text)
        _put(t, s, setting, value)
        t.world.emit(Changed, s.name, setting.name, value)
    _widen(t, s)
    if t.world.is_up(s.name):
        t.world.at(t.world.now_us, "turn", s.name)


def _put(t: Town, s: Service, setting: Setting, value: Any) -> None:
    if setting.place == "durable":
        for name in conducted(t, s):
            t.definitions[name] = {**t.definitions[name], "durable": value}
        return
    setattr(s, setting.place, value)
    if setting.place == "carries":
        t.clients[s.name].outlet.carries = value


def _widen(t: Town, s: Service) -> None:
    """A service's own queue gives it as many events at once as it has workers."""
    queue = t.queues.get(own_place(s.name, "queue"))
    if queue is not None and queue.window < s.workers:
        clients.change_queue(t, queue, (("window", str(s.workers)),))
