// --- skeletons ----------------------------------------------------------------
// What takes longer than a blink shows that it is under way: the part that will be
// swapped, or the page's lists and values while another page is fetched. Nothing
// is marked before, so what comes at once neither flickers nor is read out.
const blink = 300; // ms
const waits = new Map(); // a part on its way → its timer

function wait(part) {
  done(part);
  waits.set(part, setTimeout(() => part.setAttribute("aria-busy", "true"), blink));
}

function done(part) {
  clearTimeout(waits.get(part));
  waits.delete(part);
  part.removeAttribute("aria-busy");
}

// A part that asks by itself, each second, has news or none: it does not wait.
const asksItself = (el) => /(^|,)\s*every /.test(el.getAttribute?.("hx-trigger") ?? "");

document.addEventListener("htmx:before:request", (e) => {
  const { target } = e.detail.ctx;
  if (!e.defaultPrevented && target?.isConnected && !asksItself(e.target)) wait(target);
});
document.addEventListener("htmx:finally:request", (e) => {
  const { target } = e.detail.ctx;
  if (waits.has(target)) done(target);
});

// --- and pages: links of a navigation, and lookups ------------------------------
const page = () => document.querySelector("main");

document.addEventListener("click", (e) => {
  const link = e.target.closest("nav a[href]");
  if (!link || e.defaultPrevented || e.button || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey || link.target || link.hasAttribute("hx-get")) return;
  const to = new URL(link.href);
  if (to.origin === location.origin && to.pathname + to.search !== location.pathname + location.search) wait(page());
});
document.addEventListener("submit", (e) => {
  const form = e.target;
  if (!e.defaultPrevented && form.method === "get" && !form.hasAttribute("hx-get")) wait(page());
});
// Who stops the fetching, or comes back to the page, has it as it was.
const back = () => [...waits.keys()].forEach(done);
addEventListener("pageshow", back);
window.navigation?.addEventListener("navigateerror", back);
