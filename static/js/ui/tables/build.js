// Tables from their specifications: columns may come and go with what there is, a first cell may open
// its thing in the inspector.

import { clear, html, keyed, write } from "../../lib/dom.js";
import { TABLES } from "./specs.js";

export function buildTables({ root, words, choose }) {
  const tables = TABLES.map((spec) => makeTable(spec, words, choose));
  root.append(...tables.map((table) => table.node));
  return { fill: (view) => tables.forEach((table) => table.fill(view)) };
}

function makeTable(spec, words, choose) {
  const head = html("tr");
  const body = html("tbody");
  const title = words.label(spec.title);
  const node = html("div", { class: "table-scroll", tabindex: 0, role: "region", "aria-label": title, "data-table": spec.title }, html("table", {}, html("caption", {}, title), html("thead", {}, head), body));
  const rows = new Map();
  let signature = "";

  function fill(view) {
    const columns = spec.columns(view, words);
    const wanted = new Map(spec.rows(view, words).map((row) => [row.key ?? row.id, row]));
    node.hidden = wanted.size === 0;
    if (columns.join("|") !== signature) {
      signature = columns.join("|");
      clear(head);
      head.append(...columns.map((column) => html("th", { scope: "col" }, column)));
      clear(body);
      rows.clear();
    }
    keyed(body, rows, [...wanted.keys()], (key) => makeRow(wanted.get(key), columns.length));
    for (const [key, row] of rows) fillRow(row, wanted.get(key));
  }

  function makeRow({ id }, count) {
    const first = html("th", { scope: "row" });
    if (id) {
      const button = html("button", { type: "button", class: "cell", "data-open": id });
      button.addEventListener("click", () => choose(id));
      first.append(button);
    }
    return html("tr", {}, first, ...Array.from({ length: count - 1 }, () => html("td")));
  }

  function fillRow(row, { cells }) {
    cells.forEach((cell, i) => write(i === 0 ? (row.firstChild.firstElementChild ?? row.firstChild) : row.children[i], cell === null || cell === undefined || cell === "" ? "–" : cell));
  }

  return { node, fill };
}
