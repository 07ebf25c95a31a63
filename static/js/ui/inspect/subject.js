// The id of a thing on the stage: "broker:2", "log:orders:1:3", "record:orders:1:3:17" (offset 17 on
// broker 3), "producer:checkout", "member:billing-1", "group:billing", "voter:q1", "message:812",
// "mark:committed:billing:orders:1", "link:broker-2:billing-1" (a connection between two processes);
// in the other families "hub:tokyo", "client:phone", "queue:parcels", "tape:orders", "service:stock", "saga:shop-1".

export function parseSubject(id) {
  const at = id.indexOf(":");
  const kind = id.slice(0, at);
  const rest = id.slice(at + 1);
  const words = rest.split(":");
  if (kind === "link") return { kind, id: rest, a: words[0], b: words[1] };
  if (kind === "mark") return { kind, mark: words[0], group: words[1], topic: words[2], partition: Number(words[3]) };
  if (kind !== "log" && kind !== "record") return { kind, id: rest };
  const offset = kind === "record" ? Number(words.pop()) : undefined;
  const broker = words.pop();
  const partition = Number(words.pop());
  const place = { kind, topic: words.join(":"), partition, broker };
  return kind === "record" ? { ...place, offset } : place;
}

/** The row of a record as a replica holds it: [offset, epoch, record, key, value, …], or null. */
export function recordRow(view, { topic, partition, broker, offset }) {
  const rows = view.topics?.[topic]?.[String(partition)]?.replicas?.[String(broker)]?.records ?? [];
  return rows.find((row) => row[0] === offset) ?? null;
}
