// The stage as a picture of its own: the same SVG with its computed styles written into attributes, so
// that it needs no style sheet and names nothing outside of itself.

const PROPERTIES = [
  "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-dashoffset",
  "stroke-linecap", "stroke-linejoin", "opacity", "visibility", "font-family", "font-size", "font-weight", "font-style",
  "letter-spacing", "text-anchor", "dominant-baseline", "paint-order",
];
const KEPT = new Set(["d", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry", "width", "height", "points", "transform", "viewBox", "dx", "dy", "xmlns", "pathLength", "textLength", "lengthAdjust", ...PROPERTIES]);
const SCALE = 2;
const LONGEST = 8000;

/** The picture's source; `root` must be on the page, since only then its styles are known. */
export function pictureOf(root) {
  const copy = inlined(root);
  const [, , width, height] = root.getAttribute("viewBox").split(" ");
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", width);
  copy.setAttribute("height", height);
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [name, value] of Object.entries({ width, height, fill: getComputedStyle(document.documentElement).backgroundColor })) ground.setAttribute(name, value);
  copy.prepend(ground);
  return { source: new XMLSerializer().serializeToString(copy), width: Number(width), height: Number(height) };
}

function inlined(node) {
  const style = getComputedStyle(node);
  if (style.display === "none") return null;
  const copy = node.cloneNode(false);
  for (const { name } of [...copy.attributes]) if (!KEPT.has(name)) copy.removeAttribute(name);
  for (const name of PROPERTIES) {
    const value = style.getPropertyValue(name);
    if (value && value !== "normal" && !value.includes("url(")) copy.setAttribute(name, value);
  }
  if (style.transform !== "none" && !copy.hasAttribute("transform")) copy.setAttribute("transform", style.transform);
  for (const child of node.childNodes) {
    const made = child.nodeType === Node.ELEMENT_NODE ? inlined(child) : child.cloneNode();
    if (made) copy.append(made);
  }
  return copy;
}

export async function save(root, kind) {
  const picture = pictureOf(root);
  const name = `eventarium-${(document.querySelector('[data-part="clock"]')?.textContent ?? "").replaceAll(/\D+/g, "-")}.${kind}`;
  if (kind === "svg") return download(new Blob([picture.source], { type: "image/svg+xml" }), name);
  return download(await painted(picture), name);
}

function painted({ source, width, height }) {
  return new Promise((resolve, reject) => {
    const scale = Math.min(SCALE, LONGEST / Math.max(width, height));
    const image = new Image();
    image.onerror = () => reject(new Error("the picture cannot be drawn"));
    image.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(width * scale);
      canvas.height = Math.round(height * scale);
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the picture is too large"))), "image/png");
    };
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(source)}`;
  });
}

function download(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
