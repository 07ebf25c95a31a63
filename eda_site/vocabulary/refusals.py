"""Why something was not done, and what to do next. A code travels, never a sentence.

The room's codes and their fields stand in `eda_site.rooms.codes`, the engine's in `broker_core.errors`.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

REFUSALS: dict[str, Any] = {
    # from the room
    "at_the_start": _("This is the beginning of the run. Play or step to go on."),
    "engine_changed": _(
        "This run was made with engine {engine}; here is {engine_now}, so it may go another way. "
        "Start over to be sure."
    ),
    "address_full": _(
        "There are {limit} open pages from this address already. Close some and try again."
    ),
    "bookmarks_full": _("This room keeps {limit} bookmarks. Remove one of them first."),
    "frozen": _("The presenter has frozen this room. Watch, and wait until it goes on."),
    "log_full": _(
        "{topic}-{partition} holds all {limit} records that fit here, so the run stands. Start over to go on."
    ),
    "no_such_bookmark": _("This bookmark is gone. Open the list again."),
    "no_such_person": _("This person is not here any more. Open the list again."),
    "no_such_room": _("There is no room {code}. Check the code or ask for the link again."),
    "no_such_timeline": _("There is no run {timeline} in this room. Choose one of the list."),
    "not_allowed": _(
        "Only the person who drives this room can do that. Open the scene yourself to try it."
    ),
    "not_json": _("The server could not read this message. Load the page again."),
    "not_yet": _("The run has only come to {head_us|clock}. Play on to get there."),
    "one_change_only": _(
        "This fork has its one change already ({change}), so that any difference comes from it. Fork "
        "again from before it, or allow more changes in the list of runs."
    ),
    "pass_used": _("This link was made for one person and is used up. Ask for another one."),
    "removed": _("You were removed from this room. Ask your teacher if this is a mistake."),
    "room_locked": _("This room is locked: nobody new comes in. Ask your teacher."),
    "rooms_full": _("This site holds {limit} rooms and is full. Try again later."),
    "seats_full": _(
        "This room remembers at most {limit} people. Let some in again, or open the scene anew."
    ),
    "too_many_tries": _("Too many codes were tried from here. Wait a minute and try again."),
    "room_full": _("This room holds {limit} people and is full. Try again later."),
    "run_long": _("This run has had all {limit} events that fit here. Start over to go on."),
    "run_full": _("This run has taken all {limit} commands it can hold. Start over to go on."),
    "server_error": _("Something went wrong on the server. Try again, or load the page again."),
    "server_stops": _("The server is restarting. This page comes back by itself, to this moment."),
    "slower": _(
        "This run goes at {percent} % of its speed: the server has no more time for it. Choose a lower "
        "speed, or wait."
    ),
    "storage_failed": _("This could not be saved, so it was not done. Try again in a moment."),
    "storage_slow": _("Saving takes too long, so this was not done. Try again in a moment."),
    "timelines_full": _(
        "This room already keeps {limit} runs. Return to one of them, or open the scene anew."
    ),
    "too_large": _("That is too long: {bytes} bytes, at most {limit}. Shorten it and send again."),
    "too_many": {
        "by": "per_s",
        "null": _("A run holds at most {limit} of {kind}. Use one that is there."),
        "other": _("At most {per_s} commands a second. Wait a moment and try again."),
    },
    "unknown_type": _("The server does not know the message {type}. Load the page again."),
    "wrong_fields": _("{field} is missing or not as it should be. Correct it and send again."),
    # from the engine
    "too_early": _(
        "{at} is past: this moment is {now}. Go back to before it, or choose a later time."
    ),
    "not_here": _("{verb} does nothing in this kind of scene. Choose what the stage offers."),
    "already_cut": _("{a} and {b} are cut off from each other already. Heal the connection first."),
    "already_exists": _("There is a {kind} {id} already. Choose another name."),
    "bad_value": {
        "by": "expected",
        "a whole number": _("{field} must be a whole number. Correct “{value}”."),
        "true or false": _("{field} must be true or false. Correct “{value}”."),
        "0, 1 or all": _("{field} must be 0, 1 or all. Correct “{value}”."),
        "a number with a unit, as 400ms": _(
            "{field} must be a number with a unit, such as 400ms. Correct “{value}”."
        ),
        "an id of a-z, 0-9, dot, dash, underscore, at most 32": _(
            "{field} must be an id of at most 32 of a-z, 0-9, dot, dash and underscore. Correct "
            "“{value}”."
        ),
        "a duration ahead or, with a minus, behind, as 5m or -2h": _(
            "{field} must be a duration, such as 5m or -2h. Correct “{value}”."
        ),
        "a topic name of letters, digits, dot, dash, underscore": _(
            "{field} must be a topic name of letters, digits, dot, dash and underscore. Correct "
            "“{value}”."
        ),
        "text without control characters": _(
            "{field} holds signs that cannot be shown. Remove them and send again."
        ),
        "nothing more": _("The command ends before “{value}”. Leave the rest out."),
        "other": _("“{value}” is no value for {field}. Choose one of those offered."),
    },
    "empty": _("There is no command. Type one, such as {example}."),
    "kafka_refused": {
        "by": "error",
        "INVALID_REPLICATION_FACTOR": _(
            "Replication factor {wanted} does not fit: there are {limit} brokers (INVALID_REPLICATION_FACTOR). "
            "Ask for fewer replicas, or add a broker."
        ),
        "INVALID_PARTITIONS": _(
            "{id} has {limit} partitions already (INVALID_PARTITIONS). Choose a higher number; partitions never "
            "become fewer."
        ),
        "INVALID_REPLICA_ASSIGNMENT": _(
            "These replicas do not fit {id} (INVALID_REPLICA_ASSIGNMENT). Give one list of different, known "
            "brokers for each partition."
        ),
        "ELECTION_NOT_NEEDED": _(
            "{id} needs no election (ELECTION_NOT_NEEDED). Wait until another broker, or none, leads it."
        ),
        "PREFERRED_LEADER_NOT_AVAILABLE": _(
            "No preferred replica of {id} is in sync (PREFERRED_LEADER_NOT_AVAILABLE). Wait until it has caught "
            "up."
        ),
        "ELIGIBLE_LEADERS_NOT_AVAILABLE": _(
            "No replica of {id} is alive (ELIGIBLE_LEADERS_NOT_AVAILABLE). Restart one of its brokers first."
        ),
        "other": _("Kafka refuses that for {id}: {error}. Change the command and try again."),
    },
    "missing_field": _("{field} is missing. Give it as in {example}."),
    "not_connected": _(
        "{a} and {b} are not two ends of a connection. Choose two processes on the stage."
    ),
    "not_cut": _("Nothing is cut between {a} and {b}. Cut the connection first."),
    "other_dialect": _(
        "{a} speaks {dialect_a} and {b} speaks {dialect_b}. Link brokers of the same dialect."
    ),
    "out_of_range": _("{value} is out of range for {field}. Choose from {low} to {high}."),
    "repeated_field": _("{field} is given twice. Leave one out."),
    "too_long": _("{field} is longer than {limit} bytes. Shorten it."),
    "unknown_event": _("There is no event {event}. Nearest: {nearest}."),
    "unknown_field": _("There is no field {field} here. Leave it out, or use: {expected}."),
    "unknown_id": _("There is no {kind} {id} in this run. There are: {known}."),
    "unknown_kind": _("“{word}” does not go with {verb}. Use one of: {expected}."),
    "unknown_verb": _("There is no command {word}. Nearest: {nearest}."),
    "wrong_state": {
        "by": "state",
        "down": _("{kind} {id} is down already. Restart it first."),
        "stopped": _("{kind} {id} has stopped. Restart it first."),
        "closed": _("{kind} {id} is closed. Restart it first."),
        "up": _("{kind} {id} is running. Crash, stop or close it first."),
        "missing": _("There is no {kind} now. Wait until one is elected."),
        "paused": _("{kind} {id} is paused. Wait until it goes on."),
        "starting": _("{kind} {id} is still starting. Wait until it is up."),
        "stopping": _("{kind} {id} is already stopping. Wait until it has stopped."),
        "closing": _("{kind} {id} is already closing. Wait until it is closed."),
        "other": _(
            "{kind} {id} is {state}. It must be {needed} for that; wait, or choose another."
        ),
    },
}
