"""Random commands of every verb, made from the grammar itself."""

from dataclasses import MISSING
from typing import Any

from hypothesis import strategies as st

from broker_core.commands import GRAMMAR, Command, format, parse
from broker_core.commands.grammar import Field

TEXT = st.text(st.characters(min_codepoint=32, exclude_categories=("Cs", "Cc")), max_size=24)
LETTERS = "abz09"
IDS = st.builds(str.__add__, st.sampled_from(LETTERS), st.text(LETTERS + "._-", max_size=31))
DURATIONS = st.one_of(
    st.integers(0, 10**10), st.sampled_from([1, 1_000, 60_000, 8_000_000, 86_400_000_000])
)
KINDS: dict[str, st.SearchStrategy[Any]] = {
    "text": TEXT,
    "id": IDS,
    "topic": st.builds(str.__add__, st.sampled_from("aZ_-9"), st.text("aZ9._-", max_size=40)),
    "address": st.text(
        st.characters(min_codepoint=32, exclude_categories=("Cs", "Cc")), min_size=1, max_size=24
    ),
    "node": st.one_of(st.integers(0, 999_999), IDS.filter(lambda text: not text.isdigit())),
    "word": st.text("aZ9._-", min_size=1, max_size=64),
    "int": st.integers(-(2**53) + 1, 2**53 - 1),
    "bool": st.booleans(),
    "acks": st.sampled_from(["0", "1", "all"]),
    "ints": st.lists(st.integers(0, 99), min_size=1, max_size=4).map(tuple),
    "rows": st.lists(
        st.lists(st.integers(1, 99), min_size=1, max_size=4).map(tuple), min_size=1, max_size=3
    ).map(tuple),
    "duration": DURATIONS,
    "settings": st.dictionaries(
        st.builds(str.__add__, st.sampled_from("az"), st.text("az09._", max_size=12)),
        TEXT,
        min_size=1,
        max_size=4,
    ).map(lambda given: tuple(given.items())),
    "offset": st.one_of(DURATIONS, DURATIONS.map(lambda us: -us)),
}


def values(part: Field) -> st.SearchStrategy[Any]:
    """Any value of a field; its default too, where it has one."""
    some = KINDS[part.kind]
    return some if part.default is MISSING else st.one_of(st.just(part.default), some)


def plain(cls: type[Command]) -> bool:
    return all(part.kind in KINDS for part in cls.parts) and cls.verb not in ("when", "at")


PLAIN = sorted((cls for cls in GRAMMAR.values() if plain(cls)), key=lambda cls: cls.__name__)
COMMANDS: st.SearchStrategy[Command] = st.sampled_from(PLAIN).flatmap(
    lambda cls: st.builds(cls, **{part.attribute: values(part) for part in cls.parts})
)
EXAMPLES = sorted({cls.example for cls in GRAMMAR.values()})


@st.composite
def conditions(draw: Any) -> Command:
    """`when EVENT field=value … do COMMAND`."""
    fields = draw(
        st.dictionaries(st.text("abc", min_size=1, max_size=9), TEXT.filter(bool), max_size=3)
    )
    inner = format(draw(COMMANDS))
    event = draw(KINDS["word"])
    return GRAMMAR[("when", "")](event, tuple(fields.items()), format(parse(inner)))  # type: ignore[call-arg]


@st.composite
def plans(draw: Any) -> Command:
    """`at TIME do COMMAND`, a condition among the commands."""
    inner = format(draw(st.one_of(COMMANDS, conditions())))
    return GRAMMAR[("at", "")](draw(DURATIONS), format(parse(inner)))  # type: ignore[call-arg]
