import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.metadata.MetadataJsonConverters;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.metadata.MetadataRecordSerde;

/** What stands on a broker's disk: batches of a partition, decisions of the controller. */
final class LogVerbs {
    static void register(Map<String, Probe.Verb> verbs) {
        verbs.put("batches", LogVerbs::batches);
        verbs.put("decisions", LogVerbs::decisions);
    }

    static List<File> segments(Probe.Request request) {
        List<File> files = new ArrayList<>();
        File[] found = new File(request.text("folder")).listFiles((at, name) -> name.endsWith(".log"));
        for (File file : found == null ? new File[0] : found) {
            files.add(file);
        }
        files.sort((a, b) -> a.getName().compareTo(b.getName()));
        return files;
    }

    static Object batches(Probe.Request request) throws Exception {
        List<Object> rows = new ArrayList<>();
        for (File file : segments(request)) {
            try (FileRecords records = FileRecords.open(file, false)) {
                for (RecordBatch batch : records.batches()) {
                    List<Object> inside = new ArrayList<>();
                    for (Record record : batch) {
                        byte[] key = new byte[Math.max(0, record.keySize())];
                        if (record.hasKey()) {
                            record.key().get(key);
                        }
                        inside.add(List.of(record.offset(), ClientVerbs.textOf(key)));
                    }
                    rows.add(Map.of("segment", file.getName(), "base", batch.baseOffset(),
                        "last", batch.lastOffset(), "epoch", batch.partitionLeaderEpoch(),
                        "control", batch.isControlBatch(),
                        "producer_epoch", batch.producerEpoch(), "records", inside));
                }
            }
        }
        return rows;
    }

    static Object decisions(Probe.Request request) throws Exception {
        long after = request.json().has("after") ? request.json().get("after").asLong() : -1;
        List<Object> rows = new ArrayList<>();
        for (File file : segments(request)) {
            try (FileRecords records = FileRecords.open(file, false)) {
                for (RecordBatch batch : records.batches()) {
                    if (batch.isControlBatch()) {
                        continue;
                    }
                    for (Record record : batch) {
                        if (record.offset() <= after) {
                            continue;
                        }
                        var value = MetadataRecordSerde.INSTANCE.read(
                            new ByteBufferAccessor(record.value()), record.valueSize());
                        rows.add(List.of(record.offset(), record.timestamp(),
                            value.message().getClass().getSimpleName(),
                            MetadataJsonConverters.writeJson(value.message(), value.version())));
                    }
                }
            }
        }
        return rows;
    }
}
