"""The words of commands about brokers, clients, queues, meshes and services; see `commands`.

Products differ here, so the real thing is mostly a note: what one does, not how a tool is called.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

_KILL = "kill -9 PID"
_STOP = "kill -STOP PID; sleep {for}; kill -CONT PID"
_ITS_PROCESS = _("PID is the process of the program.")
_STARTS_IT = _("Start the program again as you started it.")
_ADMIN = _("In the administration of the broker; names differ by product.")
_DEPLOY = _("In the deployment of the service, such as a new version of its container.")
_NO_TOOL = _("No tool does this; a test proxy between the two can.")


def _of(label: Any, help_: Any, on: str, *real: str, note: Any = "") -> dict[str, Any]:
    return {"label": label, "help": help_, "on": on.split(), "real": list(real), "note": note}


EVENT_COMMANDS: dict[str, dict[str, Any]] = {
    "add client": _of(
        _("Add a client"), _("A new program attaches itself; with a filter it subscribes."), "hub",
        'mosquitto_sub -i {client} -t "{filter}"', note=_("With MQTT, for example."),
    ),
    "add link": _of(
        _("Link two brokers"), _("Interest and events pass between them from then on."), "hub",
        note=_ADMIN,
    ),
    "crash client": _of(
        _("Crash it"), _("Its inbox, its work in hand and its local buffer are gone."), "client", _KILL,
        note=_ITS_PROCESS,
    ),
    "crash service": _of(
        _("Crash it"), _("It dies in the middle of its work; its stores are durable."), "service", _KILL,
        note=_ITS_PROCESS,
    ),
    "deploy service": _of(
        _("Deploy it anew"), _("It stops, is changed, and starts as a new deployment."), "service",
        note=_DEPLOY,
    ),
    "duplicate delivery": _of(
        _("Duplicate the next event"), _("The next event for the client arrives twice."), "client",
        note=_NO_TOOL,
    ),
    "lose delivery": _of(
        _("Lose the next event"), _("The next event for the client never arrives, unnoticed."), "client",
        note=_NO_TOOL,
    ),
    "pause client": _of(
        _("Pause the process"), _("The whole program stands still."), "client", _STOP, note=_ITS_PROCESS
    ),
    "pause service": _of(
        _("Pause the process"), _("The whole service stands still."), "service", _STOP, note=_ITS_PROCESS
    ),
    "read": _of(
        _("Read from its store"), _("A value, stamped with how far behind its source it is."), "service",
        note=_("A query of the service's own interface."),
    ),
    "request": _of(
        _("Ask for something"), _("A person asks the service and waits for the answer."), "service",
        note=_("A request to the service's own interface."),
    ),
    "restart client": _of(
        _("Restart it"), _("A program that ended starts again."), "client", note=_STARTS_IT
    ),
    "restart service": _of(
        _("Restart it"), _("A service that ended starts again, with its stores."), "service", note=_STARTS_IT
    ),
    "rewind service": _of(
        _("Rewind it"), _("It empties its stores and reads its log again from the start."), "service",
        note=_("Empty its tables and set its offsets back while it stands."),
    ),
    "scale service": _of(
        _("Scale it"), _("So many workers do its work side by side."), "service", note=_DEPLOY
    ),
    "set client": _of(
        _("Change it"), _("Its work, inbox, filters kept or quality, while it runs."), "client",
        note=_("In the program's own configuration."),
    ),
    "set log": _of(
        _("Change how long it keeps"), _("What is older goes; 0 keeps everything."), "tape", note=_ADMIN
    ),
    "set queue": _of(
        _("Change the queue"), _("Its capacity, overflow, expiry or deliveries."), "queue", note=_ADMIN
    ),
    "set service": _of(
        _("Change the service"), _("Its mode, work, fields and safeguards, while it runs."), "service",
        note=_DEPLOY,
    ),
    "set store": _of(
        _("Change a value by hand"), _("The value is put there, and nobody is told."), "service",
        note=_("An update in the service's own database."),
    ),
    "slow link": _of(
        _("Slow a link"), _("Everything between the two takes longer; 0ms ends that."), "hub",
        "tc qdisc add dev eth0 root netem delay {latency}", note=_("On the machine of {a}."),
    ),
    "start client": _of(
        _("Start it"), _("A program that was not there yet attaches itself."), "client", note=_STARTS_IT
    ),
    "start service": _of(
        _("Start it"), _("It is deployed for the first time."), "service", note=_DEPLOY
    ),
    "stop client": _of(
        _("Stop it cleanly"), _("What it asked for directly is withdrawn; queues and logs stay."), "client",
        note=_("The program disconnects and ends."),
    ),
    "stop service": _of(
        _("Stop it cleanly"), _("It ends after the work in hand."), "service", note=_DEPLOY
    ),
    "subscribe client": _of(
        _("Subscribe"), _("It asks its broker for what a filter selects."), "client",
        'mosquitto_sub -i {client} -t "{filter}"', note=_("With MQTT, for example."),
    ),
    "swap delivery": _of(
        _("Swap the next two events"), _("They arrive in the wrong order."), "client", note=_NO_TOOL
    ),
    "unsubscribe client": _of(
        _("Unsubscribe"), _("It no longer asks for what a filter selects."), "client",
        note=_("The program withdraws its subscription."),
    ),
}  # fmt: skip
