"""Commands about links and brokers of a mesh: why not, and what they do."""

from typing import Any

RULES: dict[type, Any] = {}
