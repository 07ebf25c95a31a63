"""What travels, and what stops it. A message speaks by its kind, a lost one by the reason."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from eda_site.vocabulary.sentences import messages, replies, requests

SENTENCES: dict[str, dict[str, Any]] = {
    "network.sent": {
        "plain": {
            "by": "kind",
            **requests.PLAIN,
            **replies.PLAIN,
            **messages.PLAIN,
            "other": _("{source|Process} sends {kind} to {target|process}."),
        },
        "precise": {
            "by": "kind",
            **requests.PRECISE,
            **replies.PRECISE,
            **messages.PRECISE,
            "other": _(
                "{kind} from {source|process} to {target|process}, there at {arrives_at_us|clock}."
            ),
        },
    },
    "network.dropped": {
        "plain": {
            "by": "reason",
            "cut": _(
                "The connection is cut, so a message from {source|process} never reaches "
                "{target|process}."
            ),
            "refused": _(
                "Nobody listens at {target|process}, so the message from {source|process} is refused."
            ),
            "reset": _(
                "The connection is reset, so the message from {source|process} to {target|process} is "
                "gone."
            ),
            "timeout": _(
                "The wait is over, so the message from {source|process} to {target|process} is void."
            ),
            "closed": _(
                "The connection is closed, so the message from {source|process} to {target|process} is "
                "gone."
            ),
            "other": _(
                "A message from {source|process} to {target|process} is gone, because {reason|error}."
            ),
        },
        "precise": {
            "by": "reason",
            "cut": _(
                "{kind} from {source|process} to {target|process} is lost in silence: neither end knows "
                "until its wait is over (in Kafka, request.timeout.ms)."
            ),
            "timeout": _(
                "The wait is over (in Kafka, request.timeout.ms), so the connection is closed: {kind} from "
                "{source|process} to {target|process} fails with all else in flight on it."
            ),
            "other": _(
                "{kind} from {source|process} to {target|process} fails, because {reason|error}; the "
                "client learns of it one hop later and may send it again."
            ),
        },
    },
    "network.timed_out": {
        "plain": _(
            "{server|Process} does not answer in time, so {client|process} closes the connection."
        ),
        "precise": _(
            "{client|Process} had no answer to {kind} from {server|process} in time (in Kafka, "
            "request.timeout.ms); it closes the {purpose} connection, and every request in flight on it "
            "fails."
        ),
    },
    "network.connection_lost": {
        "plain": _(
            "{client|Process} loses its connection to {server|process}, because {reason|error}."
        ),
        "precise": _(
            "The {purpose} connection from {client|process} to {server|process} is gone ({reason}): "
            "requests without an answer fail; whether the other side acted on them is not known."
        ),
    },
    "network.cut": {
        "plain": _(
            "The network from {source|process} to {target|process} is cut, so nothing arrives until it "
            "heals."
        ),
        "precise": _(
            "From {source|process} to {target|process} everything is lost in silence; timeouts decide (in "
            "Kafka, request.timeout.ms, sessions, replica.lag.time.max.ms)."
        ),
    },
    "network.healed": {
        "plain": _(
            "The network from {source|process} to {target|process} heals, so new messages arrive again."
        ),
        "precise": _(
            "{source|Process} reaches {target|process} again; what was lost stays lost until somebody "
            "sends it again."
        ),
    },
    "network.slowed": {
        "plain": {
            "by": "latency_us",
            "0": _("{process|Process} is as quick as before, so its messages take one hop again."),
            "other": _(
                "{process|Process} is slow, so each of its messages takes {latency_us|duration} more."
            ),
        },
        "precise": {
            "by": "latency_us",
            "0": _("Extra latency of {process|process} ends for messages sent from now on."),
            "other": _(
                "Every message from and to {process|process} that is sent from now on takes "
                "{latency_us|duration} more; order on a connection stays."
            ),
        },
    },
    "network.link_slowed": {
        "plain": {
            "by": "latency_us",
            "0": _("The way between {a|process} and {b|process} is as quick as before."),
            "other": _(
                "The way between {a|process} and {b|process} is slow: each message takes "
                "{latency_us|duration} more."
            ),
        },
        "precise": {
            "by": "latency_us",
            "0": _(
                "Extra latency between {a|process} and {b|process} ends for messages sent from now "
                "on."
            ),
            "other": _(
                "Every message between {a|process} and {b|process} that is sent from now on takes "
                "{latency_us|duration} more, both ways; order on a connection stays."
            ),
        },
    },
    "network.answer_fault_armed": {
        "plain": {
            "by": "fault",
            "lose": _("The next answer of {server|process} to {client|process} will be lost."),
            "other": _("The next answer of {server|process} to {client|process} will come late."),
        },
        "precise": _(
            "A fault waits for the next answer of {server|process} to {client|process}; it strikes once."
        ),
    },
    "network.answer_lost": {
        "plain": _("The answer of {server|process} to {client|process} gets lost on its way."),
        "precise": _(
            "{kind} from {server|process} to {client|process} is lost and the connection stays silent: "
            "{client|process} notices after request.timeout.ms and opens a new one."
        ),
    },
    "network.answer_delayed": {
        "plain": _("The answer of {server|process} to {client|process} is late."),
        "precise": _(
            "{kind} from {server|process} to {client|process} takes {by_us|duration} longer; the "
            "connection keeps its order, so later answers wait behind it."
        ),
    },
}
