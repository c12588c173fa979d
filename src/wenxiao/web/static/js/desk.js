// The report page on the desk: triage by keyboard, the original's boxes in their places, on to the next finding.
"use strict";
(() => {
  // The finding that is chosen; the address knows it a moment before the page shows it.
  const slip = () => {
    const named = /^#d1-f\d+$/.test(location.hash) && document.querySelector(`${location.hash} .triage`);
    return named || document.querySelector(".finding.on .triage");
  };
  const wanted = new WeakMap(); // which decision a reason is being written for

  // The site's policy forbids styles in the page; set by script they are allowed.
  function place(root) {
    for (const element of root.querySelectorAll("[data-style]")) element.style.cssText = element.dataset.style;
  }
  place(document);

  function next(from) {
    const items = [...document.querySelectorAll(".finding")];
    const at = items.indexOf(from);
    const open = [...items.slice(at + 1), ...items.slice(0, at)].find((item) => item.querySelector('.triage[data-stands="open"] form.decide'));
    if (open) location.hash = open.id;
  }

  function press(form, verdict) {
    form.querySelector(`button[value="${verdict}"]`).click();
  }

  document.addEventListener("keydown", (event) => {
    const area = event.target.closest(".decide textarea");
    if (area && event.key === "Enter" && !event.shiftKey && !event.isComposing && wanted.has(area.form)) {
      event.preventDefault();
      press(area.form, wanted.get(area.form));
      return;
    }
    if (area && event.key === "Escape") {
      area.blur();
      area.closest(".finding").focus();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
    if (event.key === "?") {
      const keys = document.querySelector("details.keys");
      if (keys) keys.open = !keys.open;
      return;
    }
    if (event.key === "n" || event.key === "x") {
      document.querySelector(`.top [data-key="${event.key}"]`)?.click();
      return;
    }
    const form = slip()?.querySelector("form.decide");
    const button = form?.querySelector(`button[data-key="${event.key}"]`);
    if (!button) return;
    if (form.closest("details:not([open])")) return; // it is decided: decided again only after it was opened
    event.preventDefault();
    if (button.value === "confirmed" || form.elements.reason.value.trim()) press(form, button.value);
    else {
      wanted.set(form, button.value);
      form.elements.reason.focus();
    }
  });

  // Another tab begins at its top.
  document.addEventListener("click", (event) => {
    const tab = event.target.closest("[role=tab]");
    for (let one = tab && document.getElementById(tab.getAttribute("aria-controls")); one && one !== document.body; one = one.parentElement) one.scrollTop = 0;
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    place(document);
    const item = event.detail.elt?.closest?.(".finding") || event.target.closest?.(".finding");
    const decided = event.detail.requestConfig?.elt?.matches?.("form.decide");
    if (!item || !decided) return;
    if (item.querySelector(".triage .message.error")) item.querySelector("form.decide textarea")?.focus();
    else next(item);
  });
})();
