// On the projector only stage, caption and clock stay; bar and buttons come back when somebody moves the
// pointer, touches, or reaches them by key.

const LINGERS_MS = 4000;

export function makeChrome() {
  for (const button of document.querySelectorAll("[data-picture]")) button.addEventListener("click", () => import("./share/picture.js").then(({ save }) => save(document.querySelector(".stage-svg"), button.dataset.picture), () => {}));
  const page = document.documentElement;
  let timer = null;

  function hide() {
    const used = document.querySelector(".room-bar:focus-within, .controls:focus-within, .room-bar:hover, .controls:hover, details[open] > .pop");
    if (used) return wake();
    page.dataset.chrome = "hidden";
    return undefined;
  }

  function wake() {
    clearTimeout(timer);
    page.dataset.chrome = "shown";
    if (page.dataset.theme === "projector") timer = setTimeout(hide, LINGERS_MS);
  }

  for (const type of ["pointermove", "pointerdown", "focusin"]) addEventListener(type, wake, { passive: true });
  new MutationObserver(wake).observe(page, { attributes: true, attributeFilter: ["data-theme"] });
  wake();
}
