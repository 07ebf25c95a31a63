"""The language: what is written can be read, and nothing that is typed breaks anything."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broker_core import Rejected, Simulation
from broker_core.commands import GRAMMAR, Command, format, parse
from broker_core.kernel.units import format_duration, parse_duration
from tests.core.properties.words import COMMANDS, EXAMPLES, PLAIN, conditions, plans

RUN = Simulation.from_scenario("broker-fails")
RUN.advance(3_000_000)


def test_nearly_every_command_is_made_by_the_strategy():
    """A command with a kind of field that is new here needs a line in words.py."""
    left = {cls.verb for cls in GRAMMAR.values()} - {cls.verb for cls in PLAIN}
    assert left <= {"at", "when", "set"}, left


@given(COMMANDS)
@settings(max_examples=150)
def test_what_is_written_is_read_again(command: Command):
    assert parse(format(command)) == command


@given(st.one_of(conditions(), plans()))
@settings(max_examples=60)
def test_conditions_and_plans_are_read_again(command: Command):
    assert parse(format(command)) == command


@pytest.mark.parametrize("plan", ["at 1s do ", "when client.ack_received do "])
def test_a_plan_of_plans_has_an_end(plan: str):
    text = plan * 4 + "crash broker 2"
    assert format(parse(text)) == text
    with pytest.raises(Rejected) as refused:
        parse(plan * 2_000 + "crash broker 2")
    assert (refused.value.code, refused.value.fields["field"]) == ("bad_value", "do")


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_a_command_and_its_text_is_stable(example: str):
    text = format(parse(example))
    assert format(parse(text)) == text


@given(
    st.one_of(
        st.text(max_size=80),
        st.sampled_from(EXAMPLES).flatmap(
            lambda line: st.tuples(
                st.just(line), st.integers(0, len(line)), st.text(max_size=6)
            ).map(lambda cut: cut[0][: cut[1]] + cut[2] + cut[0][cut[1] + 1 :])
        ),
    )
)
@settings(max_examples=150)
def test_random_text_is_refused_with_a_code_or_understood(text: str):
    try:
        command = parse(text)
    except Rejected as error:
        refusal: Rejected | None = error
    else:
        assert parse(format(command)) == command
        refusal = RUN.check(command)
    assert refusal is None or (refusal.code and str(refusal))


@given(COMMANDS)
@settings(max_examples=40)
def test_a_checked_command_never_fails_and_a_refused_one_changes_nothing(command: Command):
    sim = RUN.clone()
    before = sim.digest()
    if sim.check(command) is None:
        sim.apply(command)
        sim.advance(sim.now_us + 1_000_000)
    else:
        with pytest.raises(Rejected):
            sim.apply(command)
        assert sim.digest() == before


@given(st.integers(0, 400 * 86_400_000_000))
def test_durations_are_read_again(us: int):
    assert parse_duration(format_duration(us)) == us


@pytest.mark.parametrize(
    ("text", "us"),
    [("0us", 0), ("400ms", 400_000), ("1.5s", 1_500_000), ("2m", 120_000_000), ("0.000001s", 1)],
)
def test_durations_by_example(text: str, us: int):
    assert parse_duration(text) == us


@pytest.mark.parametrize("text", ["", "5", "s", "-1s", "1 s", "1e3s", "0.0000001s", "401d", "1,5s"])
def test_what_is_no_duration_says_so(text: str):
    with pytest.raises(ValueError, match="duration"):
        parse_duration(text)
