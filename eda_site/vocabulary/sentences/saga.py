"""Sagas: one business process over several services, and what becomes of it when one of them fails."""

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, dict[str, Any]] = {
    "service.saga_started": {
        "plain": {
            "by": "style",
            "orchestrated": _(
                "{service} starts the process {definition}, {correlation}; an orchestrator leads it."
            ),
            "other": _(
                "{service} starts the process {definition}, {correlation}; nobody leads it."
            ),
        },
        "precise": {
            "by": "style",
            "orchestrated": _(
                "Saga {definition}, {correlation}, begun by {service}: an orchestrator sends commands, "
                "waits for replies and knows the next step."
            ),
            "other": _(
                "Saga {definition}, {correlation}, begun by {service}: each service answers an event with "
                "an event; the correlation id is the only overview."
            ),
        },
    },
    "service.saga_advanced": {
        "plain": _("The process {correlation} moves on: {service} publishes {name|event}."),
        "precise": {
            "by": "step",
            "-1": _(
                "Trail of {correlation} ({definition}): entry {name} by {service}. A command says what to "
                "do, an event what happened."
            ),
            "other": _(
                "Trail of {correlation} ({definition}): entry {name} by {service}, step {step}. A command "
                "says what to do, an event what happened."
            ),
        },
    },
    "service.compensated": {
        "plain": _("{service} makes its part of {correlation} good again: {name|event}."),
        "precise": _(
            "Compensation in {correlation} ({definition}): {name} by {service} undoes a finished step with "
            "a step of its own; others may have seen the first."
        ),
    },
    "service.saga_finished": {
        "plain": {
            "by": "outcome",
            "completed": _(
                "The process {correlation} is complete, after {took_us|duration} and {messages} messages."
            ),
            "cancelled": _(
                "The process {correlation} is cancelled, after {took_us|duration} and {messages} messages."
            ),
            "other": _("The process {correlation} has ended, after {took_us|duration}."),
        },
        "precise": _(
            "Saga {definition}, {correlation}: {outcome} after {took_us|duration} and {messages} commands "
            "and events. Between its steps everybody could see half of it."
        ),
    },
    "service.saga_stuck": {
        "plain": {
            "by": "waits_for",
            "": _(
                "Nothing happens in {correlation} for {quiet_us|duration}; the last thing was {last}."
            ),
            "other": _(
                "The process {correlation} is stuck after {last}: {waits_for} has not answered."
            ),
        },
        "precise": _(
            "Saga {definition}, {correlation}: nothing with this correlation id for {quiet_us|duration} "
            "(stuck_after). Newest entry of its trail: {last}; awaited: “{waits_for}”."
        ),
    },
    "service.saga_resumed": {
        "plain": _("The process {correlation} moves again, by {service}, at step {step}."),
        "precise": _(
            "Saga {definition}, {correlation} goes on at step {step} (durable = true, or an answer came): a "
            "command that is sent again is recognised by its correlation id."
        ),
    },
    "service.saga_forgotten": {
        "plain": _(
            "{service} has forgotten {correlation} in its crash, so nobody goes on with it."
        ),
        "precise": _(
            "Saga {definition}, {correlation} stood at step {step} in the memory of {service} (durable = "
            "false): what was done stays done, and nothing completes or undoes it."
        ),
    },
}
