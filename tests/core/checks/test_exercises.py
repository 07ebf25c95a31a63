"""Every exercise of a scene: unsolved at first, unsolved by waiting, solved by its own solution; its
question has one right answer, proved by running it."""

import pytest

from broker_core import Simulation
from broker_core.rehearsal import play
from broker_core.scenario import library
from broker_core.scenario.tasks import Exercise, Progress, exercises, judge

SEEDS = (7, 8, 9)
WAIT_US = 600_000_000
EXERCISES = exercises()


@pytest.fixture(params=sorted(EXERCISES))
def exercise(request: pytest.FixtureRequest) -> Exercise:
    return EXERCISES[request.param]


def simulation(exercise: Exercise, seed: int = 7) -> Simulation:
    return Simulation.from_scenario(library()[exercise.scene], seed)


def test_every_exercise_belongs_to_a_scene(exercise: Exercise) -> None:
    assert exercise.scene in library()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_task_is_solved_by_its_solution_and_not_before(exercise: Exercise, seed: int) -> None:
    sim, progress = simulation(exercise, seed), Progress(exercise.task)
    progress.see(sim.advance(0))
    assert progress.unmet is not None
    progress.see(play(sim, exercise.task.solution))
    assert progress.unmet is None


def test_a_task_is_not_solved_by_waiting(exercise: Exercise) -> None:
    sim, progress = simulation(exercise), Progress(exercise.task)
    progress.see(sim.advance(WAIT_US))
    assert progress.unmet is not None


def test_no_part_of_a_solution_that_is_left_out_is_missed(exercise: Exercise) -> None:
    """The solution up to its last command does not solve the task yet: it holds nothing superfluous."""
    commands = [
        n for n, line in enumerate(exercise.task.solution) if not line.startswith("advance ")
    ]
    sim, progress = simulation(exercise), Progress(exercise.task)
    progress.see(play(sim, exercise.task.solution[: commands[-1]]))
    assert progress.unmet is not None
    assert progress.unmet.hint


@pytest.mark.parametrize("seed", SEEDS)
def test_exactly_the_right_answer_comes_true(exercise: Exercise, seed: int) -> None:
    sim = simulation(exercise, seed)
    events = [*sim.advance(0), *play(sim, exercise.question.run)]
    held = judge(exercise.question, events)
    assert held == [option.right for option in exercise.question.options]


def test_a_wrong_answer_is_rebutted(exercise: Exercise) -> None:
    for option in exercise.question.options:
        assert bool(option.rebuttal) != option.right, option.text
