// --- forms that save themselves -----------------------------------------------
// Each save of a form with data-saves answers the version that the next one is
// made from. htmx reads a form before it queues the request, and a browser sends
// one at once, so without this a page would take its own saves for another
// person's.
const states = new WeakMap(); // form → {save, next, leaving}

const stateOf = (target) => {
  const form = target.closest?.("form[data-saves]");
  if (!form) return null;
  if (!states.has(form)) states.set(form, { form });
  return states.get(form);
};

document.addEventListener("htmx:before:request", (e) => {
  const state = stateOf(e.target);
  if (!state) return;
  if (state.leaving) return e.preventDefault();
  state.save = e.detail.ctx;
  state.save.request.body.set("version", state.form.elements.version.value);
});

document.addEventListener("htmx:finally:request", (e) => {
  const state = stateOf(e.target);
  if (!state || state.save !== e.detail.ctx) return;
  state.save = null;
  if (!("next" in state)) return;
  const button = state.next;
  delete state.next;
  state.form.requestSubmit(button);
});

document.addEventListener("submit", (e) => {
  const state = stateOf(e.target);
  if (!state) return;
  if (state.save) { // go on when it is done
    e.preventDefault();
    state.next = e.submitter;
  } else {
    state.leaving = true;
  }
});

addEventListener("pageshow", () => { // also when one comes back to a page that was left
  document.querySelectorAll("form[data-saves]").forEach((form) => states.delete(form));
});
