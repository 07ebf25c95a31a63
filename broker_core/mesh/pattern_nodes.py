"""The parts of a topic pattern, and where each can end: every position at once, never going back.

A set of positions in a name is an integer with one bit per position, so a repeat costs at most one
round per character of the name and nothing is tried twice.
"""

from dataclasses import dataclass

from broker_core.mesh.names import KAFKA_MAX_LENGTH


@dataclass(frozen=True)
class Chars:
    """One character out of `allowed`; what is not in Kafka's alphabet can never match."""

    allowed: str


@dataclass(frozen=True)
class Edge:
    """The beginning of the name, or its end."""

    at_end: bool


@dataclass(frozen=True)
class Sequence:
    """All parts, one after the other."""

    parts: "tuple[Node, ...]"


@dataclass(frozen=True)
class Choice:
    """Any one of the options."""

    options: "tuple[Node, ...]"


@dataclass(frozen=True)
class Repeat:
    """The part at least `least` times, at most `most` times; None is without end."""

    part: "Node"
    least: int
    most: int | None


Node = Chars | Edge | Sequence | Choice | Repeat


def ends(node: Node, starts: int, positions: dict[str, int], length: int) -> int:
    """Return the positions where `node` can end when it begins at one of `starts`."""
    if isinstance(node, Chars):
        here = 0
        for letter, places in positions.items():
            if letter in node.allowed:
                here |= places
        return (starts & here) << 1
    if isinstance(node, Edge):
        return starts & (1 << length if node.at_end else 1)
    if isinstance(node, Sequence):
        for part in node.parts:
            starts = ends(part, starts, positions, length)
        return starts
    if isinstance(node, Choice):
        reached = 0
        for option in node.options:
            reached |= ends(option, starts, positions, length)
        return reached
    return _repeated(node, starts, positions, length)


def literal_prefix(node: Node) -> str:
    """What every name begins with that the node fits, as far as that can be read off its parts.

    >>> literal_prefix(Sequence((Edge(False), Chars("a"), Chars("b"), Repeat(Chars("c"), 0, None))))
    'ab'
    """
    prefix = ""
    for part in node.parts if isinstance(node, Sequence) else ():
        if isinstance(part, Chars) and len(part.allowed) == 1:
            prefix += part.allowed
        elif not (part == Edge(at_end=False) and not prefix):
            break
    return prefix


def _repeated(node: Repeat, starts: int, positions: dict[str, int], length: int) -> int:
    for _ in range(node.least):
        starts = ends(node.part, starts, positions, length)
        if not starts:
            return 0
    reached = starts
    left = length + 1 if node.most is None else node.most - node.least
    while left > 0:
        starts = ends(node.part, starts, positions, length)
        if not starts & ~reached:
            break
        reached |= starts
        left -= 1
    return reached


def work(node: Node) -> int:
    """Return an upper bound of the calls that one match of `node` makes."""
    if isinstance(node, Sequence):
        return 1 + sum(work(part) for part in node.parts)
    if isinstance(node, Choice):
        return 1 + sum(work(option) for option in node.options)
    if isinstance(node, Repeat):
        return work(node.part) * max(1, KAFKA_MAX_LENGTH + 1 if node.most is None else node.most)
    return 1
