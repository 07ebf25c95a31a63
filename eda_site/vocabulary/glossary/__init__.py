"""Cards for every term on the stage: what it is, what it is not, and Kafka's own names for it.

A card = `title`, `text` (at most 40 words), `not` (what it must not be confused with) and `kafka` (settings
with their defaults, tools, versions; may be empty).
"""

from typing import Any

from eda_site.vocabulary.glossary import (
    brokers,
    clients,
    control,
    events,
    groups,
    mesh,
    records,
    replication,
    services,
    states,
    upkeep,
)

KAFKA: dict[str, dict[str, Any]] = {
    **records.CARDS,
    **clients.CARDS,
    **replication.CARDS,
    **control.CARDS,
    **groups.CARDS,
    **upkeep.CARDS,
    **states.CARDS,
}
"""What a room of Kafka may ask for."""

GLOSSARY: dict[str, dict[str, Any]] = {
    **KAFKA,
    **events.CARDS,
    **brokers.CARDS,
    **mesh.CARDS,
    **services.CARDS,
}
"""Every card: the glossary's page, and rooms of brokers, programs and services."""
