// One tab stop for the whole stage: arrow keys go to the nearest thing in their direction, Enter
// opens it. Clicks and touches come in here too.

const AHEAD = {
  ArrowRight: (dx, dy) => (dx > 1 ? dx + Math.abs(dy) * 2.4 : Infinity),
  ArrowLeft: (dx, dy) => (dx < -1 ? -dx + Math.abs(dy) * 2.4 : Infinity),
  ArrowDown: (dx, dy) => (dy > 1 ? dy + Math.abs(dx) * 2.4 : Infinity),
  ArrowUp: (dx, dy) => (dy < -1 ? -dy + Math.abs(dx) * 2.4 : Infinity),
};
const REACHABLE = ".target, .quick, .free";

export function makeRoving({ stage, choose, acts, store, drives }) {
  const { root } = stage;
  let current = null;

  const all = () => [...root.querySelectorAll(REACHABLE)].filter((node) => node.getAttribute("display") !== "none");

  function stop(node) {
    if (current && current !== node) current.setAttribute("tabindex", "-1");
    current = node;
    current.setAttribute("tabindex", "0");
  }

  function ensure() {
    const nodes = all();
    if (nodes.length > 0 && !nodes.includes(current)) stop(nodes.find((node) => node.matches(".broker")) ?? nodes[0]);
  }

  function move(key) {
    const from = centre(current);
    let best = null;
    let least = Infinity;
    for (const node of all()) {
      if (node === current) continue;
      const at = centre(node);
      const cost = AHEAD[key](at.x - from.x, at.y - from.y);
      if (cost < least) [best, least] = [node, cost];
    }
    if (!best) return;
    stop(best);
    best.focus({ preventScroll: false });
    best.scrollIntoView({ block: "nearest", inline: "center" });
  }

  function open(node) {
    stop(node);
    if (node.matches(".quick")) publishNext(node.dataset.quick);
    else if (node.matches(".free")) acts.command(`join group ${node.dataset.join}`);
    else choose(node.dataset.id);
  }

  /** Keys in turn, so that a few presses reach every partition. */
  const turn = new Map();
  function publishNext(id) {
    const known = store.state.view.producers?.[id];
    const keys = known?.keys ?? [];
    const count = turn.get(id) ?? 0;
    turn.set(id, count + 1);
    const key = keys.length > 0 ? ` key=${keys[count % keys.length]}` : "";
    return acts.command(`publish ${id} ${known?.topic ?? ""}${key}`);
  }

  root.addEventListener("click", (event) => {
    const node = event.target.closest(REACHABLE);
    if (!node) return;
    open(node);
    node.focus({ preventScroll: true });
  });
  root.addEventListener("keydown", (event) => {
    if (AHEAD[event.key] && current) {
      event.preventDefault();
      event.stopPropagation();
      move(event.key);
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      event.stopPropagation();
      if (current) open(current);
    }
  });
  store.listen(ensure);
  return { publishNext, drives };
}

function centre(node) {
  const shape = node.querySelector("rect, circle") ?? node;
  const box = shape.getBoundingClientRect();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
