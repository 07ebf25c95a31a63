"""The ZooKeeper ensemble of former days (semantics 4.5): who keeps the list of who lives."""

from broker_core.kernel.state import Plain, state


@state
class ZooKeeper:
    """The ensemble as one replicated store."""

    names: Plain
