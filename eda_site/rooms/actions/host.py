"""What the people who run a room do about the others: lock, freeze, renew, send out, hand over."""

from dataclasses import replace
from typing import Any

from eda_site.rooms import company_store, tokens, wire
from eda_site.rooms.actions.people import check_seats, seated
from eda_site.rooms.actions.registry import Intent, Store, Work, action
from eda_site.rooms.codes import Refused
from eda_site.rooms.company import Company, person_of, person_row
from eda_site.rooms.roles import CO_PRESENTER, DRIVERS, HOST, HOSTS, MANAGE, REMOVED
from eda_site.rooms.room import Room
from eda_site.rooms.shapes import boolean, text

PERSON = {"person": text(16)}


@action("people", MANAGE)
def people(room: Room, intent: Intent) -> None:
    """Tell the asker who is here: handles and roles, drivers first."""
    roles = {viewer.actor: viewer.role for viewer in room.viewers}
    away = {actor: role for actor, role in room.company.seats.items() if actor not in roles}
    rows = [
        person_row(room.code, actor, role, here, actor == intent.actor)
        for group, here in ((roles, True), (away, False))
        for actor, role in group.items()
    ]
    rows.sort(key=lambda row: (row["role"] not in DRIVERS, not row["here"], row["handle"]))
    intent.viewer.answer(wire.notice("people", {"people": rows}))


@action("lock", MANAGE, needs={"on": boolean})
def lock(room: Room, intent: Intent) -> Work:
    """Nobody new comes in; who was here may come back."""
    yield from change(room, replace(room.company, locked=intent.fields["on"]))


@action("freeze", MANAGE, needs={"on": boolean})
def freeze(room: Room, intent: Intent) -> Work:
    """Only the owner or presenter does anything, until it is taken back."""
    yield from change(room, replace(room.company, frozen=intent.fields["on"]))


@action("let_act", MANAGE, needs={"on": boolean})
def let_act(room: Room, intent: Intent) -> Work:
    """Let students publish records, and nothing else."""
    yield from change(room, replace(room.company, students_act=intent.fields["on"]))


@action("new_code", MANAGE)
def new_code(room: Room, intent: Intent) -> Work:
    """Another code lets people in from now on; the old one leads nowhere."""
    yield from change(room, replace(room.company, code=tokens.new_code()))


@action("remove", MANAGE, needs=PERSON)
def remove(room: Room, intent: Intent) -> Work:
    """Send somebody out. Only the owner or presenter sends out who drives too."""
    actor, role = find(room, intent.fields["person"])
    if role in HOSTS or (role == CO_PRESENTER and intent.viewer.role not in HOSTS):
        raise Refused("not_allowed", role=intent.viewer.role)
    if actor not in room.company.seats:
        check_seats(room)
    yield from change(room, seated(room.company, actor, REMOVED))


@action("let_in", MANAGE, needs=PERSON)
def let_in(room: Room, intent: Intent) -> Work:
    """Somebody who was sent out may come again."""
    actor, role = find(room, intent.fields["person"])
    if role == REMOVED:
        yield from change(room, seated(room.company, actor, None))


@action("hand_over", HOST, needs=PERSON)
def hand_over(room: Room, intent: Intent) -> Work:
    """Make somebody who is here the owner or presenter instead, who gets a way back of their own.

    Who gave the room away stays as co-presenter; the former way back ends.
    """
    actor, role = find(room, intent.fields["person"])
    if actor == intent.actor or role == REMOVED or not _is_here(room, actor):
        raise Refused("no_such_person", person=intent.fields["person"])
    check_seats(room)
    key = tokens.new_key()
    company = replace(room.company, owner_hash=tokens.key_hash(key))
    hosts = [seat for seat, held in company.seats.items() if held in HOSTS]
    for giver in {*hosts, intent.actor}:
        company = seated(company, giver, CO_PRESENTER)
    yield from change(room, seated(company, actor, company.owner_role))
    _tell_way_back(room, actor, key)


@action("invite", HOST)
def invite(room: Room, intent: Intent) -> Work:
    """Make a link that turns the first who follows it into a co-presenter."""
    check_seats(room)
    key = tokens.new_key()
    args = (room.id, tokens.key_hash(key), CO_PRESENTER)
    yield Store(company_store.pass_create, company_store.pass_retract, args)
    path = f"/r/{room.code}/pass/{tokens.pass_token(room.code, key)}/"
    intent.viewer.answer(wire.notice("pass", {"path": path}))


@action("way_back", HOST)
def way_back(room: Room, intent: Intent) -> Work:
    """Make a new recovery link; the former one ends, and this browser keeps its role by its seat."""
    key = tokens.new_key()
    company = seated(room.company, intent.actor, room.company.owner_role)
    yield from change(room, replace(company, owner_hash=tokens.key_hash(key)))
    _tell_way_back(room, intent.actor, key)


def change(room: Room, company: Company) -> Work:
    """Save other rules or roles, then let them hold."""
    args = (room.id, room.company, company)
    yield Store(company_store.company_save, company_store.company_restore, args)
    room.recast(company)


def find(room: Room, person: Any) -> tuple[str, str]:
    """(actor, role) of a person who is here or whom the room remembers. Raises Refused."""
    roles = {**room.company.seats, **{viewer.actor: viewer.role for viewer in room.viewers}}
    for actor, role in roles.items():
        if person_of(room.code, actor) == person:
            return actor, role
    raise Refused("no_such_person", person=person)


def _is_here(room: Room, actor: str) -> bool:
    return any(viewer.actor == actor for viewer in room.viewers)


def _tell_way_back(room: Room, actor: str, key: str) -> None:
    path = f"/r/{room.code}/recover/{tokens.recovery_token(room.code, key)}/"
    for viewer in room.viewers:
        if viewer.actor == actor:
            viewer.answer(wire.notice("way_back", {"path": path}))
