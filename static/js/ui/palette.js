// The command line ("/" or Ctrl-K): fetched when it is first asked for.

export function makePalette(parts) {
  const { acts, words } = parts;
  let palette = null;

  async function open() {
    try {
      const [more, { buildPalette }] = await Promise.all([words.more(), import("./palette/dialog.js")]);
      palette ??= buildPalette({ ...parts, more });
      palette.open();
    } catch {
      acts.tell(words.label("connection.offline"));
    }
  }

  for (const button of document.querySelectorAll("[data-open-palette]")) button.addEventListener("click", open);
  return { open };
}
