// As much of a document as the actors need to draw themselves under Node.

class FakeNode {
  constructor(tag) {
    this.tag = tag;
    this.attributes = new Map();
    this.children = [];
    this.parent = null;
    this.text = "";
    this.style = {};
    this.dataset = {};
    this.classList = {
      contains: (name) => this.classes().includes(name),
      toggle: (name, on) => this.setAttribute("class", [...this.classes().filter((item) => item !== name), ...(on ? [name] : [])].join(" ")),
      add: (name) => this.classList.toggle(name, true),
      remove: (name) => this.classList.toggle(name, false),
    };
  }

  classes() {
    return (this.getAttribute("class") ?? "").split(" ").filter(Boolean);
  }

  setAttribute(name, value) {
    this.attributes.set(name, String(value));
  }

  getAttribute(name) {
    return this.attributes.get(name) ?? null;
  }

  removeAttribute(name) {
    this.attributes.delete(name);
  }

  append(...nodes) {
    for (const node of nodes) this.insertBefore(node, null);
  }

  prepend(...nodes) {
    for (const node of nodes.reverse()) this.insertBefore(node, this.children[0] ?? null);
  }

  appendChild(node) {
    this.append(node);
    return node;
  }

  insertBefore(node, before) {
    node.remove();
    node.parent = this;
    const at = before ? this.children.indexOf(before) : this.children.length;
    this.children.splice(at, 0, node);
    return node;
  }

  remove() {
    if (!this.parent) return;
    this.parent.children.splice(this.parent.children.indexOf(this), 1);
    this.parent = null;
  }

  replaceChildren(...nodes) {
    for (const child of [...this.children]) child.remove();
    this.append(...nodes);
  }

  get firstChild() {
    return this.children[0] ?? null;
  }

  get childNodes() {
    return this.children;
  }

  get isConnected() {
    return true;
  }

  set textContent(value) {
    this.replaceChildren();
    this.text = String(value);
  }

  get textContent() {
    return this.text + this.children.map((child) => child.textContent).join("");
  }

  addEventListener() {}

  querySelector() {
    return null;
  }

  querySelectorAll() {
    return [];
  }
}

export function installDocument() {
  globalThis.document = {
    createElementNS: (_space, tag) => new FakeNode(tag),
    createElement: (tag) => new FakeNode(tag),
    createTextNode: (text) => Object.assign(new FakeNode("#text"), { text }),
  };
}

export function makeRoot() {
  return new FakeNode("svg");
}

/** Every node under `root` that is shown, with the shift that its ancestors give it. */
export function* shown(root, dx = 0, dy = 0) {
  if (root.getAttribute("display") === "none") return;
  const [, x, y] = /translate\(([-\d.]+)[ ,]+([-\d.]+)\)/.exec(root.getAttribute("transform") ?? "") ?? [0, 0, 0];
  const [ax, ay] = [dx + Number(x), dy + Number(y)];
  yield { node: root, dx: ax, dy: ay };
  for (const child of root.children) yield* shown(child, ax, ay);
}
