"""What a share consumer's application can say of the record it works on (KIP-932)."""

from broker_core.commands.grammar import Command, command


@command("release", "member", "release member pickers-1", member="id")
class ReleaseRecord(Command):
    """A share consumer gives the record in work back: somebody gets it again."""

    member: str


@command("reject", "member", "reject member pickers-1", member="id")
class RejectRecord(Command):
    """A share consumer rejects the record in work: its group never gets it again."""

    member: str


@command("renew", "member", "renew member pickers-1", member="id")
class RenewLock(Command):
    """A share consumer needs longer for the record in work: its lock begins afresh."""

    member: str
