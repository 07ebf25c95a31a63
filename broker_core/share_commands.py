"""Commands about the record that a share consumer works on."""

from collections.abc import Callable
from typing import Any

from broker_core.clients import share_member
from broker_core.cluster import Cluster
from broker_core.commands import share
from broker_core.errors import Rejected


def _check(c: Cluster, cmd: Any) -> Rejected | None:
    sharing = [name for name, it in c.consumers.items() if it.share is not None]
    if cmd.member not in sharing:
        known = ", ".join(sharing) or "none"
        return Rejected("unknown_id", kind="member of a share group", id=cmd.member, known=known)
    it = c.consumers[cmd.member]
    state = ""
    if not c.world.is_up(cmd.member):
        state = it.phase
    elif not share_member.explicit(it):
        state = "acknowledging implicitly"
    elif not it.working:
        state = "idle"
    if state:
        return Rejected(
            "wrong_state", kind="member", id=cmd.member, state=state, verb=type(cmd).verb,
            needed="at work, with share.acknowledgement.mode=explicit",
        )  # fmt: skip
    return None


def _finish(verdict: str) -> Callable[[Cluster, Any], None]:
    return lambda c, cmd: share_member.finish(c.world, c.consumers[cmd.member], verdict)


RULES: dict[type, tuple[Callable[[Cluster, Any], Rejected | None], Callable[[Cluster, Any], None]]]
RULES = {
    share.ReleaseRecord: (_check, _finish("release")),
    share.RejectRecord: (_check, _finish("reject")),
    share.RenewLock: (
        _check,
        lambda c, cmd: share_member.renew(c.world, c.consumers[cmd.member]),
    ),
}
