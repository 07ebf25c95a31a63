"""The mesh at the start of a run: links are up, routes are known, all interest has spread."""

from typing import Any

from broker_core.mesh.state import MeshNode
from broker_core.town import Town


def new_node(name: str) -> MeshNode:
    """A broker without links, which knows only itself."""
    return MeshNode(name, {}, {}, {}, {}, {})


def link_all(t: Town, rows: list[dict[str, Any]]) -> None:
    """Make the links of a scenario."""


def form(t: Town) -> None:
    """Let everybody know everything, without a message."""
