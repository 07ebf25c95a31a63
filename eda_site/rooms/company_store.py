"""What is stored of a room's people: reads for pages and loading, writes for the writer's thread."""

from typing import NamedTuple

from eda_site.rooms.codes import Refused
from eda_site.rooms.company import Company
from eda_site.rooms.models import Crowd, Pass, Room, Seat


class Found(NamedTuple):
    """A room as the way in needs it."""

    room: Room
    company: Company


def room_by_code(code: str) -> Found | None:
    """The room that this code leads to, be it the code of today or the room's own address."""
    crowd = Crowd.objects.select_related("room").filter(code=code).first()
    room = crowd.room if crowd is not None else Room.objects.filter(code=code).first()
    return Found(room, company_of(room)) if room is not None else None


def code_taken(code: str) -> bool:
    """Whether a code leads, or has led, anywhere."""
    return Room.objects.filter(code=code).exists() or Crowd.objects.filter(code=code).exists()


def company_of(room: Room) -> Company:
    """The people of a stored room."""
    crowd = Crowd.objects.filter(room=room).first() or Crowd(room=room, code=room.code)
    return Company(
        code=crowd.code,
        owner_hash=room.owner_hash,
        owner_role=room.owner_role,
        locked=crowd.locked,
        frozen=crowd.frozen,
        students_act=crowd.students_act,
        seats=dict(Seat.objects.filter(room=room).values_list("actor", "role")),
    )


def company_save(room_id: int, old: Company, new: Company) -> None:
    """Store what differs."""
    Room.objects.filter(pk=room_id).update(owner_hash=new.owner_hash, owner_role=new.owner_role)
    switches = {name: getattr(new, name) for name in ("code", "locked", "frozen", "students_act")}
    Crowd.objects.update_or_create(room_id=room_id, defaults=switches)
    for actor in old.seats.keys() | new.seats.keys():
        role = new.seats.get(actor)
        if role is None:
            Seat.objects.filter(room_id=room_id, actor=actor).delete()
        elif role != old.seats.get(actor):
            Seat.objects.update_or_create(room_id=room_id, actor=actor, defaults={"role": role})


def company_restore(room_id: int, old: Company, new: Company) -> None:
    """Take back what `company_save` stored too late to be told."""
    company_save(room_id, new, old)


def pass_create(room_id: int, key_hash: str, role: str) -> None:
    Pass.objects.create(room_id=room_id, key_hash=key_hash, role=role)


def pass_is_open(room: Room, key_hash: str) -> bool:
    """Whether nobody has taken a one-time link yet."""
    return Pass.objects.filter(room=room, key_hash=key_hash).exists()


def pass_retract(room_id: int, key_hash: str, role: str) -> None:
    Pass.objects.filter(room_id=room_id, key_hash=key_hash).delete()


def pass_take(room_id: int, key_hash: str, role: str, actor: str) -> None:
    """Turn a pass into a seat; refused when there is none (any more)."""
    gone, _ = Pass.objects.filter(room_id=room_id, key_hash=key_hash, role=role).delete()
    if not gone:
        raise Refused("pass_used")
    Seat.objects.update_or_create(room_id=room_id, actor=actor, defaults={"role": role})


def pass_give_back(room_id: int, key_hash: str, role: str, actor: str) -> None:
    """The seat becomes a pass again, if `pass_take` had made it one."""
    if Seat.objects.filter(room_id=room_id, actor=actor, role=role).delete()[0]:
        pass_create(room_id, key_hash, role)
