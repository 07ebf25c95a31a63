import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Producers, transactions and plain reads. Named producers stay open between requests. */
final class ClientVerbs {
    static final Map<String, KafkaProducer<byte[], byte[]>> PRODUCERS = new HashMap<>();

    static void register(Map<String, Probe.Verb> verbs) {
        verbs.put("defaults", ClientVerbs::defaults);
        verbs.put("produce", ClientVerbs::produce);
        verbs.put("transaction", ClientVerbs::transaction);
        verbs.put("close_producer", ClientVerbs::close);
        verbs.put("read", ClientVerbs::read);
    }

    static Object defaults(Probe.Request request) {
        Map<String, Object> values = new TreeMap<>();
        for (String name : request.list("names")) {
            Map<String, Object> known = name.startsWith("producer:")
                ? ProducerConfig.configDef().defaultValues()
                : ConsumerConfig.configDef().defaultValues();
            Object value = known.get(name.substring(name.indexOf(':') + 1));
            values.put(name, String.valueOf(value));
        }
        return values;
    }

    static KafkaProducer<byte[], byte[]> producer(Probe.Request request) {
        return PRODUCERS.computeIfAbsent(request.text("name", "plain " + request.map("config")), name -> {
            Map<String, Object> settings = new HashMap<>(request.map("config"));
            settings.put("bootstrap.servers", request.text("servers"));
            return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        });
    }

    static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    static Object produce(Probe.Request request) throws Exception {
        KafkaProducer<byte[], byte[]> producer = producer(request);
        Integer partition = request.json().has("partition") ? request.number("partition", 0) : null;
        Long timestamp = request.json().has("timestamp") ? request.json().get("timestamp").asLong() : null;
        List<String> keys = request.list("keys");
        List<String> values = request.list("values");
        int size = request.number("size", 0);
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            byte[] value = size > 0 ? new byte[size] : bytes(i < values.size() ? values.get(i) : "v" + i);
            sent.add(producer.send(new ProducerRecord<>(
                request.text("topic"), partition, timestamp, bytes(keys.get(i)), value)));
            if (request.json().has("one_by_one")) {
                producer.flush();
            }
        }
        producer.flush();
        List<Object> rows = new ArrayList<>();
        for (Future<RecordMetadata> future : sent) {
            try {
                rows.add(List.of(future.get().partition(), future.get().offset()));
            } catch (Exception problem) {
                rows.add(Probe.nameOf(problem));
            }
        }
        return rows;
    }

    static Object transaction(Probe.Request request) {
        KafkaProducer<byte[], byte[]> producer = producer(request);
        switch (request.text("step")) {
            case "init" -> producer.initTransactions();
            case "begin" -> producer.beginTransaction();
            case "commit" -> producer.commitTransaction();
            case "abort" -> producer.abortTransaction();
            default -> throw new IllegalArgumentException(request.text("step"));
        }
        return "done";
    }

    static Object close(Probe.Request request) {
        PRODUCERS.remove(request.text("name")).close(Duration.ofMillis(request.number("timeout_ms", 5000)));
        return "closed";
    }

    /** Reads one partition alone for some time; the position is where it stands after that. */
    static Object read(Probe.Request request) {
        Map<String, Object> settings = new HashMap<>(request.map("config"));
        settings.put("bootstrap.servers", request.text("servers"));
        settings.putIfAbsent("auto.offset.reset", "earliest");
        settings.putIfAbsent("enable.auto.commit", "false");
        TopicPartition partition =
            new TopicPartition(request.text("topic"), request.number("partition", 0));
        List<Object> rows = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            if (request.json().has("from")) {
                consumer.seek(partition, request.json().get("from").asLong());
            }
            long end = System.currentTimeMillis() + request.number("for_ms", 2500);
            while (System.currentTimeMillis() < end && rows.size() < request.number("most", 100000)) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    rows.add(List.of(record.offset(), record.leaderEpoch().orElse(-1),
                        textOf(record.key()), textOf(record.value()), record.timestamp()));
                }
            }
            if (request.json().has("commit")) {
                consumer.commitSync(Map.of(partition, new OffsetAndMetadata(consumer.position(partition))));
            }
            Object lag = consumer.currentLag(partition).isPresent()
                ? consumer.currentLag(partition).getAsLong() : -1;
            return Map.of("records", rows, "position", consumer.position(partition), "lag", lag);
        }
    }

    static String textOf(byte[] bytes) {
        if (bytes == null) {
            return "null";
        }
        return bytes.length > 200 ? bytes.length + " bytes" : new String(bytes, StandardCharsets.UTF_8);
    }
}
