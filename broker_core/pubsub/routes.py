"""Who handles what arrives at brokers and clients, and what falls due there: tables."""

from typing import Any

SERVE: dict[str, Any] = {}
ANSWERED: dict[str, Any] = {}
FAILED: dict[str, Any] = {}
DUE: dict[str, Any] = {}
