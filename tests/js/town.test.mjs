// The stage of brokers, programs and services holds for any cast: cards keep apart and inside the
// picture, ways meet no card but their own two ends, and places come from ids and size alone.

import assert from "node:assert/strict";
import { test } from "node:test";
import { layout } from "../../static/js/view/town/layout.js";
import { bracketPath, textStart } from "../../static/js/view/town/actors/tape.js";
import { treeRows } from "../../static/js/view/town/actors/tree.js";
import { route } from "../../static/js/view/town/routes.js";
import { divergence, eventsOf, fateOf, linkState, sagasOf, withNewcomers } from "../../static/js/model/town/readings.js";
import { meets } from "./drawn.mjs";
import { rowFaults, townBoxes, townWayFaults } from "./town_faults.mjs";

const SIZES = [[1540, 868, "light"], [1066, 592, "dark"], [1920, 825, "projector"], [390, 640, "light"]];
const CITIES = ["tokyo", "paris", "nairobi", "lima", "oslo", "cairo", "quito", "delhi"];
const range = (n) => Array.from({ length: n }, (_none, i) => i);

function client(id, broker, more = {}) {
  return { id, broker, kind: more.kind ?? "subscriber", publishes: false, subscribes: true, topics: [], wants: [], ...more };
}

function pubsub(hubs, publishers, readers, shared) {
  const who = { family: "pubsub", hubs: range(hubs).map((i) => ({ id: CITIES[i], dialect: "mqtt", edge: false })), links: [], queues: [], logs: [], clients: [], services: [], sagas: [] };
  for (const hub of who.hubs) {
    for (const i of range(publishers)) who.clients.push(client(`${hub.id}-p${i}`, hub.id, { kind: "publisher", publishes: true, subscribes: false, topics: ["shop/eu/order"] }));
    for (const i of range(readers)) {
      const id = `${hub.id}-r${i}`;
      const kind = ["direct", "queue", "log"][i % 3];
      const place = kind === "direct" ? id : shared ? `${hub.id}-${kind}` : `${id}-${kind}`;
      who.clients.push(client(id, hub.id, { wants: [["shop/#", kind, place]] }));
      const rows = kind === "queue" ? who.queues : kind === "log" ? who.logs : [];
      const known = rows.find((row) => row.id === place);
      if (known) known.readers.push(id);
      else rows.push({ id: place, broker: hub.id, readers: [id] });
    }
    who.queues.push({ id: `${hub.id}-dead`, broker: hub.id, readers: [] });
  }
  return who;
}

function mesh(count, shape, perHub, edge) {
  const who = pubsub(count, perHub, 1, false);
  who.family = "mesh";
  who.queues = [];
  who.logs = [];
  const pairs = { ring: (i) => [[i, (i + 1) % count]], star: (i) => (i > 0 ? [[0, i]] : []), all: (i) => range(i).map((j) => [j, i]) }[shape];
  const links = range(count).flatMap(pairs).filter(([a, b]) => a !== b).map(([a, b]) => [CITIES[a], CITIES[b]]);
  who.links = [...new Map(links.map(([a, b]) => [[a, b].sort().join("|"), { id: `${a}|${b}`, a, b, store: false }])).values()];
  if (edge) who.hubs[count - 1].edge = true;
  return who;
}

function services(count, sagas, log) {
  const who = { family: "services", hubs: [{ id: "hub", dialect: "mqtt", edge: false }], links: [], queues: [], logs: [], clients: [], services: [], sagas: range(sagas).map((i) => ({ id: `saga${i}` })) };
  for (const i of range(count)) {
    const id = `service${i}`;
    who.clients.push(client(id, "hub", { kind: "service", wants: [["order/#", "queue", `${id}.queue`]] }));
    who.services.push({ id, mode: "", stores: ["orders"], operations: i === 0 ? ["place"] : [] });
    if (i > 0) who.queues.push({ id: `${id}.queue`, broker: "hub", readers: [id] });
  }
  if (log) who.logs.push({ id: "tape", broker: "hub", readers: ["service0"] });
  return who;
}

function* casts() {
  for (const hubs of [1, 2, 3]) for (const publishers of [0, 1, 3]) for (const readers of [1, 3, 6]) for (const shared of [false, true]) yield [`pubsub ${hubs} ${publishers} ${readers} ${shared}`, pubsub(hubs, publishers, readers, shared)];
  for (const count of [1, 2, 3, 4, 5, 6, 8]) for (const shape of ["ring", "star", ...(count <= 4 ? ["all"] : [])]) for (const perHub of [0, 1]) for (const edge of [false, true]) yield [`mesh ${count} ${shape} ${perHub} ${edge}`, mesh(count, shape, perHub, edge)];
  for (const count of [1, 3, 4, 6, 9]) for (const sagas of [0, 1]) for (const log of [false, true]) yield [`services ${count} ${sagas} ${log}`, services(count, sagas, log)];
}

function* plans() {
  for (const [name, who] of casts()) for (const [w, h, theme] of SIZES) yield { name: `${name} on ${w}x${h} ${theme}`, who, plan: layout(who, {}, { w, h }, theme) };
}

test("no two cards overlap, all stand inside the picture, rows stay in their broker", () => {
  for (const { name, plan } of plans()) {
    const boxes = townBoxes(plan);
    boxes.forEach(([a, box], i) => {
      assert.ok(box.w > 0 && box.h > 0, `${name}: ${a} is empty`);
      assert.ok(box.x >= 0 && box.y >= 0 && box.x + box.w <= plan.width && box.y + box.h <= plan.height, `${name}: ${a} stands outside`);
      for (const [b, other] of boxes.slice(i + 1)) assert.ok(!meets(box, other, 0), `${name}: ${a} meets ${b}`);
    });
    assert.deepEqual(rowFaults(plan), [], name);
  }
});

test("everybody has a place", () => {
  for (const { name, who, plan } of plans()) {
    for (const { id } of who.clients) assert.ok(plan.clients[id], `${name}: ${id}`);
    for (const { id } of who.hubs) assert.ok(plan.hubs[id], `${name}: ${id}`);
    for (const { id } of who.queues) assert.ok(plan.queues[id], `${name}: ${id}`);
    for (const { id } of who.logs) assert.ok(plan.tapes[id], `${name}: ${id}`);
    for (const { a, b } of who.links) assert.ok(plan.links[`${a}|${b}`], `${name}: ${a} ${b}`);
  }
});

test("no way meets a card that is neither end of it", () => {
  const check = (name, plan, ends) => {
    const way = route(plan, ends);
    assert.ok(way, `${name}: ${ends.source} to ${ends.target} has no way`);
    assert.deepEqual(townWayFaults(plan, way, ends.source, ends.target), [], name);
  };
  for (const { name, who, plan } of plans()) {
    for (const { id, broker } of who.clients) {
      for (const place of [null, ...who.queues, ...who.logs].filter((row) => row === null || (row.broker === broker && row.readers.includes(id)))) {
        check(name, plan, { source: id, target: broker, place: place?.id ?? null });
        check(name, plan, { source: broker, target: id, place: place?.id ?? null });
      }
    }
    for (const { a, b } of who.links) {
      check(name, plan, { source: a, target: b });
      check(name, plan, { source: b, target: a });
    }
    for (const { id } of who.services) for (const { id: other } of who.services) if (id !== other) check(name, plan, { source: id, target: other });
  }
});

test("a wide screen never scrolls sideways, and a phone shows all below each other", () => {
  for (const { name, plan } of plans()) assert.equal(plan.width, Number(/on (\d+)x/.exec(name)[1]), name);
});

test("places come from who takes part and the size, and a fourth city moves no program of the others out of its column", () => {
  const size = { w: 1540, h: 868 };
  assert.deepEqual(layout(mesh(3, "ring", 1, false), {}, size, "light"), layout(mesh(3, "ring", 1, false), {}, size, "light"));
  const [three, four] = [mesh(3, "ring", 1, false), mesh(4, "ring", 1, false)].map((who) => layout(who, {}, size, "light"));
  for (const city of ["tokyo", "paris"]) assert.deepEqual([four.hubs[city].box.x, four.hubs[city].box.y], [three.hubs[city].box.x, three.hubs[city].box.y], city);
});

test("a topic is a path of levels, and a Kafka name is one", () => {
  const ids = (topics, dialect) => treeRows(topics, dialect).map(({ id, level, topic }) => [id, level, topic]);
  assert.deepEqual(ids(["shop/eu/order", "shop", "jp/weather"], "mqtt"), [["jp", 0, null], ["jp/weather", 1, "jp/weather"], ["shop", 0, "shop"], ["shop/eu", 1, null], ["shop/eu/order", 2, "shop/eu/order"]]);
  assert.deepEqual(ids(["shop.eu", "shop.eu.order"], "kafka"), [["shop.eu", 0, "shop.eu"], ["shop.eu.order", 0, "shop.eu.order"]]);
});

test("who had asked is told once: a broker beyond a link only until its own askers are known", () => {
  const hubs = (beyond) => ({ hubs: { here: { matched: [[7, [], ["there"], "a"]] }, there: { matched: beyond } } });
  assert.deepEqual(fateOf(hubs([]), "a").asked, ["there"]);
  assert.deepEqual(fateOf(hubs([[7, [["ada", "a"]], [], "a"]]), "a").asked, ["ada"]);
  assert.deepEqual(fateOf(hubs([[7, [], [], "a"]]), "a").asked, []);
});

test("readings of an empty view say nothing and break nothing", () => {
  const who = withNewcomers({ family: "services" }, {});
  assert.deepEqual([who.hubs, who.clients, who.queues, who.links], [[], [], [], []]);
  assert.deepEqual([fateOf({}, "a"), sagasOf({}), linkState({}, "a", "b").word, eventsOf({}).size], [null, [], "unknown", 0]);
});

test("an entry is behind by versions, and differs only where versions agree", () => {
  const view = { stores: { orders: { customers: { ada: ["new", 3] } }, crm: { customers: { ada: ["old", 1] } }, stock: { customers: { ada: ["odd", 3] } } } };
  const entry = (service) => ({ store: "customers", key: "ada", value: view.stores[service].customers.ada[0], version: view.stores[service].customers.ada[1] });
  assert.deepEqual(divergence(view, "crm", entry("crm")), { behind: 2 });
  assert.deepEqual(divergence(view, "stock", entry("stock")), { differs: true });
  delete view.stores.stock;
  assert.equal(divergence(view, "orders", entry("orders")), null);
});

test("a reader's lag stands after its bracket, before its marks or in a gap of the bracket: no line goes through it", () => {
  const strip = { x: 30, w: 230 };
  const m = { text: 14 };
  const places = new Set();
  for (const wide of [40, 95, 130]) {
    for (let from = 40; from <= 220; from += 10) {
      for (let to = from + 20; to <= 250; to += 10) {
        const left = from - 10 - wide - m.text * 1.6;
        const at = textStart({ from, to }, left, wide, strip, m);
        const roomless = at === strip.x && left < strip.x;
        if (roomless) continue;
        assert.ok(at >= strip.x && at + wide <= strip.x + strip.w, `${at} of ${wide} leaves the log`);
        const lines = [...bracketPath({ from, to }, at, wide, 100).matchAll(/M(-?[\d.]+) [\d.]+(?:v5)?H(-?[\d.]+)/g)].map(([, a, b]) => [Number(a), Number(b)]);
        assert.ok(lines.length > 0);
        for (const [a, b] of lines) assert.ok(a <= b && (b <= at || a >= at + wide), `${a} to ${b} crosses ${at} to ${at + wide}`);
        places.add(at > to ? "after" : at < from ? "before" : "within");
      }
    }
  }
  assert.deepEqual([...places].sort(), ["after", "before", "within"]);
});
