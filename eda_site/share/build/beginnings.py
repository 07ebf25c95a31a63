"""What one begins with: never an empty canvas."""

from typing import Any

from django.utils.translation import gettext_lazy as _

KAFKA = """\
title = "A cluster of my own"
family = "kafka"
preset = "teaching"

[cluster]
brokers = 3

[[topics]]
id = "orders"
partitions = 3
replication_factor = 3
config = { "min.insync.replicas" = 2 }

[[producers]]
id = "checkout"
topic = "orders"
keys = ["ada", "bo", "cal"]
rate_per_s = 1
config = { acks = "all" }

[[groups]]
id = "billing"
topics = ["orders"]
members = 2
work = "300ms"
"""

PUBSUB = """\
title = "Publish and subscribe of my own"
family = "pubsub"
preset = "teaching"

[[brokers]]
id = "hub"

[[clients]]
id = "shop"
kind = "publisher"
broker = "hub"
events = [{ topic = "shop/eu/order", name = "OrderPlaced", key = "ada" }]
rate_per_s = 0.5

[[clients]]
id = "parcels"
kind = "subscriber"
broker = "hub"
wants = [{ filter = "shop/+/order", memory = "queue" }]
work = "400ms"
"""

MESH = """\
title = "A mesh of my own"
family = "mesh"
preset = "teaching"

[[brokers]]
id = "tokyo"

[[brokers]]
id = "paris"

[[links]]
between = ["tokyo", "paris"]

[[clients]]
id = "shop"
kind = "publisher"
broker = "tokyo"
events = [{ topic = "shop/jp/order", name = "OrderPlaced", key = "ada" }]
rate_per_s = 0.5

[[clients]]
id = "stock"
kind = "subscriber"
broker = "paris"
wants = [{ filter = "shop/+/order" }]
"""

SERVICES = """\
title = "Services of my own"
family = "services"
preset = "teaching"

[[brokers]]
id = "hub"

[[clients]]
id = "shop"
kind = "publisher"
broker = "hub"
events = [{ topic = "order/placed", name = "OrderPlaced", key = "ada" }]
rate_per_s = 0.3

[[services]]
id = "payment"
work = "300ms"
wants = [{ filter = "order/placed", memory = "queue" }]
[[services.handlers]]
on = "OrderPlaced"
steps = [{ do = "publish", topic = "order/paid", name = "PaymentTaken" }]

[[services]]
id = "shipping"
work = "300ms"
wants = [{ filter = "order/paid", memory = "queue" }]
[[services.handlers]]
on = "PaymentTaken"
steps = [{ do = "publish", topic = "order/shipped", name = "OrderShipped" }]
"""

BEGINNINGS: dict[str, tuple[Any, str]] = {
    "kafka": (_("A small Kafka cluster"), KAFKA),
    "pubsub": (_("One broker that pushes"), PUBSUB),
    "mesh": (_("Two brokers with a link"), MESH),
    "services": (_("Services that answer events"), SERVICES),
}
