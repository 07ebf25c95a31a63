// The import page: reads a chosen file into the text, and posts what a link carries in its fragment,
// which a browser never sends by itself.

const form = document.querySelector("[data-import]");
const carried = /^#s=([\w-]{1,400000})$/.exec(location.hash);

if (form && carried) {
  form.elements.packed.value = carried[1];
  history.replaceState(null, "", location.pathname);
  form.submit();
} else if (form) {
  const pick = form.querySelector("[data-pick]");
  pick.hidden = false;
  pick.querySelector("input").addEventListener("change", async (event) => {
    const file = event.target.files[0];
    if (file) form.elements.document.value = await file.text();
  });
}
