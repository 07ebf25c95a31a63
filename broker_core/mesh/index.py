"""An index of subscriptions: which of thousands want this topic, without asking each of them.

MQTT and Solace filters share a tree whose edges are levels, so a topic costs about as many steps
as it has levels. Kafka patterns fit whole names; of them only those are tried whose literal beginning
the topic has.
"""

from broker_core.mesh.names import FilterLevel, Kind, check_dialect, filter_levels, topic_levels
from broker_core.mesh.patterns import Pattern, compile_pattern


class _Node:
    """A place in the tree. Invariant: apart from the root, no node without use is kept."""

    __slots__ = ("children", "here", "longest_prefix", "rest")

    def __init__(self) -> None:
        self.children: dict[tuple[Kind, str], _Node] = {}
        self.here: dict[str, None] = {}
        self.rest: dict[str, None] = {}
        self.longest_prefix = 0

    def step(self, level: str) -> "list[_Node]":
        """The places that one level of a topic leads to."""
        keys = [(Kind.LITERAL, level), (Kind.ONE, "")]
        for length in range(1, min(self.longest_prefix, len(level)) + 1):
            keys.append((Kind.PREFIX, level[:length]))
        return [self.children[key] for key in keys if key in self.children]


class SubscriptionIndex:
    """Subscriptions of one dialect, each an id and a filter; an id may have many filters.

    `match` answers exactly as testing every subscription with `matches` would, and in order of
    ids. The order of `add` and `remove` leaves no trace. Invalid names raise `InvalidName`.

    >>> index = SubscriptionIndex("mqtt")
    >>> index.add("b", "shop/#")
    >>> index.add("a", "shop/+/order")
    >>> index.match("shop/eu/order")
    ['a', 'b']
    """

    def __init__(self, dialect: str) -> None:
        check_dialect(dialect)
        self.dialect = dialect
        self._root = _Node()
        self._patterns: dict[str, dict[str, Pattern]] = {}
        self._subscribers: dict[str, dict[str, None]] = {}

    def __len__(self) -> int:
        return sum(len(ids) for ids in self._subscribers.values())

    def entries(self) -> list[tuple[str, str]]:
        """Every (id, filter) in order: all that a snapshot needs to build the index again."""
        return sorted((one, text) for text, ids in self._subscribers.items() for one in ids)

    def add(self, subscription_id: str, filter: str) -> None:
        """Add a subscription; adding the same one again changes nothing."""
        if self.dialect == "kafka":
            pattern = compile_pattern(filter)
            self._patterns.setdefault(pattern.prefix, {})[filter] = pattern
        else:
            self._plant(filter_levels(filter, self.dialect), subscription_id)
        self._subscribers.setdefault(filter, {})[subscription_id] = None

    def remove(self, subscription_id: str, filter: str) -> None:
        """Remove a subscription; KeyError when there is none such."""
        if subscription_id not in self._subscribers.get(filter, {}):
            raise KeyError((subscription_id, filter))
        del self._subscribers[filter][subscription_id]
        if not self._subscribers[filter]:
            del self._subscribers[filter]
            if self.dialect == "kafka":
                self._forget(compile_pattern(filter))
        if self.dialect != "kafka":
            self._uproot(filter_levels(filter, self.dialect), subscription_id)

    def match(self, topic: str) -> list[str]:
        """Return the ids whose filters select `topic`, sorted, each once."""
        levels = topic_levels(topic, self.dialect)
        if self.dialect == "kafka":
            return sorted(
                {one: None for text in self._fitting(topic) for one in self._subscribers[text]}
            )
        return sorted(self._walk(levels, hides=self.dialect == "mqtt" and topic.startswith("$")))

    def _fitting(self, name: str) -> list[str]:
        """The patterns that fit a name."""
        beginnings = (name[:length] for length in range(len(name) + 1))
        return [
            text
            for beginning in beginnings
            for text, pattern in self._patterns.get(beginning, {}).items()
            if pattern.matches(name)
        ]

    def _forget(self, pattern: Pattern) -> None:
        del self._patterns[pattern.prefix][pattern.text]
        if not self._patterns[pattern.prefix]:
            del self._patterns[pattern.prefix]

    def _walk(self, levels: list[str], hides: bool) -> dict[str, None]:
        found: dict[str, None] = {}
        places = [self._root]
        for depth, level in enumerate(levels):
            ahead: list[_Node] = []
            for place in places:
                if hides and depth == 0:
                    literal = place.children.get((Kind.LITERAL, level))
                    ahead += [literal] if literal else []
                else:
                    found.update(place.rest)
                    ahead += place.step(level)
            places = ahead
        for place in places:
            found.update(place.here)
            if self.dialect == "mqtt":
                found.update(place.rest)
        return found

    def _plant(self, levels: tuple[FilterLevel, ...], subscription_id: str) -> None:
        place = self._root
        for level in levels:
            if level.kind is Kind.REST:
                place.rest[subscription_id] = None
                return
            if level.kind is Kind.PREFIX:
                place.longest_prefix = max(place.longest_prefix, len(level.text))
            place = place.children.setdefault((level.kind, level.text), _Node())
        place.here[subscription_id] = None

    def _uproot(self, levels: tuple[FilterLevel, ...], subscription_id: str) -> None:
        path = [self._root]
        keys = [(level.kind, level.text) for level in levels if level.kind is not Kind.REST]
        for key in keys:
            path.append(path[-1].children[key])
        ids = path[-1].rest if levels[-1].kind is Kind.REST else path[-1].here
        del ids[subscription_id]
        for parent, key in zip(reversed(path[:-1]), reversed(keys), strict=True):
            child = parent.children[key]
            if child.children or child.here or child.rest:
                return
            del parent.children[key]
