"""Sentences for the messages of the families pubsub, mesh and services, by kind.

A kind that Kafka's family has too (`commit`, `sync`) is told apart by the connection's purpose.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from eda_site.vocabulary.sentences import replies, requests

_SYNC = _(
    "The link is up again, so {source|process} tells {target|process} everything that it knows."
)
_SYNC_REPLY = _("{source|Process} tells {target|process} everything that it knows in turn.")
_SYNC_PRECISE = _(
    "{source|Process} sends {target|process} all interest and all link states with their versions; of "
    "each, the newer one wins on both sides."
)
_REFUSED = _("{source|Process} refuses {target|process}, because {summary.error|error}.")
_REFUSED_PRECISE = _("{kind} from {source|process} to {target|process}: {summary.error}.")


def _answer(good: Any, refused: Any = _REFUSED) -> dict[str, Any]:
    """An answer says why not in its summary's `error`, which is absent or empty where all is well."""
    return {"by": "summary.error", "null": good, "": good, "other": refused}


def _precise(good: Any) -> dict[str, Any]:
    return _answer(good, _REFUSED_PRECISE)


PLAIN: dict[str, Any] = {
    "attach": {
        "by": "summary.wants",
        "0": _("{source|Process} attaches to {target|process}, to publish there."),
        "other": _("{source|Process} attaches to {target|process} and says what it asks for."),
    },
    "detach": _("{source|Process} tells {target|process} that it leaves."),
    "subscribe": {
        "by": "summary.filter",
        "null": _("{source|Process} tells {target|process} what it asks for."),
        "other": _("{source|Process} asks {target|process} for what {summary.filter} selects."),
    },
    "unsubscribe": {
        "by": "summary.filter",
        "null": _("{source|Process} tells {target|process} what it no longer asks for."),
        "other": _("{source|Process} no longer asks {target|process} for {summary.filter}."),
    },
    "publish": _(
        "{source|Process} sends {summary.name|event} to {target|process}, whoever may get it."
    ),
    "deliver": _("{source|Process} pushes {summary.name|event} to {target|process}."),
    "acknowledge": _(
        "{source|Process} tells {target|process} that it is done with {summary.name|event}."
    ),
    "poll": _("{source|Process} is ready, so it asks {target|process} for the log's next events."),
    "commit": {
        "by": "purpose",
        "log": _(
            "{source|Process} asks {target|process} to keep offset {summary.offset} of log {summary.log}."
        ),
        "other": requests.PLAIN["commit"],
    },
    "hello": _("{source|Process} asks {target|process} whether their link is alive."),
    "interest": _("{source|Process} tells {target|process} who asked for what."),
    "link_state": _("{source|Process} tells {target|process} which links are up."),
    "exchange": _SYNC,
    "sync": {"by": "purpose", "mesh": _SYNC, "other": requests.PLAIN["sync"]},
    "forward": _(
        "Somebody there or beyond asked, so {source|process} sends {summary.name|event} on to "
        "{target|process}."
    ),
    "call": {
        "by": "summary.name",
        "lookup": _("{source|Process} asks {target|process} for the details and waits."),
        "other": _("{source|Process} calls “{summary.name}” at {target|process} and waits."),
    },
}

PLAIN_REPLIES: dict[str, Any] = {
    "attach": _("{source|Process} tells {target|process} that it is attached."),
    "subscribe": _("{source|Process} tells {target|process} that its interest is kept."),
    "unsubscribe": _("{source|Process} tells {target|process} that its interest is forgotten."),
    "publish": _("{source|Process} tells {target|process} that it keeps {summary.name|event}."),
    "poll": {
        "by": "summary.count",
        "null": _("{source|Process} has nothing new in log {summary.log} for {target|process}."),
        "1": _("{source|Process} sends {target|process} 1 event of log {summary.log}."),
        "other": _(
            "{source|Process} sends {target|process} {summary.count} events of log {summary.log}."
        ),
    },
    "hello": _("{source|Process} tells {target|process} that their link is alive."),
    "exchange": _SYNC_REPLY,
    "forward": _("{source|Process} tells {target|process} that it has {summary.name|event}."),
    "call": {
        "by": "summary.outcome",
        "ok": {
            "by": "summary.name",
            "lookup": _("{source|Process} tells {target|process} the details."),
            "other": _("{source|Process} answers {target|process}: “{summary.name}” is done."),
        },
        "refused": _("{source|Process} answers {target|process}: “{summary.name}” is refused."),
        "other": _("{source|Process} answers {target|process}: “{summary.name}” failed."),
    },
}

PRECISE: dict[str, Any] = {
    "attach": _(
        "attach from {source|process} to {target|process}: its subscriptions and the queues it reads; "
        "without an answer again after attach_retry."
    ),
    "detach": _(
        "detach from {source|process} to {target|process}: an orderly goodbye; nobody has to wait for a "
        "timeout."
    ),
    "subscribe": _(
        "subscribe from {source|process} to {target|process}: a filter and how it is remembered (direct, "
        "queue or log)."
    ),
    "unsubscribe": _("unsubscribe from {source|process} to {target|process}: a filter."),
    "publish": _(
        "publish from {source|process} to {target|process}: {summary.name|event}, event {summary.event}, "
        "on {summary.topic}. The topic is its whole address."
    ),
    "deliver": _(
        "deliver from {source|process} to {target|process}: event {summary.event} "
        "({summary.name|event}), pushed without being asked for at this moment."
    ),
    "acknowledge": _(
        "acknowledge from {source|process} to {target|process}: event {summary.event} is done; if this "
        "is lost, the queue gives the event out again."
    ),
    "poll": _(
        "poll from {source|process} to {target|process}: log {summary.log} from {summary.position} on (-1: "
        "where its committed offset is), at most most_records events; again after poll_every."
    ),
    "commit": {
        "by": "purpose",
        "log": _(
            "Committed offset of {source|process} in log {summary.log}: {summary.offset}, the next event to "
            "read after a restart; {target|process} keeps it."
        ),
        "other": requests.PRECISE["commit"],
    },
    "hello": _(
        "hello from {source|process} to {target|process} every link_hello; without an answer within "
        "link_timeout the link counts as down."
    ),
    "interest": _(
        "interest from {source|process} to {target|process}: filters of one broker with a version, "
        "passed on over every link, learned once."
    ),
    "link_state": _(
        "link_state from {source|process} to {target|process}: a broker's links with a version; routes "
        "follow from all of them."
    ),
    "exchange": _SYNC_PRECISE,
    "sync": {"by": "purpose", "mesh": _SYNC_PRECISE, "other": requests.PRECISE["sync"]},
    "forward": _(
        "forward from {source|process} to {target|process}: event {summary.event} "
        "({summary.name|event}), once over this link for all brokers beyond it that asked."
    ),
    "call": _(
        "call from {source|process} to {target|process}, correlation {summary.correlation}: synchronous, "
        "so one worker of {source|process} waits (request_timeout)."
    ),
}

PRECISE_REPLIES: dict[str, Any] = {
    "attach": _(
        "Answer of {source|process} to {target|process}: attached; pushes may come from now on."
    ),
    "subscribe": _("Answer of {source|process} to {target|process}: the subscription is kept."),
    "unsubscribe": _("Answer of {source|process} to {target|process}: the subscription is gone."),
    "publish": _(
        "Confirmation of {source|process} to {target|process} for event {summary.event}: kept for every "
        "queue and log that asked; no word on readers."
    ),
    "poll": _(
        "Answer of {source|process} to {target|process}: events by offset and the log's end; in the log "
        "they stay."
    ),
    "hello": _("Answer of {source|process} to {target|process}: the link is up."),
    "exchange": _SYNC_PRECISE,
    "forward": _(
        "Answer of {source|process} to {target|process}: event {summary.event} is here; without it, "
        "{target|process} would try another way."
    ),
    "call": _(
        "Answer of {source|process} to {target|process} on {summary.name}: {summary.outcome}; the waiting "
        "worker goes on."
    ),
}

PLAIN |= {f"{kind}_reply": _answer(text) for kind, text in PLAIN_REPLIES.items()}
PLAIN |= {
    "commit_reply": {
        "by": "purpose",
        "log": _answer(_("{source|Process} tells {target|process} that its offset is kept.")),
        "other": replies.PLAIN["commit_reply"],
    },
    "sync_reply": {"by": "purpose", "mesh": _SYNC_REPLY, "other": replies.PLAIN["sync_reply"]},
}
PRECISE |= {f"{kind}_reply": _precise(text) for kind, text in PRECISE_REPLIES.items()}
PRECISE |= {
    "commit_reply": {
        "by": "purpose",
        "log": _precise(
            _(
                "Answer of {source|process} to {target|process}: the committed offset is kept at the log's "
                "broker."
            )
        ),
        "other": replies.PRECISE["commit_reply"],
    },
    "sync_reply": {
        "by": "purpose",
        "mesh": _SYNC_PRECISE,
        "other": replies.PRECISE["sync_reply"],
    },
}
