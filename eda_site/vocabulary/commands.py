"""Each command for people: a label, what it does, what it can be done to, and the real thing.

`on` names the kinds of things on the stage that carry the command. `real` is what does the same to a real
cluster, in the words of Kafka's own tools, of a client or of the machine; {fields} are the command's.
A note stands where no tool does it or where it needs a condition.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from eda_site.vocabulary.event_commands import EVENT_COMMANDS

_AT = "--bootstrap-server localhost:9092"
_KILL = "kill -9 PID"
_STOP = "kill -STOP PID; sleep {for}; kill -CONT PID"
_STARTS_IT = _("Start the program again as you started it.")
_ITS_PROCESS = _("PID is the process of the program; jps lists them.")
_ITS_API = _("In the program itself:")


def _of(label: Any, help_: Any, on: str, *real: str, note: Any = "") -> dict[str, Any]:
    return {"label": label, "help": help_, "on": on.split(), "real": list(real), "note": note}


_KAFKA: dict[str, dict[str, Any]] = {
    "abort transaction": _of(
        _("Abort the transaction"),
        _("The application aborts its open transaction; its records stay, marked as aborted."),
        "producer", "producer.abortTransaction();", note=_ITS_API,
    ),
    "add broker": _of(
        _("Add a broker"),
        _("A new broker registers; it holds nothing until replicas are placed on it."),
        "broker voter",
        "kafka-storage.sh format --cluster-id CLUSTER --config config/server-{broker}.properties "
        "--no-initial-controllers",
        "kafka-server-start.sh -daemon config/server-{broker}.properties",
        note=_("With node.id = {broker} in the properties file."),
    ),
    "close member": _of(
        _("Close it cleanly"),
        _("The consumer saves its offsets if it should, leaves its group and ends."),
        "member", "consumer.close();", note=_ITS_API,
    ),
    "close producer": _of(
        _("Close it cleanly"),
        _("The producer sends what it holds, waits for the answers and ends."),
        "producer", "producer.close();", note=_ITS_API,
    ),
    "crash broker": _of(
        _("Crash it"),
        _("The process dies at once; its memory is gone, its log stays on disk."),
        "broker", _KILL, note=_("PID is the process of the broker; jps shows it as Kafka."),
    ),
    "crash controller": _of(
        _("Crash it"), _("A controller's process dies; the others keep the majority or lose it."),
        "voter", _KILL, note=_("PID is the process of the controller; jps shows it as Kafka."),
    ),
    "crash member": _of(
        _("Crash it"), _("The consumer dies without a word to its group."), "member", _KILL,
        note=_ITS_PROCESS,
    ),
    "crash processor": _of(
        _("Crash the program"), _("The program dies: its consumer and its producer."), "producer",
        _KILL, note=_ITS_PROCESS,
    ),
    "crash producer": _of(
        _("Crash it"), _("What it had not sent is gone; what it had sent may be written."), "producer",
        _KILL, note=_ITS_PROCESS,
    ),
    "crash zookeeper": _of(
        _("Crash the node"), _("A node of the ensemble dies."), "voter", _KILL,
        note=_("PID is QuorumPeerMain; jps lists it. Kafka 3.9 is the last with ZooKeeper."),
    ),
    "create topic": _of(
        _("Create a topic"), _("The controller places the replicas of a new topic."), "broker log voter",
        f"kafka-topics.sh {_AT} --create --topic {{topic}} --partitions {{partitions}} "
        "--replication-factor {replication_factor}",
    ),
    "cut": _of(
        _("Cut a connection"), _("Nothing gets from one end to the other, and nobody is told."),
        "broker link member producer voter", "iptables -A INPUT -s ADDRESS-OF-{b} -j DROP",
        note=_("On the machine of {a}; the same on the other one for both directions."),
    ),
    "delay answer": _of(
        _("Delay the next answer"), _("A broker's next answer to a client comes later."),
        "producer member", "tc qdisc add dev eth0 root netem delay {by}",
        note=_("No tool delays a single answer; this delays all that the broker's machine sends."),
    ),
    "delete group": _of(
        _("Delete the group"), _("An empty group goes, with its committed offsets."), "group",
        f"kafka-consumer-groups.sh {_AT} --delete --group {{group}}",
    ),
    "delete records": _of(
        _("Delete its oldest records"), _("The log start moves up to an offset; what is below is gone."),
        "log record",
        """echo '{"partitions":[{"topic":"{topic}","partition":{partition},"offset":{before}}],"version":1}' """
        "> records.json",
        f"kafka-delete-records.sh {_AT} --offset-json-file records.json",
    ),
    "delete topic": _of(
        _("Delete the topic"), _("The topic goes with all its records."), "log",
        f"kafka-topics.sh {_AT} --delete --topic {{topic}}",
    ),
    "elect preferred": _of(
        _("Elect preferred leaders"), _("Each partition goes back to its preferred leader, if in sync."),
        "log", f"kafka-leader-election.sh {_AT} --election-type preferred --all-topic-partitions",
        note=_("With --topic and --partition for a single one."),
    ),
    "elect unclean": _of(
        _("Elect an unclean leader"),
        _("Any live replica leads, at the price of the records that it lacks."), "log",
        f"kafka-leader-election.sh {_AT} --election-type unclean --topic {{topic}} --partition {{partition}}",
    ),
    "hang processor": _of(
        _("Let the program hang"), _("The work stands still; its heartbeats go on."), "producer",
        note=_("Set a breakpoint that stops the working thread only."),
    ),
    "hang producer": _of(
        _("Let the application hang"), _("It does nothing for a while, with its transaction open."),
        "producer", note=_("Set a breakpoint that stops the working thread only."),
    ),
    "heal": _of(
        _("Heal a connection"), _("A cut between two ends is mended."),
        "broker link member producer voter",
        "iptables -D INPUT -s ADDRESS-OF-{b} -j DROP", note=_("On the machine of {a}."),
    ),
    "join group": _of(
        _("Add a consumer"), _("One more consumer starts and joins the group."), "group",
        f"kafka-console-consumer.sh {_AT} --topic TOPIC --group {{group}}",
    ),
    "lose answer": _of(
        _("Lose the next answer"), _("A broker's next answer is lost; that connection stays silent."),
        "producer member", "iptables -A INPUT -s ADDRESS-OF-BROKER-{broker} -j DROP",
        note=_("No tool drops a single answer; this drops all from then on."),
    ),
    "lose disk": _of(
        _("Lose the disk"), _("The broker's log directory is replaced by an empty one."), "broker",
        "rm -r LOG-DIRECTORY",
        "kafka-storage.sh format --cluster-id CLUSTER --config config/server-{broker}.properties",
        note=_("Never on a cluster that anybody needs."),
    ),
    "pause broker": _of(
        _("Pause the process"), _("It stands still as in a long garbage collection, then goes on."),
        "broker", _STOP, note=_("PID is the process of the broker; jps shows it as Kafka."),
    ),
    "pause member": _of(
        _("Pause the process"), _("The consumer stands still, its heartbeats too."), "member", _STOP,
        note=_ITS_PROCESS,
    ),
    "pause producer": _of(
        _("Pause the process"), _("The producer stands still."), "producer", _STOP, note=_ITS_PROCESS,
    ),
    "publish": _of(
        _("Publish a record"), _("A producer's application sends one record."), "producer log",
        f"kafka-console-producer.sh {_AT} --topic {{topic}} --property parse.key=true "
        "--property key.separator=: --producer-property acks={acks}",
        note=_("Then type the key, a colon and the value."),
    ),
    "reassign": _of(
        _("Move replicas"), _("The partition's replicas move to other brokers, copied while it serves."),
        "log",
        """echo '{"version":1,"partitions":[{"topic":"{topic}","partition":{partitions},"replicas":[{replicas}]}]}' """
        "> move.json",
        f"kafka-reassign-partitions.sh {_AT} --reassignment-json-file move.json --execute "
        "--throttle {throttle}",
        note=_("A throttle of 0 here means: leave --throttle out."),
    ),
    "reject member": _of(
        _("Reject the record in work"), _("The share group never gets this record again."), "member",
        "consumer.acknowledge(record, AcknowledgeType.REJECT);", note=_ITS_API,
    ),
    "release member": _of(
        _("Release the record in work"), _("Some member of the share group gets it again."), "member",
        "consumer.acknowledge(record, AcknowledgeType.RELEASE);", note=_ITS_API,
    ),
    "renew member": _of(
        _("Renew the lock"), _("The time for the record in work begins afresh."), "member",
        "consumer.acknowledge(record, AcknowledgeType.RENEW);", note=_ITS_API,
    ),
    "restart broker": _of(
        _("Restart it"), _("The broker starts again with what is on its disk."), "broker",
        "kafka-server-start.sh -daemon config/server-{broker}.properties",
    ),
    "restart controller": _of(
        _("Restart it"), _("The controller starts again."), "voter",
        "kafka-server-start.sh -daemon config/controller-{controller}.properties",
    ),
    "restart member": _of(
        _("Restart it"), _("The consumer starts again and joins its group."), "member", note=_STARTS_IT,
    ),
    "restart processor": _of(
        _("Restart the program"), _("Its producer gets a new epoch, which fences the old one."),
        "producer", note=_STARTS_IT,
    ),
    "restart producer": _of(
        _("Restart it"), _("The producer starts again, as a new session."), "producer", note=_STARTS_IT,
    ),
    "restart zookeeper": _of(
        _("Restart the node"), _("The node of the ensemble starts again."), "voter",
        "zookeeper-server-start.sh -daemon config/{node}.properties",
    ),
    "set group": _of(
        _("Change the group's settings"),
        _("Members read these at their next start; the time for a record holds at once."), "group",
        note=_("Client properties: change them in the program and restart it."),
    ),
    "set partitions": _of(
        _("Add partitions"), _("The new ones begin empty, and keys go elsewhere from then on."), "log",
        f"kafka-topics.sh {_AT} --alter --topic {{topic}} --partitions {{total}}",
    ),
    "set topic": _of(
        _("Change a setting of the topic"), _("It holds at once, while the cluster runs."), "log",
        f"kafka-configs.sh {_AT} --alter --entity-type topics --entity-name {{topic}} "
        "--add-config NAME=VALUE",
    ),
    "skew broker": _of(
        _("Set its clock wrong"), _("The broker's clock runs ahead of everybody else's, or behind."),
        "broker", "date --set='{by}'", note=_("On the broker's machine, with NTP off."),
    ),
    "slow broker": _of(
        _("Slow its network"), _("Every message from and to it takes longer; 0ms ends that."), "broker",
        "tc qdisc add dev eth0 root netem delay {latency}", note=_("On the broker's machine."),
    ),
    "stop broker": _of(
        _("Stop it cleanly"), _("Leaderships move first, then the process ends."), "broker",
        "kafka-server-stop.sh --node-id={broker}",
    ),
    "subscribe member": _of(
        _("Subscribe to other topics"), _("It joins its group again at its next poll."), "member",
        'consumer.subscribe(List.of("{topics}"));', note=_ITS_API,
    ),
    "at": _of(
        _("Plan for a time"), _("A command that waits for a virtual time."), "",
        note=_("Only here: a planned fault is part of the run, so it comes again in every replay."),
    ),
    "change plan": _of(
        _("Change a plan"), _("Another time or another command for what is planned."), "",
        note=_("Only here: a real cluster knows no plans."),
    ),
    "drop plan": _of(
        _("Drop a plan"), _("What was planned does not come."), "",
        note=_("Only here: a real cluster knows no plans."),
    ),
    "when": _of(
        _("Do something at an event"), _("A command that waits for the first event of a type."), "",
        note=_("Only here: a real cluster does nothing on an event by itself."),
    ),
}  # fmt: skip

COMMANDS: dict[str, dict[str, Any]] = dict(sorted({**_KAFKA, **EVENT_COMMANDS}.items()))
"""Every command's words, by its verb and kind."""


FIELDS: dict[str, Any] = {
    "a": _("one end, as broker-2 or checkout"),
    "acks": _("0, 1 or all"),
    "at": _("time, as 9s"),
    "auto.offset.reset": _("earliest, latest or none"),
    "b": _("the other end"),
    "before": _("offset; -1 for all"),
    "broker": _("number of the broker"),
    "by": _("time, as 2s"),
    "carries": _("id or state"),
    "client": _("program"),
    "controller": _("controller, as q1"),
    "correlation": _("what belongs together"),
    "dialect": _("mqtt, solace or kafka"),
    "filter": _("topics, as shop/+/order"),
    "for": _("time, as 8s"),
    "form": _("command or fact"),
    "group": _("group"),
    "instance": _("group.instance.id"),
    "key": _("key of the record"),
    "kind": _("kind of request, as produce"),
    "latency": _("time, as 200ms"),
    "links": _("its neighbours, parted by commas"),
    "log": _("log"),
    "max.poll.interval.ms": _("time, as 20s"),
    "member": _("consumer"),
    "memory": _("direct, queue or log"),
    "name": _("name of the event"),
    "node": _("node of the ensemble, as zk1"),
    "oneway": _("true: from the first to the second only"),
    "operation": _("what is asked for"),
    "partition": _("number of the partition"),
    "partition.assignment.strategy": _("assignor, as cooperative-sticky"),
    "partitions": _("how many, or which"),
    "place": _("queue or log"),
    "plan": _("number of the plan"),
    "processor": _("program"),
    "producer": _("producer"),
    "queue": _("queue"),
    "rack": _("rack"),
    "replicas": _("brokers, as 1,3,4"),
    "replication_factor": _("copies of each partition"),
    "retention": _("time, 0us for ever"),
    "same_id": _("true: the directory was only emptied"),
    "service": _("service"),
    "store": _("name of a store, or true"),
    "throttle": _("bytes a second, 0 for no bound"),
    "time": _("time, as 8s"),
    "timestamp": _("as -2h or 5m"),
    "to": _("how many"),
    "topic": _("topic"),
    "topics": _("topics, parted by commas"),
    "total": _("how many in all"),
    "until": _("offset"),
    "value": _("value of the record"),
    "work": _("time for a record, as 400ms"),
}
"""What a field of a command holds, in a few words."""
