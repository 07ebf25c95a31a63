// Small hands for SVG and HTML: make, set only what changed, keep keyed children.

const SVG = "http://www.w3.org/2000/svg";
const KNOWN = Symbol("known attributes");

export function svg(tag, attributes = {}, parent = null) {
  const node = document.createElementNS(SVG, tag);
  set(node, attributes);
  if (parent) parent.append(node);
  return node;
}

export function html(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  set(node, attributes);
  node.append(...children);
  return node;
}

/** Sets attributes that differ from the last time; null removes one. */
export function set(node, attributes) {
  const known = node[KNOWN] ?? (node[KNOWN] = {});
  for (const name in attributes) {
    const value = attributes[name];
    if (known[name] === value) continue;
    known[name] = value;
    if (value === null || value === undefined || value === false) node.removeAttribute(name);
    else node.setAttribute(name, value === true ? "" : value);
  }
  return node;
}

export function write(node, text) {
  const value = text === null || text === undefined ? "" : String(text);
  if (node[KNOWN]?.text === value) return;
  (node[KNOWN] ?? (node[KNOWN] = {})).text = value;
  node.textContent = value;
}

export function show(node, visible) {
  set(node, { display: visible ? null : "none" });
}

/** Keeps one child of `parent` per key, in the order of the keys; `make(key)` builds a new one. */
export function keyed(parent, nodes, keys, make) {
  const wanted = new Set(keys);
  for (const [key, node] of nodes) {
    if (!wanted.has(key)) {
      node.remove();
      nodes.delete(key);
    }
  }
  for (const key of keys) {
    if (!nodes.has(key)) {
      const node = make(key);
      nodes.set(key, node);
      parent.append(node);
    }
  }
  return nodes;
}

export function clear(node) {
  node.replaceChildren();
}
