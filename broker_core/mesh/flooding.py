"""News go from neighbour to neighbour: whoever learns something new tells all others it can reach.

Nothing is awaited. A message that is lost leaves its connection silent, so that the next hello on it
fails; when the link is restored both ends exchange everything.
"""

from typing import Any

from broker_core.kernel import network
from broker_core.mesh.state import MeshNode
from broker_core.town import Town

PURPOSE = "mesh"
"""The connection of two brokers for what they tell each other; events have one of their own."""


def flood(t: Town, node: MeshNode, kind: str, rows: tuple[Any, ...], but: str = "") -> None:
    """Tell these rows to every neighbour within reach, except the one that said so."""
    if not rows:
        return
    for link in node.links.values():
        if link.up and link.neighbour != but:
            network.request(
                t.world, node.name, link.neighbour, PURPOSE, kind, rows,
                t.settings["link_timeout"], summary={"rows": rows}, answer=False,
            )  # fmt: skip
