import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.QuorumInfo;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;

/** What an operator asks: topics, partitions, settings, elections, the quorum. */
final class AdminVerbs {
    static final int TIMEOUT_MS = 12000;

    static void register(Map<String, Probe.Verb> verbs) {
        verbs.put("create", AdminVerbs::create);
        verbs.put("describe", AdminVerbs::describe);
        verbs.put("configure", AdminVerbs::configure);
        verbs.put("grow", AdminVerbs::grow);
        verbs.put("reassign", AdminVerbs::reassign);
        verbs.put("elect", AdminVerbs::elect);
        verbs.put("quorum", AdminVerbs::quorum);
        verbs.put("features", AdminVerbs::features);
        verbs.put("offsets", AdminVerbs::offsets);
    }

    static Admin admin(Probe.Request request) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", request.text("servers"));
        settings.put("default.api.timeout.ms", request.number("timeout_ms", TIMEOUT_MS));
        settings.put("request.timeout.ms", request.number("timeout_ms", TIMEOUT_MS));
        return Admin.create(settings);
    }

    static Object create(Probe.Request request) throws Exception {
        NewTopic topic;
        if (request.json().has("replicas")) {
            Map<Integer, List<Integer>> replicas = new TreeMap<>();
            request.json().get("replicas").forEach(row -> replicas.put(replicas.size(), ids(row)));
            topic = new NewTopic(request.text("topic"), replicas);
        } else {
            topic = new NewTopic(request.text("topic"), request.number("partitions", 1),
                (short) request.number("rf", 1));
        }
        try (Admin admin = admin(request)) {
            admin.createTopics(List.of(topic.configs(request.map("config")))).all().get();
        }
        return "created";
    }

    static List<Integer> ids(Iterable<com.fasterxml.jackson.databind.JsonNode> row) {
        List<Integer> ids = new ArrayList<>();
        row.forEach(id -> ids.add(id.asInt()));
        return ids;
    }

    static Object describe(Probe.Request request) throws Exception {
        try (Admin admin = admin(request)) {
            TopicDescription topic = admin.describeTopics(List.of(request.text("topic")))
                .allTopicNames().get().get(request.text("topic"));
            List<Object> rows = new ArrayList<>();
            for (TopicPartitionInfo p : topic.partitions()) {
                rows.add(Map.of(
                    "partition", p.partition(),
                    "leader", p.leader() == null ? -1 : p.leader().id(),
                    "replicas", nodes(p.replicas()),
                    "isr", nodes(p.isr()),
                    "elr", nodes(p.elr()),
                    "last_known", nodes(p.lastKnownElr())));
            }
            return rows;
        }
    }

    static List<Integer> nodes(List<Node> nodes) {
        return nodes == null ? List.of() : nodes.stream().map(Node::id).toList();
    }

    static Object configure(Probe.Request request) throws Exception {
        ConfigResource resource = new ConfigResource(
            ConfigResource.Type.valueOf(request.text("kind", "TOPIC")), request.text("name"));
        List<AlterConfigOp> changes = new ArrayList<>();
        request.map("config").forEach((name, value) ->
            changes.add(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET)));
        try (Admin admin = admin(request)) {
            admin.incrementalAlterConfigs(Map.of(resource, changes)).all().get();
        }
        return "changed";
    }

    static Object grow(Probe.Request request) throws Exception {
        try (Admin admin = admin(request)) {
            admin.createPartitions(Map.of(request.text("topic"),
                NewPartitions.increaseTo(request.number("partitions", 1)))).all().get();
        }
        return "grown";
    }

    static Object reassign(Probe.Request request) throws Exception {
        TopicPartition partition =
            new TopicPartition(request.text("topic"), request.number("partition", 0));
        try (Admin admin = admin(request)) {
            admin.alterPartitionReassignments(Map.of(partition, Optional.of(
                new NewPartitionReassignment(ids(request.json().get("to")))))).all().get();
        }
        return "accepted";
    }

    static Object elect(Probe.Request request) throws Exception {
        TopicPartition partition =
            new TopicPartition(request.text("topic"), request.number("partition", 0));
        try (Admin admin = admin(request)) {
            admin.electLeaders(ElectionType.valueOf(request.text("type")), Set.of(partition)).all().get();
        }
        return "elected";
    }

    static Object quorum(Probe.Request request) throws Exception {
        try (Admin admin = admin(request)) {
            QuorumInfo quorum = admin.describeMetadataQuorum().quorumInfo().get();
            return Map.of("leader", quorum.leaderId(), "epoch", quorum.leaderEpoch(),
                "voters", quorum.voters().stream().map(QuorumInfo.ReplicaState::replicaId).toList());
        }
    }

    static Object features(Probe.Request request) throws Exception {
        try (Admin admin = admin(request)) {
            Map<String, Integer> levels = new TreeMap<>();
            admin.describeFeatures().featureMetadata().get().finalizedFeatures()
                .forEach((name, range) -> levels.put(name, (int) range.maxVersionLevel()));
            return levels;
        }
    }

    static Object offsets(Probe.Request request) throws Exception {
        TopicPartition p = new TopicPartition(request.text("topic"), request.number("partition", 0));
        try (Admin admin = admin(request)) {
            return Map.of(
                "earliest", admin.listOffsets(Map.of(p, OffsetSpec.earliest())).all().get().get(p).offset(),
                "latest", admin.listOffsets(Map.of(p, OffsetSpec.latest())).all().get().get(p).offset());
        }
    }
}
