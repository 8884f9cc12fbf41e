import htmx from "htmx.org/dist/htmx.esm.js";

// --- news by a stream ---------------------------------------------------------
// A part with data-stream asks for itself each second (hx-trigger). While its
// stream is open it does not ask: the news comes. Where streams do not get
// through, or there are too many, it goes on asking. A hidden page holds none: a
// browser opens only six connections to one host.
let source = null;
let open = false;

const part = () => document.querySelector("[data-stream]");

function stop() {
  source?.close();
  source = null;
  open = false;
}

function follow() {
  const live = part();
  if (!live || source || document.hidden || !window.EventSource) return;
  source = new EventSource(live.dataset.stream);
  source.addEventListener("news", (e) => {
    open = true;
    const target = part();
    if (target) htmx.swap({ sourceElement: target, target, swap: "outerMorph", text: e.data });
  });
  source.addEventListener("end", stop);
  source.onerror = () => { open = false; }; // the browser tries again by itself where that may help
}

document.addEventListener("htmx:before:request", (e) => {
  if (open && e.target.matches?.("[data-stream]")) e.preventDefault();
});
document.addEventListener("visibilitychange", () => (document.hidden ? stop() : follow()));
addEventListener("pagehide", stop);
addEventListener("pageshow", follow);
