import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Group members in threads, each writing down what its listener and its polls saw, with times. */
final class GroupVerbs {
    static final Map<String, Member> MEMBERS = new TreeMap<>();
    static final long START = System.currentTimeMillis();

    static void register(Map<String, Probe.Verb> verbs) {
        verbs.put("join", GroupVerbs::join);
        verbs.put("seen", GroupVerbs::seen);
        verbs.put("leave", GroupVerbs::leave);
        verbs.put("group", GroupVerbs::group);
        verbs.put("committed", GroupVerbs::committed);
    }

    static final class Member extends Thread {
        final List<Object> seen = Collections.synchronizedList(new ArrayList<>());
        final Probe.Request request;
        volatile boolean ending;
        volatile List<String> owned = List.of();

        Member(Probe.Request request) {
            this.request = request;
        }

        void note(String what, Object detail) {
            seen.add(List.of(System.currentTimeMillis() - START, what, detail));
        }

        @Override
        public void run() {
            Map<String, Object> settings = new HashMap<>(request.map("config"));
            settings.put("bootstrap.servers", request.text("servers"));
            settings.put("group.id", request.text("group"));
            try {
                if (request.text("kind", "consumer").equals("share")) {
                    share(settings);
                } else {
                    consume(settings);
                }
            } catch (Exception problem) {
                note("ended", Probe.nameOf(problem) + ": " + problem.getMessage());
            }
        }

        void consume(Map<String, Object> settings) throws InterruptedException {
            try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                    settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                consumer.subscribe(request.list("topics"), new Listener(this));
                while (!ending) {
                    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                        note("record", record.topic() + "-" + record.partition() + "@" + record.offset());
                        Thread.sleep(request.number("work_ms", 0));
                    }
                    TreeSet<String> now = new TreeSet<>();
                    consumer.assignment().forEach(partition -> now.add(partition.toString()));
                    owned = List.copyOf(now);
                }
            }
        }

        void share(Map<String, Object> settings) {
            String answer = request.text("answer", "ACCEPT");
            settings.put("share.acknowledgement.mode", "explicit");
            try (KafkaShareConsumer<byte[], byte[]> consumer = new KafkaShareConsumer<>(
                    settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                consumer.subscribe(request.list("topics"));
                while (!ending) {
                    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                        note("record", record.partition() + "@" + record.offset()
                            + " delivery " + record.deliveryCount().orElse((short) 0));
                        consumer.acknowledge(record, AcknowledgeType.valueOf(answer));
                    }
                    consumer.commitSync();
                }
            }
        }
    }

    record Listener(Member member) implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            member.note("revoked", partitions.stream().map(TopicPartition::toString).sorted().toList());
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            member.note("assigned", partitions.stream().map(TopicPartition::toString).sorted().toList());
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            member.note("lost", partitions.stream().map(TopicPartition::toString).sorted().toList());
        }
    }

    static Object join(Probe.Request request) {
        Member member = new Member(request);
        MEMBERS.put(request.text("name"), member);
        member.setDaemon(true);
        member.start();
        return System.currentTimeMillis() - START;
    }

    static Object seen(Probe.Request request) {
        Map<String, Object> all = new TreeMap<>();
        MEMBERS.forEach((name, member) -> {
            if (name.startsWith(request.text("prefix", ""))) {
                all.put(name, Map.of("seen", List.copyOf(member.seen), "owned", member.owned));
            }
        });
        return all;
    }

    static Object leave(Probe.Request request) throws Exception {
        List<Member> ending = new ArrayList<>();
        for (String name : List.copyOf(MEMBERS.keySet())) {
            if (name.startsWith(request.text("prefix"))) {
                ending.add(MEMBERS.remove(name));
            }
        }
        ending.forEach(member -> member.ending = true);
        for (Member member : ending) {
            member.join(8000);
        }
        return ending.size();
    }

    /** Committed offsets of a group by partition. */
    static Object committed(Probe.Request request) throws Exception {
        try (Admin admin = AdminVerbs.admin(request)) {
            Map<String, Object> offsets = new TreeMap<>();
            admin.listConsumerGroupOffsets(request.text("group")).partitionsToOffsetAndMetadata().get()
                .forEach((partition, at) -> offsets.put(partition.toString(), at == null ? -1 : at.offset()));
            return offsets;
        }
    }

    /** What the coordinator says of a group of either protocol. */
    static Object group(Probe.Request request) throws Exception {
        try (Admin admin = AdminVerbs.admin(request)) {
            var group = admin.describeConsumerGroups(List.of(request.text("group")))
                .all().get().get(request.text("group"));
            List<Object> members = new ArrayList<>();
            group.members().forEach(m -> members.add(Map.of(
                "client", m.clientId(),
                "epoch", m.memberEpoch().orElse(-1),
                "partitions", m.assignment().topicPartitions().stream().map(TopicPartition::toString)
                    .sorted().toList())));
            return Map.of(
                "state", group.groupState().toString(),
                "type", group.type().toString(),
                "coordinator", group.coordinator().id(),
                "assignor", group.partitionAssignor(),
                "group_epoch", group.groupEpoch().orElse(-1),
                "target_epoch", group.targetAssignmentEpoch().orElse(-1),
                "members", members);
        }
    }
}
