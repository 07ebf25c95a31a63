// Live in the builder: whoever leaves a changed field sees at once what the engine says of it. The page
// works without this; then the buttons post.

const root = document.querySelector(".build-page");
let turn = 0;

root.addEventListener("change", (event) => {
  const form = event.target.closest("[data-build]");
  if (form) check(form, event.target.name === "text" ? "text" : "fields");
});

async function check(form, what) {
  const now = (turn += 1);
  const body = new FormData(form);
  body.set("do", what);
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(body) });
    if (now !== turn || !(answer.headers.get("content-type") ?? "").startsWith("text/html")) return;
    show(new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-build]"));
  } catch {
    // The server is away: the button still says so.
  }
}

/** The checked form in place of the old one; whoever was in a field stays in it. */
function show(fresh) {
  const old = root.querySelector("[data-build]");
  if (!fresh || !old) return;
  const name = document.activeElement?.closest("[data-build]") ? document.activeElement.name : "";
  const value = document.activeElement?.value;
  const text = old.elements.text.scrollTop;
  old.replaceWith(document.adoptNode(fresh));
  fresh.elements.text.scrollTop = text;
  const field = name && [...fresh.elements].find((item) => item.name === name && (item.type !== "submit" || item.value === value));
  field?.focus();
  dispatchEvent(new CustomEvent("stillchange"));
}
