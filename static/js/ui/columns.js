// On a phone the stage shows one column at a time: this is its map, which also says who is down and
// where something is arriving, so that one knows where to look.

import { html, keyed, set, write } from "../lib/dom.js";
import { brokerState } from "../model/readings.js";

export function makeColumns({ root, host, stage, store, words }) {
  const buttons = new Map();

  function update() {
    const plan = stage.plan();
    if (!plan) return;
    const narrow = plan.width > host.clientWidth + 4 && plan.columns.length > 0;
    root.hidden = !narrow;
    if (!narrow) return;
    const columns = new Map(plan.columns.map((column) => [column.id, column]));
    keyed(root, buttons, [...columns.keys()], (id) => html("button", { type: "button", class: "column", "data-column": id }));
    const busy = arriving(plan, columns);
    for (const [id, button] of buttons) draw(button, id, busy.has(id));
    mark();
  }

  function draw(button, id, busy) {
    const broker = /^broker:(.+)$/.exec(id)?.[1];
    const state = broker ? brokerState(store.state.view, broker) : "up";
    const text = broker ? words.label("broker.name", { broker: Number(broker) }) : words.label(`columns.${id}`);
    write(button, state === "up" || state === "unknown" ? text : `${text}: ${words.label(`broker.${state}`)}`);
    set(button, { class: `column is-${state}${busy ? " is-busy" : ""}` });
  }

  /** The columns to which messages are on their way. */
  function arriving(plan, columns) {
    const found = new Set();
    for (const row of Object.values(store.state.view.messages ?? {})) {
      const target = row[2];
      const broker = `broker:${/^broker-(.+)$/.exec(target)?.[1]}`;
      if (target in (plan.producers ?? {})) found.add("clients");
      else if (columns.has(broker)) found.add(broker);
      else found.add(/^broker-/.test(target) ? "cluster" : "groups");
    }
    return found;
  }

  function mark() {
    const plan = stage.plan();
    const middle = host.scrollLeft + host.clientWidth / 2;
    const nearest = plan.columns.reduce((best, column) => (Math.abs(column.x + column.w / 2 - middle) < Math.abs(best.x + best.w / 2 - middle) ? column : best));
    for (const [id, button] of buttons) set(button, { "aria-current": id === nearest.id ? "true" : null });
  }

  function go(id) {
    const column = stage.plan().columns.find((item) => item.id === id);
    if (column) host.scrollTo({ left: column.x + column.w / 2 - host.clientWidth / 2, behavior: "smooth" });
  }

  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-column]");
    if (button) go(button.dataset.column);
  });
  host.addEventListener("scroll", () => !root.hidden && mark(), { passive: true });
  store.listen(() => update());
  addEventListener("resize", update);
  return { go };
}
