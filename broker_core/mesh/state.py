"""What a broker of a mesh knows of the others."""

from broker_core.kernel.state import Plain, state


@state
class MeshLink:
    """One broker's end of a link. `up` as far as this end knows; `store`: events wait here while
    the link is down; `stored`: (event, targets) rows, in order; `asked_us`: when the hello left that
    is under way, 0 when none is."""

    neighbour: str
    up: bool
    store: bool
    stored: list[Plain]
    asked_us: int


@state
class MeshNode:
    """What one broker knows. `links` by neighbour. `interest`: origin -> filters that somebody there
    asked for, sorted; `versions`: origin -> version of what is known of its interest; `map`: broker
    -> (version, neighbours it can reach, neighbours for whom it stores events), the link states from
    which routes follow; `hops`: target -> neighbour that is next on the way, "" when there is none.

    What it knows is on its disk: it survives a crash, and neighbours bring it up to date. `map` is
    empty as long as the broker is in no mesh.
    """

    name: str
    links: dict[str, MeshLink]
    interest: dict[str, Plain]
    versions: dict[str, int]
    map: dict[str, Plain]
    hops: dict[str, str]
