// Buttons that copy a field. Without a clipboard (plain http) the field is selected, ready for a key.

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  button.hidden = false;
  button.addEventListener("click", () => copy(button, field));
}

async function copy(button, field) {
  field.focus();
  field.select();
  try {
    if (navigator.clipboard) await navigator.clipboard.writeText(field.value ?? field.textContent);
    else if (!document.execCommand("copy")) return;
    button.textContent = button.dataset.done;
  } catch {
    // The field stays selected: the keyboard copies it.
  }
}
