"""Settings of Kafka 4.x that this engine does not model, by who has them: named honestly, not guessed at."""

_CLIENT = """
allow.auto.create.topics auto.include.jmx.reporter bootstrap.servers client.dns.lookup client.id
connections.max.idle.ms enable.metrics.push interceptor.classes metadata.recovery.rebootstrap.trigger.ms
metadata.recovery.strategy metric.reporters metrics.num.samples metrics.recording.level
metrics.sample.window.ms receive.buffer.bytes sasl.client.callback.handler.class sasl.jaas.config
sasl.kerberos.kinit.cmd sasl.kerberos.min.time.before.relogin sasl.kerberos.service.name
sasl.login.callback.handler.class sasl.login.class sasl.mechanism sasl.oauthbearer.token.endpoint.url
security.protocol security.providers send.buffer.bytes socket.connection.setup.timeout.max.ms
socket.connection.setup.timeout.ms ssl.cipher.suites ssl.enabled.protocols
ssl.endpoint.identification.algorithm ssl.key.password ssl.keymanager.algorithm
ssl.keystore.certificate.chain ssl.keystore.key ssl.keystore.location ssl.keystore.password
ssl.keystore.type ssl.protocol ssl.provider ssl.truststore.certificates ssl.truststore.location
ssl.truststore.password ssl.truststore.type
"""
_PRODUCER = """
compression.gzip.level compression.lz4.level compression.type compression.zstd.level key.serializer
metadata.max.idle.ms transaction.two.phase.commit.enable transactional.id value.serializer
"""
_CONSUMER = """
check.crcs exclude.internal.topics fetch.max.bytes fetch.min.bytes group.id group.instance.id
key.deserializer max.partition.fetch.bytes value.deserializer
"""
_TOPIC = """
compression.gzip.level compression.lz4.level compression.type compression.zstd.level
file.delete.delay.ms flush.messages flush.ms follower.replication.throttled.replicas
index.interval.bytes leader.replication.throttled.replicas local.retention.bytes local.retention.ms
preallocate remote.log.copy.disable remote.log.delete.on.disable remote.storage.enable
segment.index.bytes
"""
_BROKER = """
advertised.listeners auto.create.topics.enable background.threads compression.type
controlled.shutdown.enable controller.listener.names controller.quorum.bootstrap.servers
controller.quorum.voters default.replication.factor delete.topic.enable inter.broker.listener.name
listener.security.protocol.map listeners log.cleaner.dedupe.buffer.size log.cleaner.threads log.dir
log.dirs log.flush.interval.messages log.flush.interval.ms node.id
num.io.threads num.network.threads num.partitions num.recovery.threads.per.data.dir
num.replica.fetchers offsets.topic.num.partitions offsets.topic.replication.factor process.roles
queued.max.requests rack.id replica.fetch.max.bytes replica.fetch.min.bytes socket.receive.buffer.bytes
socket.request.max.bytes socket.send.buffer.bytes
transaction.state.log.num.partitions transaction.state.log.replication.factor broker.id broker.rack
"""

NOT_MODELLED: dict[str, frozenset[str]] = {
    "producer": frozenset(f"{_CLIENT} {_PRODUCER}".split()),
    "consumer": frozenset(f"{_CLIENT} {_CONSUMER}".split()),
    "share": frozenset(f"{_CLIENT} {_CONSUMER}".split()),
    "topic": frozenset(_TOPIC.split()),
    "broker": frozenset(f"{_BROKER}".split()),
}
"""Scope -> names that Kafka has and this engine ignores."""

SECRET = ("password", "secret", "jaas", "token", "credential", ".key")
"""A name with one of these has a value that is never shown again."""


def is_secret(name: str) -> bool:
    """
    >>> is_secret("ssl.key.password"), is_secret("acks"), is_secret("key.serializer")
    (True, False, False)
    """
    return any(part in name.lower() for part in SECRET[:-1]) or name.lower().endswith(SECRET[-1])
