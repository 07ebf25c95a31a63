"""Events, what they are meant as, what they carry, and who is decoupled by them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

CARDS: dict[str, dict[str, Any]] = {
    "event": {
        "title": _("Event"),
        "text": _(
            "A change that has happened, told to whoever asked: OrderPlaced, ItemRemoved. It is named in "
            "the past tense, never changes afterwards, and says nothing about what others should do."
        ),
        "not": _("A command, which asks for something that has not happened yet."),
        "kafka": _("written as a record; many use both words for it"),
    },
    "fact": {
        "title": _("Fact"),
        "text": _(
            "A message that says what happened. Its sender is done whether anybody listens or not. Nobody "
            "can refuse a fact, since it is already true."
        ),
        "not": _("A state message, which says how things stand and not what changed."),
        "kafka": _("nothing marks it: the name and the agreement do"),
    },
    "command": {
        "title": _("Command"),
        "text": _(
            "A message that asks for something to be done: RemoveItem. It has one addressee, which may "
            "refuse. Its sender usually waits for, or at least expects, an answer."
        ),
        "not": _("A fact: what is asked for may never happen."),
        "kafka": _("nothing marks it: often a topic of its own for each receiver"),
    },
    "state message": {
        "title": _("State message"),
        "text": _(
            "A message that says how something stands now: Cart with 2 items. The newest replaces all "
            "before it, so a reader may miss some, yet cannot tell what happened in between."
        ),
        "not": _("An event, of which none may be missed when they are added up."),
        "kafka": _("cleanup.policy = compact keeps at least the newest of a key"),
    },
    "event-carried state": {
        "title": _("Event-carried state"),
        "text": _(
            "A fat event holds all that its readers need. They work even while the source is down, but "
            "with what was true when it was published; meanwhile the source may have changed."
        ),
        "not": _("The source's present state: only the source has that."),
        "kafka": _("the record's value; max.message.bytes = 1048588"),
    },
    "identifier event": {
        "title": _("Identifier event"),
        "text": _(
            "A thin event says that something happened to a key, no more. Each reader calls the source for "
            "the rest: always fresh, but the source must be up and answers every reader."
        ),
        "not": _("A small event: what counts is whether readers have to ask back."),
        "kafka": _("a record with a key and hardly a value"),
    },
    "schema change": {
        "title": _("Schema change"),
        "text": _(
            "Publisher and readers share the shape of an event. Adding an optional field is harmless; "
            "renaming or removing one breaks every reader that needs it, even those that nobody thought "
            "of."
        ),
        "not": _("A new version of a service, which others need not notice."),
        "kafka": _("brokers do not check values; a schema registry is a separate product"),
    },
    "decoupling": {
        "title": _("Decoupling"),
        "text": _(
            "Publisher and reader need not know each other, be up at the same time, or be equally many. "
            "They still share two things: the broker and the shape of events."
        ),
        "not": _("Independence from everything: a dead broker stops them all."),
        "kafka": _("producers and consumers know topics and brokers, never each other"),
    },
    "publisher": {
        "title": _("Publisher"),
        "text": _(
            "A program that hands events to its broker under a topic. It names no receiver, waits for no "
            "reader, and does not change when readers come or go."
        ),
        "not": _("A caller, which waits for somebody's answer."),
        "kafka": _("producer"),
    },
    "subscriber": {
        "title": _("Subscriber"),
        "text": _(
            "A program that has told its broker which topics interest it. It gets one copy per "
            "subscription place, however many publishers there are, and knows none of them."
        ),
        "not": _("A consumer of a queue that others share: those compete for copies."),
        "kafka": _("consumer, which asks for records itself"),
    },
    "deferred execution": {
        "title": _("Deferred execution"),
        "text": _(
            "The publisher is done once the broker keeps the event; the work is done later, at the "
            "reader's pace. An outage of the reader becomes a delay, if the event waits in a queue or log."
        ),
        "not": _("Faster execution: accepted sooner is not finished sooner."),
        "kafka": _("records wait in the partition as long as retention allows"),
    },
    "narrow subscription": {
        "title": _("Subscribe narrowly"),
        "text": _(
            "First rule: choose the filter so narrow that the broker does the sorting. What a reader "
            "receives only to throw away has cost the broker, the network and the reader."
        ),
        "not": _("A filter in the reader's own code, which comes too late to save anything."),
        "kafka": _("consumers get whole partitions: there, the topic is the only filter"),
    },
    "publish once": {
        "title": _("Publish once"),
        "text": _(
            "Second rule: publish each event once, to one topic, and let the broker make the copies. "
            "Copies to several topics tie the publisher to its readers and can contradict each other."
        ),
        "not": _("Sending again after silence: that is the same event, recognised by its number."),
        "kafka": _("one record, read by any number of groups"),
    },
    "event sourcing": {
        "title": _("Event sourcing"),
        "text": _(
            "Facts are kept in order, and state is what they add up to. Emptying a store and reading the "
            "tape again gives the same state, or that of any earlier moment."
        ),
        "not": _("A backup: the log is the source, the store its summary."),
        "kafka": _("needs retention.ms = -1; compaction would drop earlier facts of a key"),
    },
}
