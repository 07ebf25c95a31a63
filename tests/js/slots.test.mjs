// What stands at each offset: records, markers, gaps, dust, ghosts, each only from what the view says.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ghostsOf, inSyncOf, segmentsOf, slotsOf } from "../../static/js/model/slots.js";

const shown = (view, start, count) => slotsOf(view.topics.orders[0].replicas[1], ghostsOf(view, "orders", 0, 1), start, count);
const row = (offset, record, key, { kind = null, writer = "shop", value = "x" } = {}) => [offset, 0, record, key, value, 0, kind, writer];

function viewWith(replicas, more = {}) {
  return {
    topics: { orders: { 0: { leader: 1, replica_ids: [1, 2, 3], isr: [1, 2], elr: [3], replicas, ...more.part } } },
    topic_configs: { orders: { min_insync_replicas: 2 } },
    producers: more.producers ?? {},
    acknowledged: { orders: { 0: more.acknowledged ?? [] } },
  };
}

test("below the log start is dust, a missing record a gap, above the high watermark not yet safe", () => {
  const view = viewWith({ 1: { log_start_offset: 2, log_end_offset: 6, high_watermark: 5, records: [row(2, 12, "ada"), row(4, 14, "bo", { value: null }), row(5, 15, "cal")] } });
  const found = shown(view, 0, 8);
  assert.deepEqual(found.map(({ offset, state }) => [offset, state]), [[0, "dust"], [1, "dust"], [2, "below"], [3, "gap"], [4, "below"], [5, "above"]]);
  assert.equal(found[4].tombstone, true);
});

test("a record in a transaction is open until its own producer's marker, which may be either", () => {
  const records = [row(0, 1, "a", { kind: "txn", writer: "p" }), row(1, 2, "a", { kind: "txn", writer: "q" }), row(2, 3, null, { kind: "abort", writer: "p", value: "abort" }), row(3, 4, "a", { kind: "txn", writer: "p" }), row(4, 5, null, { kind: "commit", writer: "p", value: "commit" })];
  const view = viewWith({ 1: { log_start_offset: 0, log_end_offset: 5, high_watermark: 5, records } });
  assert.deepEqual(shown(view, 0, 5).map(({ inside }) => inside), ["aborted", "open", "abort", "committed", "commit"]);
});

test("what was promised and the leader lacks is a ghost at the leader, until its offset is taken again", () => {
  const replicas = { 1: { log_start_offset: 0, log_end_offset: 1, high_watermark: 1, records: [row(0, 1, "ada")] } };
  const acknowledged = [[0, 1, "ada", "1"], [1, 2, "bo", "1"], [2, 3, "cal", "1"]];
  assert.deepEqual(ghostsOf(viewWith(replicas, { acknowledged }), "orders", 0, 1).map(({ offset, word }) => [offset, word]), [[1, "lost_acknowledged"], [2, "lost_acknowledged"]]);
  replicas[1] = { ...replicas[1], log_end_offset: 2, records: [row(0, 1, "ada"), row(1, 9, "ela")] };
  assert.deepEqual(ghostsOf(viewWith(replicas, { acknowledged }), "orders", 0, 1).map(({ offset }) => offset), [2]);
});

test("what a follower cut off is lost, in doubt, or stands elsewhere", () => {
  const leader = { log_start_offset: 0, log_end_offset: 2, high_watermark: 2, records: [row(0, 1, "ada"), row(1, 4, "di")] };
  const cut = { log_start_offset: 0, log_end_offset: 1, high_watermark: 1, records: [row(0, 1, "ada")], residue: { truncated: [[1, 0, 2, "bo"], [2, 0, 3, "cal"], [3, 0, 4, "di"]] } };
  const view = viewWith({ 1: leader, 2: cut }, { producers: { shop: { records: { 3: ["orders", 0, "cal", 0, "all"] } } } });
  assert.deepEqual(ghostsOf(view, "orders", 0, 2).map(({ word }) => word), ["lost", "doubt", "moved"]);
});

test("segments end where the next begins; only closed ones can expire", () => {
  const replica = { log_end_offset: 12, segments: [[0], [5], [10]], closed: [[0, 900], [5, 0]] };
  assert.deepEqual(segmentsOf(replica), [
    { base: 0, end: 5, open: false, expires_at_us: 900 },
    { base: 5, end: 10, open: false, expires_at_us: null },
    { base: 10, end: 12, open: true, expires_at_us: null },
  ]);
});

test("replicas stand in the order of their nearness to leading, beside what the topic asks for", () => {
  const found = inSyncOf(viewWith({}), "orders", 0);
  assert.deepEqual(found.replicas.map(({ word }) => word), ["in_sync", "in_sync", "eligible"]);
  assert.deepEqual([found.count, found.least], [2, 2]);
});
