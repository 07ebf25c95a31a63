// The streets hold: nothing overlaps, and no way of a token meets a log's slots or a broker that is neither end of it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { layout } from "../../static/js/view/layout.js";
import { RECORDS, REPLIES, REQUESTS, route, slotX } from "../../static/js/view/layout/routes.js";

const SIZES = [[1540, 868, "light"], [1066, 592, "dark"], [1920, 825, "projector"], [390, 640, "light"], [848, 380, "light"]];

function cast(brokers, partitions, members, producers = 2, controllers = 0, planned = members) {
  const ids = (n, make) => Array.from({ length: n }, (_none, i) => make(i + 1));
  return {
    producers: ids(producers, (i) => ({ id: ["checkout", "webshop", "kiosk"][i - 1] })),
    brokers: ids(brokers, (i) => i),
    controllers: ids(controllers, (i) => `q${i}`),
    topics: [{ id: "orders", partitions }],
    groups: [{ id: "billing", topics: ["orders"], planned, members: ids(members, (i) => `billing-${i}`) }],
  };
}

function* combinations() {
  for (const [w, h, theme] of SIZES) {
    for (const brokers of [1, 2, 3, 4, 5]) {
      for (const partitions of [1, 2, 3, 4, 6]) {
        for (const members of [1, 3, 5]) yield { who: cast(brokers, partitions, members), size: { w, h }, theme, name: `${brokers}x${partitions}x${members} ${w}x${h} ${theme}` };
      }
    }
  }
}

const apart = (a, b) => a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y;

function boxesOf(plan) {
  const boxes = [["control", plan.control]];
  for (const [id, broker] of Object.entries(plan.brokers)) boxes.push([`head ${id}`, broker.head]);
  for (const row of plan.rows) {
    boxes.push([`street ${row.id}`, row.street]);
    for (const [id, log] of Object.entries(row.logs)) boxes.push([`log ${row.id} ${id}`, log.card]);
  }
  for (const [id, producer] of Object.entries(plan.producers)) boxes.push([`producer ${id}`, producer.box]);
  for (const group of Object.values(plan.groups)) {
    for (const [id, member] of Object.entries(group.members)) boxes.push([`member ${id}`, member.box]);
    boxes.push(["free", group.free]);
  }
  return boxes;
}

test("no two things overlap and all stand inside the picture", () => {
  for (const { who, size, theme, name } of combinations()) {
    const plan = layout(who, { digits: 2 }, size, theme);
    const boxes = boxesOf(plan);
    boxes.forEach(([a, box], i) => {
      assert.ok(box.w > 0 && box.h > 0, `${name}: ${a} is empty`);
      assert.ok(box.x >= 0 && box.y >= 0 && box.x + box.w <= plan.width && box.y + box.h <= plan.height, `${name}: ${a} stands outside`);
      for (const [b, other] of boxes.slice(i + 1)) assert.ok(apart(box, other), `${name}: ${a} meets ${b}`);
    });
  }
});

test("a wide screen needs no sideways scrolling, and a laptop holds five brokers by six partitions", () => {
  const plan = layout(cast(5, 6, 3), { digits: 2 }, { w: 1066, h: 592 }, "light");
  assert.equal(plan.width, 1066);
  assert.ok(plan.height <= 640, `${plan.height}`);
  const projector = layout(cast(3, 3, 3), { digits: 2 }, { w: 1920, h: 825 }, "projector");
  assert.ok(projector.metrics.text >= 24 && projector.metrics.offset >= 28 && projector.height <= 830, `${projector.height}`);
});

test("slots lie inside their card and there are at least three", () => {
  for (const { who, size, theme, name } of combinations()) {
    const plan = layout(who, { digits: 3 }, size, theme);
    if (plan.crowd) continue;
    for (const row of plan.rows) {
      for (const { card, strip, slots, cell } of Object.values(row.logs)) {
        assert.ok(slots >= 3 && slots <= 12, name);
        assert.ok(strip.x >= card.x && strip.x + slots * cell <= card.x + card.w + 1, `${name}: slots leave the card`);
        assert.ok(strip.y + strip.h <= card.y + card.h, name);
      }
    }
  }
});

function pieces(points) {
  return points.slice(1).map(([x, y], i) => {
    const [a, b] = points[i];
    assert.ok(a === x || b === y, "only level and upright pieces");
    return { x: Math.min(a, x), y: Math.min(b, y), w: Math.abs(a - x), h: Math.abs(b - y) };
  });
}

const crosses = (piece, box) => piece.x < box.x + box.w && piece.x + piece.w > box.x && piece.y < box.y + box.h && piece.y + piece.h > box.y;

function check(plan, way, source, target, name) {
  assert.ok(way, `${name}: ${source} to ${target} has no way`);
  for (const piece of pieces(way)) {
    for (const row of plan.rows) {
      for (const [broker, log] of Object.entries(row.logs)) {
        assert.ok(!crosses(piece, log.strip), `${name}: ${source} to ${target} crosses the slots of ${row.id} on ${broker}`);
        if (`broker-${broker}` !== source && `broker-${broker}` !== target) assert.ok(!crosses(piece, log.card), `${name}: ${source} to ${target} crosses broker ${broker}`);
      }
    }
    for (const [broker, { head }] of Object.entries(plan.brokers)) assert.ok(!crosses(piece, head), `${name}: ${source} to ${target} crosses the head of broker ${broker}`);
  }
}

test("no way crosses a log's slots or a broker that is neither end of it", () => {
  for (const { who, size, theme, name } of combinations()) {
    const plan = layout(who, { digits: 2 }, size, theme);
    const clients = [...who.producers.map(({ id }) => id), ...who.groups[0].members];
    const brokers = who.brokers.map((id) => `broker-${id}`);
    const slot = (row, process) => slotX(row.logs[process.slice(7)], 20, 23);
    for (const row of plan.rows) {
      for (const broker of brokers) {
        for (const client of clients) {
          check(plan, route(plan, { source: client, target: broker, row, track: RECORDS, toX: slot(row, broker) }), client, broker, name);
          check(plan, route(plan, { source: broker, target: client, row, track: REPLIES, fromX: slot(row, broker) }), broker, client, name);
        }
        for (const other of brokers.filter((id) => id !== broker)) check(plan, route(plan, { source: broker, target: other, row, track: RECORDS, fromX: slot(row, broker), toX: slot(row, other) }), broker, other, name);
      }
    }
    for (const source of [...clients, ...brokers]) {
      for (const target of brokers.filter((id) => id !== source)) check(plan, route(plan, { source, target, track: REQUESTS }), source, target, name);
    }
  }
});

test("controllers apart from brokers have seats of their own, reachable by the control street", () => {
  const plan = layout(cast(3, 3, 2, 2, 3), { digits: 2 }, { w: 1540, h: 868 }, "light");
  assert.deepEqual(plan.quorum.seats.map(({ id }) => id), ["q1", "q2", "q3"]);
  check(plan, route(plan, { source: "broker-2", target: "q3", track: REQUESTS }), "broker-2", "q3", "isolated");
});

test("places depend on who takes part, not on the order in which they came", () => {
  const who = cast(4, 3, 4, 3);
  const mixed = {
    ...who,
    brokers: [3, 1, 4, 2],
    producers: [...who.producers].reverse(),
    groups: [{ ...who.groups[0], members: ["billing-4", "billing-2", "billing-1", "billing-3"] }],
  };
  const size = { w: 1540, h: 868 };
  assert.deepEqual(layout(mixed, { digits: 2 }, size, "light"), layout(who, { digits: 2 }, size, "light"));
});

test("one more consumer moves none of those who are there", () => {
  const size = { w: 1540, h: 868 };
  const before = layout(cast(3, 3, 3), { digits: 2 }, size, "light");
  const after = layout(cast(3, 3, 4, 2, 0, 3), { digits: 2 }, size, "light");
  for (const id of ["billing-1", "billing-2", "billing-3"]) assert.deepEqual(after.groups.billing.members[id].box, before.groups.billing.members[id].box);
});
