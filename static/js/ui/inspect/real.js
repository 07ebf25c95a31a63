// The real thing: a line for Kafka's own tools, a client or the machine, with a button that copies it.
// On plain http a browser has no clipboard: then the line is marked, to be copied by hand.

import { html, write } from "../../lib/dom.js";

/** A block for lines that `lines()` gives when they are copied or shown anew; null when there are none. */
export function realThing({ words, lines, note }) {
  const code = html("code", { tabindex: 0 });
  const status = html("span", { class: "soft", role: "status" });
  const copy = html("button", { type: "button", class: "btn small" }, words.label("change.copy"));
  const block = html("div", { class: "real" }, html("p", { class: "real-title" }, html("b", {}, words.label("change.real")), copy, status), html("pre", {}, code));
  const noteNode = html("p", { class: "soft" });
  block.append(noteNode);

  function update() {
    const text = lines().join("\n");
    write(code, text);
    block.querySelector("pre").hidden = text === "";
    copy.hidden = text === "";
    const said = note ? note() : "";
    write(noteNode, text === "" && !said ? words.label("command.no_tool") : said);
  }

  copy.addEventListener("click", async () => write(status, words.label((await copied(code)) ? "change.copied" : "change.copy_by_hand")));
  update();
  return { block, update };
}

async function copied(node) {
  if (navigator.clipboard && isSecureContext) {
    try {
      await navigator.clipboard.writeText(node.textContent);
      return true;
    } catch {
      // Not allowed: the older way below may be.
    }
  }
  const range = document.createRange();
  range.selectNodeContents(node);
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  }
}
