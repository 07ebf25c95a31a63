// How each state of brokers, programs and services comes about; the rules are those of kafka.js.

import { soon_us, town } from "./sample.js";

const around = ({ x, y, w, h }, air) => ({ x: x - air, y: y - air, w: w + 2 * air, h: h + 2 * air });
const stated = (node, state) => node.getAttribute("data-state") === state;
const is = (kind, id) => (entry) => entry.kind === kind && (id === undefined || entry.id === id);

function hubScene(state) {
  const scene = town();
  if (state === "unknown") delete scene.view.hubs.lima;
  else scene.view.hubs.lima.state = state;
  return scene;
}

function programScene(id, family) {
  return (state) => {
    const scene = town(family);
    const known = scene.view.clients[id];
    if (state === "absent") delete scene.view.clients[id];
    else if (state === "detached") known.attached = false;
    else known.state = state;
    return scene;
  };
}

const LINKS = {
  up: () => {},
  slow: (view) => (view.lags = { lima: { oslo: 300_000 } }),
  cut: (view) => (view.links = { lima: { oslo: 1 }, oslo: { lima: 1 } }),
  down: (view) => (view.mesh.links.lima.oslo.state = "down"),
};

function linkScene(state) {
  const scene = town("mesh");
  LINKS[state](scene.view);
  return { ...scene, size: "wide" };
}

const QUEUES = {
  up: (view) => (view.queues.mail.waiting = [[1, 0], [2, 0]]),
  full: (view) => Object.assign(view.queues.mail, { waiting: [[1, 0], [2, 0]], capacity: 2 }),
  absent: (view) => delete view.queues.mail,
};

function queueScene(state) {
  const scene = town();
  QUEUES[state](scene.view);
  return scene;
}

/** A process ends in an outcome; what is undone while it runs is being made good. */
const SAGAS = {
  completed: { state: "finished", outcome: "completed" },
  cancelled: { state: "finished", outcome: "cancelled" },
  compensating: { state: "running", undone: [["reserve", "stock", soon_us(-1)]] },
};

function sagaScene(state) {
  const scene = town("services");
  scene.view.sagas = { "c-1": { since_us: soon_us(-3), trail: [["reserve", "stock", soon_us(-2)]], undone: [], ...(SAGAS[state] ?? { state }) } };
  return scene;
}

const PROGRAMS = { box: (id) => (plan) => plan.clients[id].box };

function sagaPill(plan) {
  const { x, y, w } = plan.sagas;
  return { x, y, w, h: plan.metrics.text * 2.2 };
}

function linkBox(plan) {
  const { points } = plan.links["lima|oslo"];
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const box = { x: Math.min(...xs), y: Math.min(...ys), w: Math.max(...xs) - Math.min(...xs), h: Math.max(...ys) - Math.min(...ys) };
  const half = plan.metrics.text * 6;
  const [x, y] = plan.links["lima|oslo"].mid;
  return { x: Math.max(box.x, x - half), y: y - plan.metrics.text * 1.2, w: Math.min(box.w, 2 * half), h: plan.metrics.text * 2.4 };
}

const sagaDrawn = (node, state) => {
  const first = [...node.pillNodes.values()][0];
  return Boolean(first) && (SAGAS[state]?.outcome ? first.classList.contains(`outcome-${state}`) : stated(first, state));
};

const THINGS = {
  hub: { scene: hubScene, entry: is("hub", "lima"), box: (plan) => plan.hubs.lima.head, drawn: stated },
  client: { scene: programScene("post", "pubsub"), entry: is("client", "post"), box: PROGRAMS.box("post"), drawn: stated },
  service: { scene: programScene("stock", "services"), entry: is("service", "stock"), box: PROGRAMS.box("stock"), drawn: stated },
  meshlink: { scene: linkScene, entry: is("meshlink"), box: linkBox, drawn: stated },
  queue: { scene: queueScene, entry: is("queue", "mail"), box: (plan) => around(plan.queues.mail.box, 0), drawn: (node, state) => node.classList.contains(`is-${state}`) },
  saga: { scene: sagaScene, entry: is("sagas"), box: sagaPill, drawn: sagaDrawn },
};

/** As `recipe` of kafka.js. */
export function townRecipe(thing, state) {
  const known = THINGS[thing];
  if (!known) throw new Error(`nobody says how to draw ${thing} ${state}`);
  return { scene: known.scene(state), entry: known.entry, box: known.box, drawn: (node) => known.drawn(node, state) };
}
