"""A room under fire: everybody in it says hostile things, and it answers each with a code."""

import json
from random import Random
from typing import Any

import orjson

from broker_core.errors import CODES as ENGINE_CODES
from eda_site.rooms.codes import CODES, NOTICES
from eda_site.rooms.company import Company
from eda_site.rooms.roles import ROLES
from tests.web.fuzz import hostile
from tests.web.rooms.desk import CODE, Desk

ROUNDS = 1_000
"""Messages that one room takes before another one comes: a run grows by what is done in it."""


class Siege:
    """Raises AssertionError with the seed and the text when something is wrong."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.random = Random(seed)
        self.desk = Desk(
            intents_burst=10**9,
            student_burst=10**9,
            commands=300,
            student_commands=200,
            timelines=8,
        )
        self.people = [self.desk.person(f"actor-{role}", role) for role in ROLES]
        for person in self.people:
            person.read()
        self.ids: dict[str, list[str]] = {person.viewer.actor: [] for person in self.people}

    def run(self, messages: int = ROUNDS) -> None:
        """Say so many hostile things, then see that the room is well."""
        for n in range(messages):
            person = self.random.choice(self.people)
            text = hostile.message(self.random, self.ids[person.viewer.actor])
            try:
                self._say(person, text)
                if n % 40 == 0:
                    self._begin_anew()
                    self.desk.play(0.1)
            except Exception as error:
                raise AssertionError(f"Siege({self.seed}), message {n}: {text[:500]!r}") from error
        self._is_well()

    def _begin_anew(self) -> None:
        """Everybody has their role again, and nothing is frozen: else soon nothing would be let through."""
        self.desk.room.recast(Company(CODE, students_act=self.random.random() < 0.5))
        for person, role in zip(self.people, ROLES, strict=True):
            person.viewer.role = role
            person.read()

    def _say(self, person: Any, text: str) -> None:
        role = person.viewer.role
        before = self.desk.room.timeline, len(self.desk.room.run.log), self.desk.room.company
        person.raw(text)
        self.desk.port.commit()
        answers = [m for m in person.read() if m["type"] in ("ack", "error", "notice")]
        for answer in answers:
            self._is_coded(answer)
        replies = [m for m in answers if m["type"] != "notice" and m.get("code") != "removed"]
        assert len(replies) == (0 if self._is_seen(text) else 1), replies
        if role in ("viewer", "removed"):
            assert before[:2] == (self.desk.room.timeline, len(self.desk.room.run.log))
            assert before[2] is self.desk.room.company or '"take"' in text
        for other in self.people:
            other.viewer.answers.clear()

    def _is_coded(self, answer: dict[str, Any]) -> None:
        if answer["type"] == "ack":
            return
        code = answer["code"]
        assert code != "server_error"
        assert code in (NOTICES if answer["type"] == "notice" else {*CODES, *ENGINE_CODES}), code
        assert len(json.dumps(answer)) < 20_000

    def _is_seen(self, text: str) -> bool:
        """Whether it acknowledges frames, which has no answer when it is right."""
        try:
            message = orjson.loads(text)
        except (ValueError, UnicodeEncodeError):
            return False
        if not isinstance(message, dict) or message.get("type") != "seen":
            return False
        return type(message.get("seq")) is int

    def _is_well(self) -> None:
        room, port = self.desk.room, self.desk.port
        assert not port.waiting and room.held is None
        assert len(self.desk.door.answers) <= 4_096 and not self.desk.door._known
        assert not room.run.sim.broken()
        room.recast(Company(CODE))
        room.full.clear()
        late = self.desk.person("somebody-new", "owner")
        assert any(m["type"] == "keyframe" for m in late.read())
        assert late.do("pause")["type"] == "ack"
