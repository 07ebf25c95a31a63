"""A deployment: a service ends in order, is changed, and starts again; all others go on."""

from broker_core.events.service import Redeployed
from broker_core.pubsub import lifecycle
from broker_core.pubsub.settings import Given
from broker_core.services import settings
from broker_core.town import Town


def deploy(t: Town, service: str, given: Given) -> None:
    """The service ends its work in hand and stops; the rest follows from its end."""
    t.services[service].deploying = given
    lifecycle.stop(t, service)


def deployed(t: Town, owner: str, service: str) -> None:
    """The new deployment is ready: changed, and started unless somebody did so already."""
    s = t.services[service]
    if s.deploying is None:
        return
    given, s.deploying = s.deploying, None
    settings.change(t, s, given)
    s.deployed += 1
    t.world.cause = t.world.emit(Redeployed, s.name, s.deployed, because=("deploy",))
    if t.clients[service].state == "stopped":
        lifecycle.start(t, service)
