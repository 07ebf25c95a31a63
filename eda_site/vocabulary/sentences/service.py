"""Services: who asks whom, and who waits for whom."""

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, dict[str, Any]] = {
    "service.declared": {
        "plain": {
            "by": "workers",
            "1": _("Service {service} has its place, with one worker and stores of its own."),
            "other": _(
                "Service {service} has its place, with {workers} workers and stores of its own."
            ),
        },
        "precise": {
            "by": "mode",
            "": _("Service {service}: workers {workers}, deployment {deployed}."),
            "other": _(
                "Service {service}: handlers of mode {mode}, workers {workers}, deployment {deployed}."
            ),
        },
    },
    "service.changed": {
        "plain": {
            "by": "setting",
            "mode": {
                "by": "value",
                "calls": _("{service} now calls the others and waits for each answer."),
                "events": _("{service} now publishes events and waits for no other service."),
                "other": _("{service} now works in mode {value}."),
            },
            "workers": _("{service} now works with {value} side by side."),
            "carries": {
                "by": "value",
                "id": _("Events of {service} now carry an identifier only."),
                "other": _("Events of {service} now carry the state that readers need."),
            },
            "idempotent": {
                "by": "value",
                "true": _("{service} now recognises an event that it has applied before."),
                "other": _("{service} now applies an event as often as it comes."),
            },
            "ordered": {
                "by": "value",
                "true": _("{service} now keeps the events of a key in order."),
                "other": _("{service} now lets events of a key overtake each other."),
            },
            "outbox": {
                "by": "value",
                "true": _("{service} now writes events into its outbox together with the change."),
                "other": _("{service} now publishes events after the change, without an outbox."),
            },
            "fields": _("{service} now publishes events with other fields: {value|list}."),
            "needs": _("{service} now needs these fields in an event: {value|list}."),
            "other": _("{service} changes a setting while it runs: {setting} is {value|list}."),
        },
        "precise": _("{service}: {setting} = {value|list} from the next piece of work on."),
    },
    "service.redeployed": {
        "plain": _("{service} runs as deployment {deployed}; the others ran on meanwhile."),
        "precise": _(
            "Deployment {deployed} of {service} is up (deploy); what was published meanwhile waited in "
            "its queue or log, and nobody else was changed."
        ),
    },
    "service.frame_started": {
        "plain": _("A worker of {service} takes up “{label}”."),
        "precise": _(
            "Worker {slot} of {service} is taken by {label} (correlation {correlation}) until all its "
            "steps are done; a call inside keeps it waiting."
        ),
    },
    "service.frame_ended": {
        "plain": {
            "by": "outcome",
            "ok": _("A worker of {service} is done with “{label}” and free again."),
            "refused": _("A worker of {service} refused “{label}” and is free again."),
            "other": _("A worker of {service} could not finish “{label}” and is free again."),
        },
        "precise": _("Worker {slot} of {service} is free; {label} ended as {outcome}."),
    },
    "service.requested": {
        "plain": {
            "by": "key",
            "null": _("Somebody requests “{operation}” at {service} and waits."),
            "other": _("Somebody requests “{operation}” for {key} at {service} and waits."),
        },
        "precise": _(
            "Request {request} to {service}: {operation}, key {key|key}, value {value}; correlation id "
            "{correlation} goes with everything that follows from it."
        ),
    },
    "service.accepted": {
        "plain": {
            "by": "outcome",
            "ok": _("{service} answers “{operation}” after {waited_us|duration}: accepted."),
            "refused": _("{service} answers “{operation}” after {waited_us|duration}: refused."),
            "other": _(
                "“{operation}” fails at {service} after {waited_us|duration}: {reason|error}."
            ),
        },
        "precise": {
            "by": "outcome",
            "ok": _(
                "Request {request} ({correlation}) is accepted after {waited_us|duration}. Accepted is not "
                "done: events may still be on their way."
            ),
            "other": _(
                "Request {request} ({correlation}) ends after {waited_us|duration} as {outcome}: {reason}."
            ),
        },
    },
    "service.called": {
        "plain": {
            "by": "operation",
            "lookup": _("{caller} asks {service} for the details and waits for the answer."),
            "other": _("{caller} calls “{operation}” at {service} and waits for the answer."),
        },
        "precise": _(
            "Call {call} of {caller} to {service}: {operation}, correlation {correlation}; its worker "
            "waits until {deadline_us|clock} at most (timeout, request_timeout)."
        ),
    },
    "service.answered": {
        "plain": {
            "by": "outcome",
            "refused": _(
                "{service} answers {caller} after {waited_us|duration}: “{operation}” is refused."
            ),
            "ok": _(
                "{service} answers {caller} after {waited_us|duration}: “{operation}” is done."
            ),
            "other": _(
                "{service} answers {caller} after {waited_us|duration}: “{operation}” has failed."
            ),
        },
        "precise": _(
            "Call {call} of {caller} to {service} ({operation}) is answered {outcome}; the worker of "
            "{caller} was held for {waited_us|duration}."
        ),
    },
    "service.call_failed": {
        "plain": {
            "by": "reason",
            "timeout": _(
                "{service} does not answer for {waited_us|duration}, so {caller} gives “{operation}” up."
            ),
            "refused": _("{service} is down, so “{operation}” fails for {caller}."),
            "other": _("The connection to {service} is gone, so “{operation}” fails for {caller}."),
        },
        "precise": {
            "by": "reason",
            "refused": _(
                "Call {call} of {caller} to {service} ({operation}) fails after {waited_us|duration}: "
                "nobody listens there, so nothing was done."
            ),
            "other": _(
                "Call {call} of {caller} to {service} ({operation}) fails after {waited_us|duration} "
                "({reason}); whether {service} did it is unknown to {caller}."
            ),
        },
    },
    "service.refused": {
        "plain": _("{service} refuses “{operation}” for {key|key}, because {reason|error}."),
        "precise": _(
            "{service} refuses {operation}, key {key|key}, correlation {correlation}: {reason}. A rule of "
            "the business, not a failure; asking again gives the same."
        ),
    },
}
