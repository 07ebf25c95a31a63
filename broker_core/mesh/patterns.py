"""Regular expressions over Kafka topic names, matched in bounded time.

A backtracking matcher can be kept busy for years by a short pattern, and students share a server.
This one walks all possible positions at once (one bit of an integer for each) and never goes back;
the work is bounded when the pattern is read. It knows what Java and RE2 have in common and topic
names need: literals, `.`, classes, groups, `|`, `* + ? {m,n}` (greedy or lazy, which is the same
for a whole name), `^`, `$` and the escapes `d w s D W S`. The rest is refused by name.

>>> compile_pattern("orders-.*").matches("orders-eu")
True
>>> compile_pattern("orders").matches("orders-eu")
False
"""

from dataclasses import dataclass

from broker_core.mesh.names import KAFKA_ALPHABET, KAFKA_MAX_LENGTH, InvalidName
from broker_core.mesh.pattern_nodes import (
    Chars,
    Choice,
    Edge,
    Node,
    Repeat,
    Sequence,
    ends,
    literal_prefix,
    work,
)

MAX_FILTER_LENGTH = 256
MAX_GROUP_DEPTH = 20
MAX_WORK = 500_000
"""Upper bound of calls for one match, counted when the pattern is read."""

_DIGITS = "0123456789"
_WORD = KAFKA_ALPHABET.replace(".", "").replace("-", "")
_CLASSES = {"d": _DIGITS, "w": _WORD, "s": ""}


@dataclass(frozen=True)
class Pattern:
    """A pattern that has been read and found bounded; every name that it fits begins with `prefix`."""

    text: str
    root: Node
    prefix: str

    def matches(self, name: str) -> bool:
        """Whether the pattern fits the whole name, from its first character to its last."""
        positions = dict.fromkeys(name, 0)
        for index, letter in enumerate(name):
            positions[letter] |= 1 << index
        return bool(ends(self.root, 1, positions, len(name)) >> len(name) & 1)


def compile_pattern(text: str) -> Pattern:
    """Read a pattern; everything that cannot be read raises `InvalidName`."""
    if text == "":
        raise InvalidName("kafka.regex_empty", "a subscription pattern needs a character")
    if len(text) > MAX_FILTER_LENGTH:
        sentence = f"a subscription pattern has at most {MAX_FILTER_LENGTH} characters"
        raise InvalidName("kafka.regex_too_long", sentence)
    root = _Reader(text).read()
    if work(root) > MAX_WORK:
        sentence = f"repeats inside repeats make this pattern too expensive: {text!r}"
        raise InvalidName("kafka.regex_too_expensive", sentence)
    return Pattern(text, root, literal_prefix(root))


class _Reader:
    """Recursive descent over the text of one pattern; `at` is the next character to read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0

    def read(self) -> Node:
        node = self._choice()
        if self.at < len(self.text):
            raise self._error("unbalanced", "')' closes no group")
        return node

    def _peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def _next(self) -> str:
        self.at += 1
        return self.text[self.at - 1 : self.at]

    def _error(self, rule: str, sentence: str) -> InvalidName:
        place = f"at character {self.at + 1} of {self.text!r}"
        return InvalidName(f"kafka.regex_{rule}", f"{sentence}, {place}")

    def _choice(self) -> Node:
        options = [self._sequence()]
        while self._peek() == "|":
            self._next()
            options.append(self._sequence())
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def _sequence(self) -> Node:
        parts: list[Node] = []
        while self._peek() not in ("", "|", ")"):
            parts.append(self._suffixed(self._atom()))
        return Sequence(tuple(parts))

    def _suffixed(self, node: Node) -> Node:
        sign = self._peek()
        if sign in ("*", "+", "?"):
            self._next()
            node = Repeat(node, 1 if sign == "+" else 0, 1 if sign == "?" else None)
        elif sign == "{":
            node = self._counted(node)
        else:
            return node
        if self._peek() == "?":
            self._next()
        if self._peek() in ("*", "+", "?", "{"):
            raise self._error("repeat", "a repeat of a repeat needs a group")
        return node

    def _counted(self, node: Node) -> Node:
        end = self.text.find("}", self.at)
        least, comma, most = self.text[self.at + 1 : max(end, 0)].partition(",")
        for number in (least, most):
            if not all(digit in _DIGITS for digit in number) or len(number) > 3:
                raise self._error("count", "a count is written {m}, {m,} or {m,n}")
        if end < 0 or not least:
            raise self._error("count", "a count is written {m}, {m,} or {m,n}")
        low = int(least)
        high = int(most) if most else (None if comma else low)
        if (high is not None and high < low) or low > KAFKA_MAX_LENGTH:
            raise self._error("count", "a count goes from less to more, up to a name's length")
        self.at = end + 1
        return Repeat(node, low, high)

    def _atom(self) -> Node:
        letter = self._next()
        if letter == "(":
            return self._group()
        if letter == "[":
            return self._class()
        if letter == ".":
            return Chars(KAFKA_ALPHABET)
        if letter in ("^", "$"):
            return Edge(letter == "$")
        if letter == "\\":
            return Chars(self._escape())
        if letter in ("*", "+", "?", "{"):
            self.at -= 1
            raise self._error("nothing_to_repeat", f"{letter!r} has nothing to repeat")
        return Chars(letter)

    def _group(self) -> Node:
        if self.text.startswith("?:", self.at):
            self.at += 2
        elif self._peek() == "?":
            raise self._error("unsupported", "of the groups with '?', only '(?:' is supported")
        self.depth += 1
        if self.depth > MAX_GROUP_DEPTH:
            raise self._error("too_deep", f"groups nest at most {MAX_GROUP_DEPTH} deep")
        node = self._choice()
        if self._next() != ")":
            raise self._error("unbalanced", "a group is not closed")
        self.depth -= 1
        return node

    def _escape(self) -> str:
        letter = self._next()
        if letter.lower() in _CLASSES:
            allowed = _CLASSES[letter.lower()]
            return allowed if letter.islower() else _others(allowed)
        if letter == "" or letter.isalnum():
            raise self._error("unsupported", f"the escape '\\{letter}' is not supported")
        return letter

    def _class(self) -> Node:
        negated = self._peek() == "^"
        if negated:
            self._next()
        allowed = ""
        first = self.at
        while (letter := self._next()) != "]" or self.at == first + 1:
            if letter in ("", "[", "]", "&"):
                raise self._error("class", "a class is a list of characters between '[' and ']'")
            chars = self._escape() if letter == "\\" else letter
            ranged = self._peek() == "-" and self.text[self.at + 1 : self.at + 2] not in ("", "]")
            if ranged and len(chars) == 1:
                self._next()
                chars = self._range(chars, self._next())
            allowed += chars
        return Chars(_others(allowed) if negated else allowed)

    def _range(self, first: str, last: str) -> str:
        if last == "\\" or last < first:
            raise self._error("class", f"the range {first}-{last} runs backwards")
        found = "".join(letter for letter in KAFKA_ALPHABET if first <= letter <= last)
        return found or first


def _others(allowed: str) -> str:
    return "".join(letter for letter in KAFKA_ALPHABET if letter not in allowed)
