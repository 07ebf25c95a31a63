"""What a broker of a mesh knows of the others."""

from broker_core.kernel.state import Plain, state


@state
class MeshLink:
    """One broker's end of a link. `up` as far as this end knows; `store`: events wait here while
    the link is down; `stored`: (event, targets) rows."""

    neighbour: str
    up: bool
    store: bool
    stored: list[Plain]
    misses: int


@state
class MeshNode:
    """What one broker knows. `links` by neighbour. `interest`: origin -> filters that somebody there
    asked for; `versions`: origin -> version of what is known of its interest; `map`: broker ->
    (version, neighbours it can reach), the link states from which routes follow; `hops`: target ->
    neighbour that is next on the way, "" when there is none."""

    name: str
    links: dict[str, MeshLink]
    interest: dict[str, Plain]
    versions: dict[str, int]
    map: dict[str, Plain]
    hops: dict[str, str]
