// The theme switch: changes the page at once and leaves the cookie from which the server
// renders the next page in the same theme. Without this module the form posts instead.

const YEAR_S = 365 * 24 * 3600;

export function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `theme=${theme}; path=/; max-age=${YEAR_S}; samesite=lax${secure}`;
}

for (const form of document.querySelectorAll("[data-theme-form]")) {
  const choice = form.elements.namedItem("theme");
  choice.addEventListener("change", () => setTheme(choice.value));
  form.addEventListener("submit", (event) => event.preventDefault());
}
