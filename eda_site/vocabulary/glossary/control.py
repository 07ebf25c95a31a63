from typing import Any

CARDS: dict[str, dict[str, Any]] = {}
