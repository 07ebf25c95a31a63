"""What may stand in a scenario of the families pubsub, mesh and services."""

from typing import Any

from broker_core.scenario.schema import ID, Check, Key, list_of, one_of, text, whole, yes_or_no

_LONG = whole(0, 10**12)
TOPIC = text(250)
VALUE = text(200)
WORD = text(64)
MEMORIES = ("direct", "queue", "log")
FORMS = ("fact", "command", "state")
CARRIES = ("state", "id")


def duration(default: int, name: str, example: str) -> Key:
    """A key held as `…_us` and written as a duration."""
    return Key(_LONG, default, example, name, "duration")


def rows_of(keys: dict[str, Key], most: int) -> Check:
    """A list of tables, each with these keys; the loader fills in what is missing."""

    def check(value: Any) -> str:
        if not isinstance(value, list | tuple) or len(value) > most:
            return f"is a list of at most {most} tables"
        return "" if all(isinstance(row, dict) for row in value) else "is a list of tables"

    check.keys = keys  # type: ignore[attr-defined]
    return check


def _values(value: Any) -> str:
    """{store: {key: value}}: what a service's stores hold at first."""
    fine = isinstance(value, dict) and all(
        isinstance(entries, dict)
        and all(not VALUE(k) and (isinstance(v, int) or not VALUE(v)) for k, v in entries.items())
        for entries in value.values()
    )
    return "" if fine else "is a table of stores, each a table of keys and values"


WANT: dict[str, Key] = {
    "filter": Key(TOPIC, "", '"shop/+/order"'),
    "memory": Key(one_of(*MEMORIES), "direct", '"queue"'),
    "place": Key(ID, None, '"parcels"'),
    "reset": Key(one_of("earliest", "latest"), "earliest", '"latest"'),
    "most_records": Key(whole(1, 500), 5, "5"),
}
"""One interest: what, remembered how; `place` names a queue or log, by default one of its own."""

EVENT: dict[str, Key] = {
    "topic": Key(TOPIC, "", '"shop/eu/order"'),
    "topics": Key(list_of(TOPIC, 8), list, '["shop/eu/order", "audit/order"]'),
    "name": Key(WORD, "", '"OrderPlaced"'),
    "form": Key(one_of(*FORMS), "fact", '"command"'),
    "key": Key(WORD, None, '"ada"'),
    "value": Key(VALUE, "", '"2 lamps"'),
}

STEPS = ("call", "publish", "change", "take", "lookup", "work", "refuse")
STEP: dict[str, Key] = {
    "do": Key(one_of(*STEPS), ..., '"publish"'),
    "service": Key(ID, None, '"payment"'),
    "operation": Key(WORD, "", '"take"'),
    "topic": Key(TOPIC, "", '"order/placed"'),
    "name": Key(WORD, "", '"OrderPlaced"'),
    "form": Key(one_of(*FORMS), "fact", '"fact"'),
    "carries": Key(one_of("", *CARRIES), "", '"state"'),
    "store": Key(ID, "", '"orders"'),
    "key": Key(WORD, None, '"{key}"'),
    "op": Key(one_of("set", "add", "remove", "set_if_newer"), "set", '"add"'),
    "value": Key(VALUE, "{value}", '"paid"'),
    "amount": Key(VALUE, "", '"{value}"'),
    "by": Key(whole(-1000, 1000), 1, "-1"),
    "undo": Key(yes_or_no, False, "true"),
    "lasts_us": duration(0, "lasts", 'lasts = "200ms"'),
    "timeout_us": duration(0, "timeout", 'timeout = "2s"'),
}
"""One step of a handler. call: asks `service` for `operation` and waits. publish: an event; `carries`
overrides the service's own, `store` names the own store whose version it tells. change: a value of
an own store; add: plus `by`, or `by` times `amount`; set_if_newer: unless the event's version is
known. take: subtracts as add adds, if so much is there, else publishes `name` on `topic` (if named)
and ends the handler as refused. lookup: a thin event's rest, from `service`'s `store`. work: time.
refuse: end the handler as refused. `undo` marks a step that makes an earlier one good. `{key}`,
`{value}`, `{name}` and `{correlation}` stand for the event's or request's own. A step comes after
its `lasts`, or 1us after the one before; changes that follow each other are one transaction."""

HANDLER: dict[str, Key] = {
    "on": Key(WORD, ..., '"OrderPlaced"'),
    "mode": Key(WORD, "", '"events"'),
    "work_us": duration(0, "work", 'work = "100ms"'),
    "steps": Key(rows_of(STEP, 16), list, '[{ do = "publish", name = "OrderPlaced" }]'),
}
"""What a service does on an event (by its name), a call or a request (by its operation)."""

CLIENT: dict[str, Key] = {
    "id": Key(ID, ..., '"checkout"'),
    "broker": Key(ID, None, '"hub"'),
    "absent": Key(yes_or_no, False, "true"),
    "wants": Key(rows_of(WANT, 16), list, '[{ filter = "shop/#", memory = "queue" }]'),
    "inbox": Key(whole(0, 1000), 0, "5"),
    "work_us": duration(0, "work", 'work = "400ms"'),
    "keeps": Key(TOPIC, "", '"shop/eu/#"'),
    "quality": Key(one_of("guaranteed", "direct"), "guaranteed", '"direct"'),
    "buffer": Key(whole(1, 1000), 100, "20"),
    "events": Key(rows_of(EVENT, 64), list, '[{ topic = "shop/eu/order", key = "ada" }]'),
    "interval_us": Key(whole(0, 10**12), 0, "rate_per_s = 1", "rate_per_s", "rate"),
    "times": Key(whole(0, 10000), 0, "5"),
    "starts_us": duration(0, "starts", 'starts = "2s"'),
    "copies": Key(whole(1, 8), 1, "3"),
}

SECTIONS: dict[str, dict[str, Key]] = {
    "brokers": {
        "id": Key(ID, ..., '"tokyo"'),
        "dialect": Key(one_of("mqtt", "solace", "kafka"), "mqtt", '"solace"'),
        "edge": Key(yes_or_no, False, "true"),
    },
    "links": {
        "between": Key(list_of(ID, 2), ..., '["tokyo", "paris"]'),
        "latency_us": duration(0, "latency", 'latency = "100ms"'),
        "store": Key(yes_or_no, False, "true"),
    },
    "queues": {
        "id": Key(ID, ..., '"parcels"'),
        "broker": Key(ID, ..., '"hub"'),
        "filters": Key(list_of(TOPIC, 16), list, '["shop/#"]'),
        "capacity": Key(whole(0, 10000), 0, "10"),
        "overflow": Key(one_of("reject", "drop_oldest", "drop_newest"), "reject", '"drop_oldest"'),
        "expiry_us": duration(0, "expiry", 'expiry = "10s"'),
        "most_deliveries": Key(whole(0, 100), 0, "3"),
        "dead_letter": Key(ID, "", '"dead"'),
        "window": Key(whole(1, 100), 1, "5"),
        "ack_timeout_us": duration(0, "ack_timeout", 'ack_timeout = "5s"'),
    },
    "logs": {
        "id": Key(ID, ..., '"tape"'),
        "broker": Key(ID, ..., '"hub"'),
        "filters": Key(list_of(TOPIC, 16), list, '["shop/#"]'),
        "retention_us": duration(0, "retention", 'retention = "60s"'),
    },
    "clients": {"kind": Key(one_of("publisher", "subscriber", "device"), "subscriber", '"device"'),
                **CLIENT},
    "services": {
        **CLIENT,
        "mode": Key(WORD, "", '"events"'),
        "workers": Key(whole(1, 16), 1, "2"),
        "handlers": Key(rows_of(HANDLER, 32), list, '[{ on = "OrderPlaced", steps = [] }]'),
        "stores": Key(_values, dict, "{ items = { lamp = 5 } }"),
        "carries": Key(one_of(*CARRIES), "state", '"id"'),
        "fields": Key(list_of(WORD, 8), list, '["customer", "amount"]'),
        "needs": Key(list_of(WORD, 8), list, '["customer"]'),
        "idempotent": Key(yes_or_no, False, "true"),
        "ordered": Key(yes_or_no, False, "true"),
        "outbox": Key(yes_or_no, False, "true"),
        "owns": Key(list_of(ID, 8), list, '["customers"]'),
    },
    "sagas": {
        "id": Key(ID, ..., '"order"'),
        "style": Key(one_of("orchestrated", "choreographed"), "choreographed", '"orchestrated"'),
        "service": Key(ID, None, '"conductor"'),
        "starts": Key(WORD, ..., '"OrderPlaced"'),
        "completes": Key(WORD, ..., '"OrderShipped"'),
        "cancels": Key(WORD, "", '"OrderCancelled"'),
        "durable": Key(yes_or_no, True, "false"),
        "stuck_after_us": duration(8_000_000, "stuck_after", 'stuck_after = "8s"'),
        "topic": Key(TOPIC, "saga/{name}", '"order/{name}"'),
        "end_topic": Key(TOPIC, "", '"order/end/{name}"'),
        "steps": Key(rows_of({
            "service": Key(ID, ..., '"payment"'),
            "command": Key(WORD, ..., '"TakePayment"'),
            "done": Key(WORD, ..., '"PaymentTaken"'),
            "refused": Key(WORD, "", '"PaymentRefused"'),
            "undo": Key(WORD, "", '"RefundPayment"'),
            "undone": Key(WORD, "", '"PaymentRefunded"'),
        }, 8), list, '[{ service = "payment", command = "TakePayment", done = "PaymentTaken" }]'),
    },
}  # fmt: skip
MOST = {
    "brokers": 16,
    "links": 48,
    "queues": 32,
    "logs": 8,
    "clients": 48,
    "services": 16,
    "sagas": 8,
}

TIMING = {
    "request_timeout": {"teaching": 2_000_000, "production": 5_000_000},
    "publish_retry": {"teaching": 1_000_000, "production": 200_000},
    "attach_retry": {"teaching": 1_000_000, "production": 500_000},
    "keep_alive": {"teaching": 2_000_000, "production": 1_000_000},
    "link_hello": {"teaching": 1_000_000, "production": 500_000},
    "link_timeout": {"teaching": 1_500_000, "production": 1_000_000},
    "poll_every": {"teaching": 500_000, "production": 100_000},
    "relay_every": {"teaching": 500_000, "production": 100_000},
    "deploy": {"teaching": 1_000_000, "production": 5_000_000},
    "sweep": {"teaching": 500_000, "production": 500_000},
}
"""Waits and rhythms in microseconds by preset; a scenario's [timing] may change each."""
