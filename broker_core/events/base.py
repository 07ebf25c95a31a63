"""How an event is declared: a named tuple with a header, its fields and its effects.

    @event("broker.crashed", Set("brokers.{broker}.state", value="down"))
    class BrokerCrashed(Event):
        \"\"\"A broker's process died; what it had in memory is gone.\"\"\"

        broker: int

Every event carries `seq` (1, 2, 3 …), `at_us` (virtual microseconds), `cause` (the seq of the
event that led to it, or "cmd:n"), `also` (further seqs) and `because` (the configuration keys
that were read for the decision).
"""

from collections import namedtuple
from collections.abc import Callable, Iterator
from typing import Annotated, Any, ClassVar, TypeVar, dataclass_transform, get_type_hints

from broker_core.events.effects import Effect

Name = Annotated[str, "name"]
"""An id, key or word out of a small set: travels as an index into the run's name table."""
Json = Annotated[Any, "json"]
"""Small immutable JSON-able data (tuples, not lists, inside the engine)."""

HEADER = ("seq", "type", "at_us", "cause", "also", "because")
_LEAD = ("seq", "at_us", "cause", "also", "because")
Cause = int | str | None


class Event:
    """Base for declarations only; at run time each event is a plain tuple with these names."""

    seq: int
    at_us: int
    cause: Cause
    also: tuple[int, ...]
    because: tuple[str, ...]
    type: ClassVar[str]
    fields: ClassVar[tuple[str, ...]]
    kinds: ClassVar[tuple[str, ...]]
    effects: ClassVar[tuple[Effect, ...]]
    doc: ClassVar[str]


REGISTRY: dict[str, type[Any]] = {}
"""Every declared event class by its type, in order of declaration."""

C = TypeVar("C")


def _kind(hint: Any) -> str:
    if hint is None:
        return "json"
    for word in getattr(hint, "__metadata__", ()):
        return str(word)
    for part in getattr(hint, "__args__", ()):
        for word in getattr(part, "__metadata__", ()):
            return str(word)
    return "int" if hint in (int, bool) or int in getattr(hint, "__args__", ()) else "text"


@dataclass_transform(frozen_default=True)
def event(type_name: str, *effects: Effect) -> Callable[[type[C]], type[C]]:
    """Declare an event: its dotted name and its effects, none where it does nothing to the view.

    Raises ValueError for a name used twice or an effect that names no field of the event.
    """

    def declare(cls: type[C]) -> type[C]:
        hints = get_type_hints(cls, include_extras=True)
        own = tuple(name for name in cls.__annotations__)
        base = namedtuple(cls.__name__, _LEAD + own)  # type: ignore[misc]
        made = type(
            cls.__name__,
            (base,),
            {
                "__slots__": (),
                "__doc__": cls.__doc__,
                "__module__": cls.__module__,
                "type": type_name,
                "fields": own,
                "kinds": tuple(_kind(hints[name]) for name in own),
                "effects": effects,
                "doc": (cls.__doc__ or "").strip(),
            },
        )
        if type_name in REGISTRY:
            raise ValueError(f"event {type_name} is declared twice")
        for effect in effects:
            for name in _names_used(effect):
                if name not in own and name not in _LEAD:
                    raise ValueError(f"event {type_name} has no field {name!r}")
        REGISTRY[type_name] = made
        return made

    return declare


def _names_used(effect: Effect) -> Iterator[str]:
    for segment in effect.path.split("."):
        if segment.startswith("{"):
            yield segment[1:-1]
    for attribute in ("field", "from_field", "below_field", "listed_field", "until", "unless"):
        name = getattr(effect, attribute, None)
        if name is not None:
            yield name
    yield from getattr(effect, "fields", ())


def to_dict(item: Any) -> dict[str, Any]:
    """An event as one JSON-able mapping, the header first; empty `also` and `because` left out."""
    out: dict[str, Any] = {
        "seq": item.seq,
        "type": item.type,
        "at_us": item.at_us,
        "cause": item.cause,
    }
    if item.also:
        out["also"] = list(item.also)
    if item.because:
        out["because"] = list(item.because)
    for name in item.fields:
        out[name] = getattr(item, name)
    return out
