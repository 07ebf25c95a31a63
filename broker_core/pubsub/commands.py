"""Commands about brokers, clients, queues and logs: why not, and what they do."""

from typing import Any

RULES: dict[type, Any] = {}
