// The command line: a combobox that knows the language's words and this room's ids, says what comes next
// and what is wrong, with its column. Tab or the arrow keys complete, Enter sends.

import { clear, html, set, write } from "../../lib/dom.js";
import { completions } from "../../model/completion.js";

const KEPT = 30;
const SHOWN = 60;

export function buildPalette({ store, socket, words, more, drives, live }) {
  const input = html("input", { id: "palette-line", class: "field palette-line", type: "text", role: "combobox", "aria-expanded": "true", "aria-controls": "palette-options", "aria-autocomplete": "list", "aria-describedby": "palette-help", autocomplete: "off", autocapitalize: "off", spellcheck: "false", placeholder: words.label("palette.hint"), maxlength: 2000 });
  const options = html("ul", { id: "palette-options", class: "palette-options", role: "listbox", "aria-label": words.label("palette.options") });
  const about = html("p", { class: "palette-about" });
  const answer = html("p", { class: "answer", role: "status" });
  const dialog = html("dialog", { class: "dialog palette", "aria-labelledby": "palette-title" },
    html("form", { method: "dialog" },
      html("label", { id: "palette-title", for: "palette-line" }, words.label("palette.title")),
      input, answer, about, options, html("p", { id: "palette-help", class: "soft" }, words.label("palette.help"))));
  document.body.append(dialog);
  const sent = [];
  let back = -1;
  let found = { from: 0, options: [] };
  let active = -1;

  function open() {
    dialog.showModal();
    input.focus();
    refresh();
  }

  function refresh() {
    found = completions(input.value, more.grammar, store.state.view, more.fields);
    active = -1;
    clear(options);
    found.options.slice(0, SHOWN).forEach((option, i) => options.append(optionNode(option, i)));
    set(input, { "aria-activedescendant": null, "aria-expanded": String(found.options.length > 0) });
    explain();
  }

  function optionNode(option, i) {
    const node = html("li", { id: `palette-option-${i}`, role: "option", "aria-selected": "false" }, html("b", {}, option.text), html("span", { class: "soft" }, hintOf(option)));
    node.addEventListener("click", () => {
      take(i);
      input.focus();
    });
    return node;
  }

  function hintOf({ text, kind, about: said, default: preset }) {
    if (kind === "verb") return Object.keys(more.grammar).filter((name) => name === text || name.startsWith(`${text} `)).map((name) => name.slice(text.length + 1)).filter(Boolean).join(", ");
    if (kind === "kind") return more.commands[`${input.value.trim().split(/\s+/)[0]} ${text}`]?.help ?? "";
    if (kind === "field" && preset === "null") return words.label("palette.optional", { name: said ?? "" });
    if (kind === "field") return preset === null ? words.label("palette.needed", { name: said ?? "" }) : words.label("palette.default", { name: said ?? "", value: preset });
    return said ?? "";
  }

  function explain() {
    const row = found.command ? more.commands[found.command] : null;
    clear(about);
    if (row) about.append(row.help, " ", html("code", {}, more.grammar[found.command].example));
    else write(about, "");
    if (row && found.options.length === 0) about.append(" ", words.label("palette.none"));
  }

  function mark(i) {
    if (found.options.length === 0) return;
    const count = options.children.length;
    active = (i + count) % count;
    [...options.children].forEach((node, n) => set(node, { "aria-selected": String(n === active) }));
    set(input, { "aria-activedescendant": `palette-option-${active}` });
    options.children[active].scrollIntoView({ block: "nearest" });
  }

  function take(i) {
    const option = found.options[i];
    if (!option) return;
    const blank = option.kind === "field" ? "" : " ";
    input.value = input.value.slice(0, found.from) + option.text + blank;
    write(answer, "");
    refresh();
  }

  async function send() {
    const text = input.value.trim();
    if (text === "") return;
    if (!drives()) return refuse(words.label("people.viewer"));
    sent.unshift(text);
    sent.length = Math.min(sent.length, KEPT);
    back = -1;
    // Empty at once: the answer may come while the next line is being typed.
    input.value = "";
    try {
      await socket.send("command", { text });
    } catch (refusal) {
      const problem = await problemOf(refusal);
      if (input.value !== "") return refuse(problem);
      input.value = text;
      return refuse(problem, refusal.fields?.column);
    }
    answer.classList.remove("is-wrong");
    write(answer, words.label("palette.done", { text }));
    live.now(words.label("palette.done", { text }));
    refresh();
    return undefined;
  }

  async function problemOf({ code, fields }) {
    const text = await words.refusal(code, fields);
    return fields?.column ? words.label("palette.column", { column: fields.column, text }) : text;
  }

  function refuse(text, column) {
    answer.classList.add("is-wrong");
    write(answer, text);
    live.now(text);
    if (column) input.setSelectionRange(Math.min(column - 1, input.value.length), input.value.length);
  }

  function recall(step) {
    back = Math.max(-1, Math.min(sent.length - 1, back + step));
    input.value = back < 0 ? "" : sent[back];
    refresh();
  }

  const KEYS = {
    Tab: (event) => !event.shiftKey && found.options.length > 0 && take(Math.max(0, active)),
    ArrowDown: () => (input.value === "" && back >= 0 ? recall(-1) : mark(active + 1)),
    ArrowUp: () => (active <= 0 && (input.value === "" || back >= 0) ? recall(1) : mark(active - 1)),
    Enter: () => (active >= 0 ? take(active) : send()),
  };
  input.addEventListener("keydown", (event) => {
    const run = KEYS[event.key];
    if (!run || event.isComposing || (event.key === "Tab" && (event.shiftKey || found.options.length === 0))) return;
    event.preventDefault();
    run(event);
  });
  input.addEventListener("input", () => {
    write(answer, "");
    refresh();
  });
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  return { open };
}
