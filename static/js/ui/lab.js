// Timeline, forks and faults: the drawer is fetched when it is first asked for.

export function makeLab(parts) {
  const button = parts.page.querySelector("[data-open-lab]");
  let drawer = null;
  let shown_us = 0;

  async function toggle() {
    try {
      const [{ buildDrawer }] = await Promise.all([import("./lab/drawer.js"), parts.words.more()]);
      drawer ??= buildDrawer({ ...parts, button });
      drawer.now(shown_us);
      drawer.toggle();
    } catch {
      parts.acts.tell(parts.words.label("connection.offline"));
    }
  }

  button.addEventListener("click", toggle);
  function now(now_us) {
    shown_us = now_us;
    drawer?.now(now_us);
  }

  return { toggle, now };
}
