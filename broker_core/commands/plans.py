"""Commands about commands to come: at an instant, changed or dropped before they come; `when` is in kafka."""

from broker_core.commands.grammar import Command, command


@command("at", "", "at 8s do crash broker 1", time="duration", do="text")
class At(Command):
    """Do a command at a virtual time that lies ahead, such as a fault that is planned."""

    time: int
    do: str


@command(
    "change", "plan", 'change plan 3 at=9s do="crash broker 2"',
    plan="int", at="duration", do="text",
)  # fmt: skip
class ChangePlan(Command):
    """Another time or another command for a plan that has not come yet. Plans are numbered as the
    commands are that made them, those of the scene's script first; one that waited for an event
    waits for a time once it is given one."""

    plan: int
    at: int | None = None
    do: str | None = None


@command("drop", "plan", "drop plan 3", plan="int")
class DropPlan(Command):
    """A plan that has not come yet is taken out."""

    plan: int
