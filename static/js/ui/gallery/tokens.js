// Everything that travels, by the tables of looks: each kind of message, its answer, one that is refused,
// and what stands for several, for one in doubt and for one that is lost.

import { svg } from "../../lib/dom.js";
import { themeMetrics } from "../../view/layout/metrics.js";
import * as cluster from "../../view/looks.js";
import * as town from "../../view/town/looks.js";
import { drawAlone } from "./drawing.js";

const EVENT = (n, form = "fact", carries = "state") => ({ event: n, key: ["ada", "bo", "cal"][n - 1], form, carries });
const common = (kind, error) => ({ msg: "1", street: "control", key: "1:0", kind, error, text: "" });
/** Kinds that carry records, so that they travel as tiles. */
const CARRIES = { cluster: new Set(["produce", "fetch_reply", "share_fetch_reply"]), town: new Set(["publish", "deliver", "forward", "poll_reply"]) };

/** A message as its family draws it: {look, make(parent, m)}; `n` records or events where it carries some. */
export function message(family, kind, { error = null, n = 1 } = {}) {
  if (family === "town") {
    const events = CARRIES.town.has(kind) ? Array.from({ length: n }, (_none, i) => EVENT(i + 1)) : [];
    const look = town.lookOf(kind, error, events.length > 0);
    return { look, make: (parent, m) => town.makeToken(parent, { ...common(kind, error), look, events: events.length > 0 ? events : [EVENT(1)] }, m) };
  }
  const records = CARRIES.cluster.has(kind) ? Array.from({ length: n }, (_none, i) => [i, ["ada", "bo", "cal"][i]]) : [];
  const look = cluster.lookOf(kind, records, error);
  return { look, make: (parent, m) => cluster.makeToken(parent, { ...common(kind, error), look, records: look === "tile" ? records : [] }, m) };
}

/** What is no single message, and how it is drawn; the page has a word for each. */
export const SPECIAL = {
  many: { family: "cluster", make: message("cluster", "produce", { n: 3 }).make },
  many_events: { family: "town", make: message("town", "publish", { n: 3 }).make },
  refused: { family: "cluster", make: message("cluster", "produce_reply", { error: "NOT_ENOUGH_REPLICAS" }).make },
  train: { family: "cluster", make: (parent, m) => train(parent, m) },
  doubt: { family: "cluster", make: (parent, m) => cluster.makeDoubt(parent, "control", m) },
  lost: { family: "cluster", make: (parent, m) => svg("path", { class: "lost specimen-lost", fill: "none", "stroke-width": m.stroke * 1.6, d: "M-8 -8L8 8M8 -8L-8 8" }, parent) },
};

function train(parent, m) {
  const node = cluster.makeTrain(parent, "control", m);
  node.removeAttribute("display");
  node.text.textContent = "×14";
}

/** The forms of an event, by what it says and what it carries. */
export const FORMS = ["fact", "command", "state"];

export function form(name, carries = "state") {
  return (parent, m) => town.makeToken(parent, { ...common("publish", null), look: "event", events: [EVENT(1, name, carries)] }, m);
}

/** The picture of one token, and the box around it. */
export function tokenPicture(make, theme) {
  const m = themeMetrics(theme);
  const drawn = drawAlone((parent) => make(parent, m));
  const w = m.tile * 1.7;
  const h = m.tile * 0.95;
  return { drawn, box: { x: -w, y: -h, w: 2 * w, h: 2 * h } };
}
