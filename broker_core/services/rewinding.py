"""A service reads its log anew from the start, with empty stores."""

from broker_core.events.pubsub import ReadingBegan
from broker_core.events.service import Rewound
from broker_core.services.state import Service
from broker_core.town import Town


def log_of(t: Town, service: str) -> str:
    """The log that a service reads, "" for none."""
    return next(iter(t.clients[service].intake.readers), "")


def rewind(t: Town, s: Service, until: int) -> None:
    """Do it as soon as the work in hand is done."""
    s.rewinding = (log_of(t, s.name), until)
    t.world.at(t.world.now_us, "turn", s.name)


def due(t: Town, s: Service) -> bool:
    """Whether a rewind is asked for and no worker is busy with the log any more."""
    if s.rewinding is None:
        return False
    work = t.clients[s.name].intake.work.values()
    return not any(row.way == "log" and row.place == s.rewinding[0] for row in work)


def do(t: Town, s: Service) -> None:
    """Empty the stores and what was read ahead, and begin at the log's start."""
    log, until = s.rewinding
    s.rewinding = None
    tape, box = t.tapes[log], t.clients[s.name].intake
    box.inbox = [row for row in box.inbox if (row.way, row.place) != ("log", log)]
    for store in s.stores:
        s.stores[store] = {}
    s.applied, s.answers = {}, {}
    end = tape.end if until < 0 else until
    rest = tuple((row.event, row.way, row.place, row.delivery) for row in box.inbox)
    t.world.cause = t.world.emit(Rewound, s.name, log, end, rest)
    reader = box.readers[log]
    reader.position, reader.until, reader.idle = tape.start, until, False
    committed = tape.committed.get(s.name, -1)
    t.world.cause = t.world.emit(ReadingBegan, log, s.name, tape.start, committed, "earliest")
    t.world.at(t.world.now_us, "poll", s.name)
