"""Commands about services: why not, and what they do."""

from typing import Any

RULES: dict[type, Any] = {}
