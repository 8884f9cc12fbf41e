// The page works without this file; it only makes it quicker. htmx does the
// swapping, the rest below is keyboard, copying, counters and colour fields.
import "htmx.org/dist/htmx.esm.js";
import "./live.js";
import "./saves.js";
import "./wait.js";

document.documentElement.classList.add("js");

const typing = (el) => el.closest("input, textarea, select, [contenteditable]");

// --- keyboard: `/` search, `g x` go somewhere, `?` the list -----------------
// The letters stand on the links themselves (data-key), so that a link which a
// role does not have takes its shortcut away with it.
let pending = 0;

function goto(letter) {
  const link = document.querySelector(`a[data-key="${CSS.escape(letter)}"]`);
  if (link) link.click();
  return Boolean(link);
}

document.addEventListener("keydown", (e) => {
  if (e.key === "Escape") return closeMenus(null);
  if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing || typing(e.target)) return;
  const afterG = Date.now() - pending < 1200;
  pending = 0;
  if (afterG && /^[a-z]$/.test(e.key)) {
    if (goto(e.key)) e.preventDefault();
  } else if (e.key === "g") {
    pending = Date.now();
  } else if (e.key === "/") {
    const search = document.querySelector("[data-search]");
    if (search) {
      e.preventDefault();
      search.focus();
      search.select();
    }
  } else if (e.key === "?") {
    document.getElementById("shortcuts")?.togglePopover?.();
  }
});

// --- a live part that got no answer says so, and what is typed stays --------
function unreachable() {
  const region = document.getElementById("flash");
  const note = document.getElementById("unreachable");
  if (!region || !note) return;
  region.replaceChildren(note.content.cloneNode(true));
  region.classList.remove("hidden");
}

document.addEventListener("htmx:error", unreachable);
document.addEventListener("htmx:response:error", (e) => {
  if (e.detail.ctx.response.status >= 500) unreachable();
});

// --- menus made of <details> close when something else is clicked -----------
function closeMenus(except) {
  document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
    if (menu === except) return;
    const inside = menu.contains(document.activeElement);
    menu.open = false;
    if (inside) menu.querySelector("summary").focus();
  });
}

document.addEventListener("click", (e) => {
  closeMenus(e.target.closest("details[data-menu]"));
  const copy = e.target.closest("[data-copy]");
  if (copy) copyText(copy);
  const preset = e.target.closest("[data-color]");
  if (preset) setColor(preset.closest("[data-color-field]"), preset.dataset.color, true);
  const reveal = e.target.closest("[data-reveal]");
  if (reveal) {
    const input = document.getElementById(reveal.dataset.reveal);
    const shown = input.type === "text";
    input.type = shown ? "password" : "text";
    reveal.setAttribute("aria-pressed", String(!shown));
  }
});

async function copyText(button) {
  const source = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(source.textContent);
  } catch {
    getSelection().selectAllChildren(source); // plain http has no clipboard: leave it selected
    return;
  }
  const label = button.querySelector("[data-label]");
  const before = label.textContent;
  label.textContent = button.dataset.done;
  setTimeout(() => { label.textContent = before; }, 1500);
}

// --- colour: the native input is what is sent; hex and presets set it -------
function setColor(field, value, tell) {
  const native = field.querySelector("input[type=color]");
  const hex = field.querySelector("[data-hex]");
  value = value.toLowerCase();
  native.value = value;
  if (document.activeElement !== hex) hex.value = value;
  field.querySelectorAll("[data-color]").forEach((b) => {
    b.setAttribute("aria-pressed", String(b.dataset.color.toLowerCase() === value));
  });
  if (tell) native.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("input", (e) => {
  const field = e.target.closest("[data-color-field]");
  if (field && e.target.matches("[data-hex]")) {
    const ok = /^#[0-9a-f]{6}$/i.test(e.target.value);
    e.target.setAttribute("aria-invalid", String(!ok));
    if (ok) setColor(field, e.target.value, true);
  } else if (field) {
    setColor(field, e.target.value, false);
  }
  const counter = e.target.id && document.querySelector(`[data-counts="${CSS.escape(e.target.id)}"]`);
  if (counter) {
    const n = Array.from(e.target.value).length; // characters, as Go's runes, not UTF-16 units
    counter.textContent = `${n}/${counter.dataset.max}`;
    counter.classList.toggle("is-over", n > Number(counter.dataset.max));
  }
});

// --- picked rows: how many, and all of the page at once ----------------------
// The bar shows and counts by the style sheet; this writes the number down for
// those who hear the page, and keeps the box of the head in step.
function countPicked(form) {
  const boxes = [...form.querySelectorAll("[data-pick]")];
  const n = boxes.filter((b) => b.checked).length;
  const page = form.querySelector("[data-pick-page]");
  if (page) {
    page.checked = n > 0 && n === boxes.length;
    page.indeterminate = n > 0 && n < boxes.length;
  }
  const count = form.querySelector("[data-picked]");
  if (count) count.textContent = String(n);
}

document.addEventListener("change", (e) => {
  const form = e.target.closest("form");
  if (!form?.querySelector("[data-picked]")) return;
  if (e.target.matches("[data-pick-page]")) {
    form.querySelectorAll("[data-pick]").forEach((b) => { b.checked = e.target.checked; });
  }
  countPicked(form);
});

// A reload or a step back keeps the boxes ticked.
addEventListener("pageshow", () => {
  document.querySelectorAll("form:has([data-picked])").forEach(countPicked);
});

// --- a file that is too large is said so before it is sent -------------------
document.addEventListener("change", (e) => {
  if (!e.target.matches("[data-max-bytes]")) return;
  const file = e.target.files[0];
  const over = file && file.size > Number(e.target.dataset.maxBytes);
  e.target.setCustomValidity(over ? e.target.dataset.tooLarge : "");
  if (over) e.target.reportValidity();
});
