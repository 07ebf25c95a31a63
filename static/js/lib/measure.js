// How wide a text is, without asking the layout: measured once per text on a canvas in the page's
// font; where there is no canvas (tests under Node) an estimate that is generous for wide fonts.

const PLAIN = 0.58;
const BOLD = 0.66;
const LARGEST = 4000;

const known = new Map();
let canvas = null;

export function textWidth(text, size, bold = false) {
  const words = String(text);
  const key = `${bold ? "b" : "n"}${words}`;
  let unit = known.get(key);
  if (unit === undefined) {
    if (known.size > LARGEST) known.clear();
    unit = measured(words, bold) ?? words.length * (bold ? BOLD : PLAIN);
    known.set(key, unit);
  }
  return unit * size;
}

function measured(text, bold) {
  if (typeof document === "undefined" || !document.body) return null;
  canvas = canvas ?? document.createElement("canvas").getContext("2d");
  if (!canvas) return null;
  const font = `${bold ? 700 : 400} 100px ${getComputedStyle(document.body).fontFamily}`;
  if (canvas.font !== font) canvas.font = font;
  return canvas.measureText(text).width / 100 + 0.02;
}

/** Shortens a text that would not fit, with an ellipsis; the whole text stays in tables and spoken names. */
export function fitted(text, width, size, bold = false) {
  if (textWidth(text, size, bold) <= width) return text;
  for (let keep = text.length - 1; keep >= 2; keep -= 1) {
    const cut = `${text.slice(0, keep).trimEnd()}…`;
    if (textWidth(cut, size, bold) <= width) return cut;
  }
  return "";
}

/** The largest size from `size` down to `least` at which a text fits. */
export function fitSize(text, width, size, least, bold = false) {
  const full = textWidth(text, size, bold);
  return full <= width ? size : Math.max(least, Math.floor((size * width) / full));
}
