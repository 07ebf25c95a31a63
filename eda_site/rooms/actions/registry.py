"""How an action is declared.

    @action("speed", DRIVE, needs={"factor_permille": integer(250, 8000)})
    def speed(room, intent): ...

An action either does its work at once, or is a generator: it yields None where long work may be
interrupted, and a `Store` for what must be saved before it goes on. The room is held meanwhile.
It raises Refused (or the engine's Rejected) before it changes anything.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from eda_site.rooms.port import Store
from eda_site.rooms.services import By
from eda_site.rooms.shapes import Fits, Shape
from eda_site.rooms.viewer import Viewer

if TYPE_CHECKING:
    from eda_site.rooms.room import Room


class Intent(NamedTuple):
    """What somebody wants: checked in shape, role and rate."""

    viewer: Viewer
    id: str
    fields: dict[str, Any]

    @property
    def actor(self) -> str:
        return self.viewer.actor

    @property
    def by(self) -> By:
        return By(self.actor, self.id)


Work = Generator[Store | None, None, None]
Body = Callable[["Room", Intent], Work | None]
RightOf = Callable[[dict[str, Any]], str]
"""The right that an intent with these fields needs."""


@dataclass(frozen=True)
class Action:
    type: str
    right: str | RightOf
    shape: Shape
    run: Body
    answered: bool

    def right_for(self, fields: dict[str, Any]) -> str:
        """The right that this intent needs; `fields` have their shape."""
        return self.right if isinstance(self.right, str) else self.right(fields)


ACTIONS: dict[str, Action] = {}


def action(
    type_name: str,
    right: str | RightOf,
    needs: dict[str, Fits] | None = None,
    takes: dict[str, Fits] | None = None,
    answered: bool = True,
) -> Callable[[Body], Body]:
    """Register an action; `answered` is False for those that get no ack."""

    def register(run: Body) -> Body:
        assert type_name not in ACTIONS, type_name
        ACTIONS[type_name] = Action(
            type_name, right, Shape(needs or {}, takes or {}), run, answered
        )
        return run

    return register
