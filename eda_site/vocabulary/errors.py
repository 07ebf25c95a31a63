"""Kafka's error names, the reasons of the network and of lost events, and rules for names, in words.

`word` fits on a token that comes back refused; `text` is a clause that can follow "because", at most seven
words.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _


def _error(word: Any, text: Any) -> dict[str, Any]:
    return {"word": word, "text": text}


ERRORS: dict[str, dict[str, Any]] = {
    # what a broker answers to a producer
    "INVALID_PRODUCER_EPOCH": _error(_("old epoch"), _("its producer epoch is out of date")),
    "INVALID_RECORD": _error(_("no key"), _("the topic takes no such record")),
    "INVALID_REQUIRED_ACKS": _error(_("bad acks"), _("acks has no such value")),
    "CONCURRENT_TRANSACTIONS": _error(
        _("still ending"), _("the transaction before is still ending")
    ),
    "INVALID_PRODUCER_ID_MAPPING": _error(
        _("unknown id"), _("the coordinator knows another producer id")
    ),
    "INVALID_TRANSACTION_TIMEOUT": _error(
        _("too long"), _("transaction.timeout.ms is above the broker's limit")
    ),
    "PRODUCER_FENCED": _error(_("fenced"), _("a newer epoch has replaced it")),
    "TRANSACTION_ABORTED": _error(_("aborted"), _("the transaction was aborted before")),
    "UNSTABLE_OFFSET_COMMIT": _error(_("offsets open"), _("a transaction still holds the offsets")),
    "INVALID_TXN_STATE": _error(_("wrong state"), _("the transaction is not open")),
    "INVALID_TIMESTAMP": _error(_("bad time"), _("the record's time is out of range")),
    "MESSAGE_TOO_LARGE": _error(_("too large"), _("the batch is larger than max.message.bytes")),
    "NOT_ENOUGH_REPLICAS": _error(_("too few in sync"), _("too few replicas are in sync")),
    "NOT_ENOUGH_REPLICAS_AFTER_APPEND": _error(
        _("too few in sync"), _("replicas left after the record was written")
    ),
    "OUT_OF_ORDER_SEQUENCE_NUMBER": _error(_("gap"), _("a batch before it is missing")),
    "REQUEST_TIMED_OUT": _error(_("timed out"), _("the followers did not confirm in time")),
    # who leads, and what is known about it
    "FENCED_LEADER_EPOCH": _error(_("old epoch"), _("a newer leader epoch has begun")),
    "INELIGIBLE_REPLICA": _error(_("not eligible"), _("a proposed replica cannot be in sync")),
    "INVALID_UPDATE_VERSION": _error(_("out of date"), _("the partition has changed meanwhile")),
    "LEADER_NOT_AVAILABLE": _error(_("no leader"), _("the partition has no leader")),
    "NEW_LEADER_ELECTED": _error(_("new leader"), _("another leader was elected")),
    "NOT_LEADER_OR_FOLLOWER": _error(_("not leader"), _("another broker leads the partition")),
    "OFFSET_OUT_OF_RANGE": _error(_("out of range"), _("the log has no such offset")),
    "UNKNOWN_LEADER_EPOCH": _error(_("behind"), _("the broker knows of no such epoch")),
    "UNKNOWN_TOPIC_OR_PARTITION": _error(_("unknown"), _("the broker knows no such partition")),
    # the control plane
    "ELECTION_NOT_NEEDED": _error(_("not needed"), _("the partition has its leader")),
    "ELIGIBLE_LEADERS_NOT_AVAILABLE": _error(_("nobody alive"), _("no replica of it is alive")),
    "INVALID_PARTITIONS": _error(_("not more"), _("the topic has that many already")),
    "INVALID_REPLICA_ASSIGNMENT": _error(_("bad replicas"), _("those replicas do not fit")),
    "INVALID_TOPIC_EXCEPTION": _error(_("bad name"), _("no topic may have that name")),
    "PREFERRED_LEADER_NOT_AVAILABLE": _error(
        _("not in sync"), _("the preferred replica is not in sync")
    ),
    "UNKNOWN_TOPIC_ID": _error(_("other topic"), _("that topic was deleted")),
    "BAD_VERSION": _error(_("old controller"), _("a newer controller has come")),
    "CONNECTION_LOSS": _error(_("no ensemble"), _("the ensemble has no leader")),
    "NODE_EXISTS": _error(_("still listed"), _("its former session has not ended")),
    "SESSION_EXPIRED": _error(_("struck off"), _("its session has ended")),
    "STALE_CONTROLLER_EPOCH": _error(_("old controller"), _("a newer controller has come")),
    "BROKER_ID_NOT_REGISTERED": _error(_("not registered"), _("the broker is not registered")),
    "DUPLICATE_BROKER_REGISTRATION": _error(
        _("still registered"), _("its former session has not ended")
    ),
    "FENCED_BROKER_EPOCH": _error(_("old epoch"), _("the broker was registered anew")),
    "INVALID_REPLICATION_FACTOR": _error(_("too few brokers"), _("there are too few brokers")),
    "NOT_CONTROLLER": _error(_("not controller"), _("that node is not the active controller")),
    "STALE_BROKER_EPOCH": _error(_("old epoch"), _("the broker was registered anew")),
    # groups and their offsets
    "COORDINATOR_LOAD_IN_PROGRESS": _error(_("loading"), _("the coordinator still reads its log")),
    "COORDINATOR_NOT_AVAILABLE": _error(_("no coordinator"), _("the group has no coordinator")),
    "FENCED_INSTANCE_ID": _error(_("replaced"), _("another instance took its id")),
    "FENCED_MEMBER_EPOCH": _error(_("old epoch"), _("the group went on without it")),
    "GROUP_MAX_SIZE_REACHED": _error(_("group full"), _("the group is full")),
    "INVALID_SESSION_TIMEOUT": _error(_("bad session"), _("its session timeout is out of range")),
    "ILLEGAL_GENERATION": _error(_("old generation"), _("its generation of the group is over")),
    "INCONSISTENT_GROUP_PROTOCOL": _error(
        _("no common assignor"), _("the members share no assignor")
    ),
    "MEMBER_ID_REQUIRED": _error(_("id first"), _("it needs a member id first")),
    "NOT_COORDINATOR": _error(_("not coordinator"), _("that broker does not coordinate the group")),
    "REBALANCE_IN_PROGRESS": _error(_("rebalance"), _("the group is rebalancing")),
    "STALE_MEMBER_EPOCH": _error(_("old epoch"), _("its member epoch is out of date")),
    "INVALID_RECORD_STATE": _error(_("lock over"), _("its lock on the record is over")),
    "UNRELEASED_INSTANCE_ID": _error(_("id in use"), _("its instance id is still in use")),
    "UNSUPPORTED_ASSIGNOR": _error(_("no such assignor"), _("the brokers lack its assignor")),
    "UNKNOWN_MEMBER_ID": _error(_("not a member"), _("the group has no such member")),
    # what a client finds out by itself
    "DELIVERY_TIMEOUT": _error(_("too late"), _("delivery.timeout.ms is over")),
    "LOG_TRUNCATION": _error(_("log truncated"), _("records it had read are gone")),
    "NO_OFFSET_FOR_PARTITION": _error(_("no offset"), _("no offset is committed")),
    "POLL_TIMEOUT": _error(_("too slow"), _("it did not call poll() in time")),
    "NETWORK_EXCEPTION": _error(_("connection lost"), _("its connection was lost")),
    "TIMEOUT": _error(_("too late"), _("the time for it is over")),
    # why a message or a connection ends
    "closed": _error(_("closed"), _("the connection was closed")),
    "crash": _error(_("crashed"), _("a process crashed")),
    "lost": _error(_("lost"), _("an answer was lost")),
    "cut": _error(_("cut"), _("the network is cut")),
    "refused": _error(_("refused"), _("nobody listens there")),
    "reset": _error(_("reset"), _("the other process is gone")),
    "timeout": _error(_("timed out"), _("no answer came in time")),
    # what becomes of an event
    "buffer_full": _error(_("buffer full"), _("the local buffer is full")),
    "crashed": _error(_("crashed"), _("a process crashed")),
    "expired": _error(_("too old"), _("it waited too long")),
    "failed": _error(_("failed"), _("the work on it failed")),
    "gone": _error(_("gone"), _("the connection is gone")),
    "inbox_full": _error(_("inbox full"), _("the inbox is full")),
    "lose": _error(_("lost"), _("it got lost")),
    "most_deliveries": _error(_("given up"), _("every delivery was in vain")),
    "no_way": _error(_("no way"), _("no link leads there")),
    "offline": _error(_("not connected"), _("nobody is connected there")),
    "out_of_range": _error(_("no longer there"), _("that offset is gone")),
    "overflow": _error(_("pushed out"), _("the queue was full")),
    "queue_full": _error(_("queue full"), _("a queue is full")),
    "stopped": _error(_("stopped"), _("the program has stopped")),
    # why a service does not do what it is asked
    "not_a_number": _error(_("no number"), _("it is no number")),
    "not_enough": _error(_("not enough"), _("not enough is left")),
    "schema": _error(_("field missing"), _("a field is missing")),
    "unknown": _error(_("unknown"), _("it is unknown there")),
    # rules for the names of topics and for filters
    "dialect.unknown": _error(_("no such dialect"), _("there is no such dialect")),
    "mqtt.empty": _error(_("empty"), _("it has no character")),
    "mqtt.hash_last": _error(_("# not last"), _("# must be last, alone")),
    "mqtt.null": _error(_("null character"), _("it holds the null character")),
    "mqtt.plus_alone": _error(_("+ not alone"), _("+ must stand alone")),
    "mqtt.too_long": _error(_("too long"), _("it exceeds 65,535 bytes")),
    "mqtt.topic_wildcard": _error(_("wildcard"), _("topics hold no wildcards")),
    "mqtt.utf8": _error(_("not UTF-8"), _("it is no valid UTF-8")),
    "solace.empty": _error(_("empty"), _("it has no character")),
    "solace.empty_level": _error(_("empty level"), _("a level is empty")),
    "solace.null": _error(_("null character"), _("it holds the null character")),
    "solace.too_long": _error(_("too long"), _("it exceeds 250 bytes")),
    "solace.too_many_levels": _error(_("too many levels"), _("it exceeds 128 levels")),
    "solace.utf8": _error(_("not UTF-8"), _("it is no valid UTF-8")),
    "kafka.characters": _error(_("illegal character"), _("a character is not allowed")),
    "kafka.dots": _error(_("only dots"), _("dots alone are no name")),
    "kafka.empty": _error(_("empty"), _("it has no character")),
    "kafka.too_long": _error(_("too long"), _("it exceeds 249 characters")),
    "kafka.regex_class": _error(_("bad class"), _("a class is not right")),
    "kafka.regex_count": _error(_("bad count"), _("a count is not right")),
    "kafka.regex_empty": _error(_("empty"), _("the pattern has no character")),
    "kafka.regex_nothing_to_repeat": _error(_("nothing before it"), _("a repeat repeats nothing")),
    "kafka.regex_repeat": _error(_("double repeat"), _("a repeat follows a repeat")),
    "kafka.regex_too_deep": _error(_("too deep"), _("groups nest too deep")),
    "kafka.regex_too_expensive": _error(_("too costly"), _("it costs too much work")),
    "kafka.regex_too_long": _error(_("too long"), _("the pattern is too long")),
    "kafka.regex_unbalanced": _error(_("bracket missing"), _("a bracket has no partner")),
    "kafka.regex_unsupported": _error(_("not supported"), _("a sign is not supported")),
}
