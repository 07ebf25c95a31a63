"""What the gallery page says: its headings, the messages of each family, every sentence filled with examples.

The pictures are drawn in the browser from the stage's own registries (`static/js/ui/gallery`); the page must
have a heading for each of their things and a word where a registry leaves it to the shape.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from broker_core import town_routes
from broker_core.events import REGISTRY
from eda_site.vocabulary.catalogue import catalogue, spoken
from eda_site.vocabulary.examples import sample
from eda_site.vocabulary.families import families
from eda_site.vocabulary.formatter import Template
from eda_site.vocabulary.kinds import KINDS, UNANSWERED
from eda_site.vocabulary.narrate import formatter
from eda_site.vocabulary.sentences import DEPTHS

STATES: dict[str, Any] = {
    "slot": _("Slots of a log"),
    "line": _("Lines of a log"),
    "replica": _("Replicas"),
    "broker": _("Brokers of a cluster"),
    "member": _("Consumers"),
    "producer": _("Producers"),
    "seat": _("Seats of the quorum"),
    "share": _("Records of a share group"),
    "mark": _("Marks of a consumer"),
    "timer": _("Rings that run out"),
    "phase": _("Steps of a rebalance"),
    "hub": _("Brokers of events"),
    "client": _("Programs"),
    "service": _("Services"),
    "meshlink": _("Links between brokers"),
    "queue": _("Queues"),
    "saga": _("Business processes"),
}
"""Heading of each thing that has states."""

TOKENS: dict[str, Any] = {
    "cluster": _("Messages of a cluster"),
    "town": _("Messages of brokers, programs and services"),
    "form": _("Forms of an event"),
    "special": _("Several, refused, in doubt, lost"),
}
ACTORS: dict[str, Any] = {
    "cluster": _("Actors of a cluster"),
    "crowd": _("Actors of a crowd"),
    "town": _("Actors of brokers, programs and services"),
}
PARTS: dict[str, tuple[Any, dict[str, Any]]] = {
    "states": (_("States"), STATES),
    "tokens": (_("What travels"), TOKENS),
    "actors": (_("Actors"), ACTORS),
}
"""The parts that are drawn: title and headings."""

WORDS: dict[str, Any] = {
    "state.replica.none": _("no copy here"),
    "state.queue.up": _("has room"),
    "state.queue.full": _("full"),
    "form.fact.state": _("fact that carries its data"),
    "form.fact.id": _("fact that carries only a name to ask for"),
    "form.command.state": _("command that carries its data"),
    "form.command.id": _("command that carries only a name to ask for"),
    "form.state.state": _("whole state of a thing"),
    "form.state.id": _("state that carries only a name to ask for"),
    "token.many": _("several records in one request"),
    "token.many_events": _("several events in one message"),
    "token.refused": _("comes back refused"),
    "token.train": _("many messages on one street"),
    "token.doubt": _("nobody knows yet what became of it"),
    "token.lost": _("will not arrive"),
    "crowd": _("many of each"),
    "actor.street": _("street: the network"),
    "actor.group": _("consumer group"),
    "actor.link": _("who reads which partition"),
    "actor.quorum": _("quorum of controllers"),
    "actor.broker": _("broker"),
    "actor.log": _("one replica of a partition"),
    "actor.marks": _("marks of the group below a log"),
    "actor.locks": _("states of a share group's records"),
    "actor.producer": _("producer"),
    "actor.member": _("consumer"),
    "actor.band": _("street in a crowd"),
    "actor.column": _("broker in a crowd"),
    "actor.bars": _("replicas as bars"),
    "actor.seat": _("consumer in a crowd"),
    "actor.source": _("producer in a crowd"),
    "actor.party": _("group in a crowd"),
    "actor.townstreet": _("street between services"),
    "actor.wire": _("connection to a broker"),
    "actor.meshlink": _("link between brokers"),
    "actor.calls": _("calls between services"),
    "actor.hub": _("broker of events"),
    "actor.direct": _("direct reader's place"),
    "actor.queue": _("queue"),
    "actor.tape": _("log of events"),
    "actor.client": _("program"),
    "actor.service": _("service"),
    "actor.tree": _("topic tree"),
    "actor.sagas": _("business processes"),
    "actor.requests": _("requests and their answers"),
}
"""Words for what no registry names, by the key that the page's script asks for."""


class Told(NamedTuple):
    """One sentence: the choices that lead to it ("acks = all") and its text, filled."""

    when: str
    text: str


class Sentences(NamedTuple):
    """Everything that is said of one type of event: (depth, sentences), plain first."""

    type: str
    depths: list[tuple[str, list[Told]]]


def kinds_of_messages() -> dict[str, list[str]]:
    """Kinds of messages by the family that draws them; what both have stands in both."""
    town = {*town_routes.SERVE, *UNANSWERED, "exchange", "hello", "acknowledge"}
    shared = {"commit"}
    bare = {kind: kind.removesuffix("_reply") for kind in KINDS}
    return {
        "cluster": [kind for kind in KINDS if bare[kind] not in town or bare[kind] in shared],
        "town": [kind for kind in KINDS if bare[kind] in town],
    }


def headings() -> list[tuple[str, Any, list[tuple[str, Any, list[str]]]]]:
    """(part, its title, its headings) with, for messages, the kinds that stand below each."""
    kinds = kinds_of_messages()
    return [
        (
            part,
            title,
            [
                (of, name, kinds.get(of, []) if part == "tokens" else [])
                for of, name in below.items()
            ],
        )
        for part, (title, below) in PARTS.items()
    ]


def narration(lang: str) -> list[tuple[str, Any, list[Sentences]]]:
    """(family, its name, its events) with every sentence in its three depths."""
    told = catalogue(spoken(lang)).data["sentences"]
    return [
        (
            family,
            name,
            [
                Sentences(
                    kind, [(depth, list(_told(told[kind][depth], kind, lang))) for depth in DEPTHS]
                )
                for kind in REGISTRY
                if kind.partition(".")[0] == family
            ],
        )
        for family, name in families()
    ]


def _told(template: Template, kind: str, lang: str) -> Iterator[Told]:
    fill = formatter(spoken(lang)).fill
    for choices, text in _endings(template):
        event = sample(kind)
        for path, value in choices:
            if value != "other":
                _put(event, path, value)
        when = ", ".join(f"{path.partition('|')[0]} = {value}" for path, value in choices)
        yield Told(when, fill(text, event))


def _endings(
    template: Template, chosen: tuple[tuple[str, str], ...] = ()
) -> Iterator[tuple[tuple[tuple[str, str], ...], str]]:
    if isinstance(template, str):
        yield chosen, template
        return
    for value, part in template.items():
        if value != "by":
            yield from _endings(part, (*chosen, (template["by"], value)))


def _put(event: dict[str, Any], by: str, value: str) -> None:
    """The example as it must be for this choice; what a filter counts is made that long."""
    path, _bar, through = by.partition("|")
    *upper, last = path.split(".")
    here: Any = event
    for name in upper:
        here[name] = dict(here[name]) if isinstance(here.get(name), Mapping) else {}
        here = here[name]
    if through == "count":
        here[last] = list(here.get(last) or [1])[: int(value)] if value.isdecimal() else []
    elif not through:
        try:
            here[last] = json.loads(value)
        except ValueError:
            here[last] = value
