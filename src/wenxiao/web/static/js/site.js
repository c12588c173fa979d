// What the pages do beside what the server does: drafts that save themselves, questions before what cannot be undone, rows of tables.
"use strict";
const draftAddress = (form) => "/draft/?form=" + encodeURIComponent(form.dataset.draft);
const GONE = 410;  // the place of a draft, which goes when its form is sent
const skipped = new Set(["csrfmiddlewaretoken", "revision"]);

function fieldsOf(form) {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    if (skipped.has(name) || value instanceof File) continue;
    (fields[name] ||= []).push(value);
  }
  return fields;
}

function fill(form, fields) {
  for (const [name, [count]] of Object.entries(fields)) {  // rows that were added while typing
    const prefix = name.endsWith("-TOTAL_FORMS") && name.slice(0, -"-TOTAL_FORMS".length);
    const add = prefix && form.querySelector(`[data-add-row="${prefix}"]`);
    for (let have = Number(form.elements[name]?.value); add && have < Number(count); have++) add.click();
  }
  for (const element of form.elements) {
    if (!element.name || skipped.has(element.name) || element.type === "file" || element.type === "submit") continue;
    const values = fields[element.name] || [];
    if (element.type === "checkbox" || element.type === "radio") element.checked = values.includes(element.value);
    else if (values.length) element.value = values.shift();
    element.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

async function keepDrafts(form) {
  const note = form.querySelector(".saved");
  const words = form.dataset;
  let last = JSON.stringify(fieldsOf(form)), timer, place, line;
  const ask = (method, more = "", body) => fetch(draftAddress(form) + more, { method, body, redirect: "manual", headers: { "X-CSRFToken": token(), "Content-Type": "application/json" } }).catch(() => ({ ok: false }));  // without a line: said below, and sent with the next change
  const open = async () => {
    const answer = await ask("PUT");
    const kept = answer.ok ? await answer.json() : {};
    place = kept.place;
    return { answer, kept };
  };
  const keep = async (now) => place ? ask("POST", "&place=" + place, now) : { ok: false, status: GONE };
  const save = async () => {
    const now = JSON.stringify(fieldsOf(form));
    if (now === last) return;
    let answer = await keep(now);
    if (answer.status === GONE) {
      if (sent.has(form)) return;  // it arrived, and what was typed with it
      ({ answer } = await open());  // it was sent from another window, or not opened for want of a line
      if (answer.ok && !sent.has(form)) answer = await keep(now);
    }
    if (answer.ok) last = now;
    if (note) note.textContent = answer.ok ? words.saved : answer.type === "opaqueredirect" ? words.login : words.failed;
  };
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => { line = Promise.resolve(line).then(save, save); }, 1200); });  // one after the other: the last is what stays
  form.addEventListener("submit", () => clearTimeout(timer));
  const { kept } = await open();
  if (kept.fields && JSON.stringify(kept.fields) !== last && note && !form.querySelector(".errorlist, p.error, .message.error")) {
    const button = document.createElement("button");
    button.type = "button"; button.className = "link"; button.textContent = words.restore;
    button.addEventListener("click", () => { fill(form, structuredClone(kept.fields)); note.textContent = words.restored; });
    note.replaceChildren(document.createTextNode(words.found + " "), button);
  }
}

function ready(root) {
  for (const form of root.querySelectorAll("form[data-draft]")) keepDrafts(form);
}

document.addEventListener("DOMContentLoaded", () => ready(document));
const PATIENCE = 20000;  // for so long a form that was sent is not sent again: pressed twice on a slow line, an entry would stand twice in the ledger
let sent = new WeakMap();
addEventListener("pageshow", () => { sent = new WeakMap(); });
document.addEventListener("submit", (event) => {
  if (Date.now() - (sent.get(event.target) ?? -PATIENCE) < PATIENCE) event.preventDefault();
  if (event.defaultPrevented) return;
  const question = event.submitter?.dataset.ask || event.target.dataset.ask;
  if (question && !window.confirm(question)) event.preventDefault();
  else if (event.target.getAttribute("method") === "post") sent.set(event.target, Date.now());
});
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
});
document.addEventListener("click", (event) => {
  const add = event.target.closest("[data-add-row]");
  if (add) {  // a new row of a formset, from its template
    const total = document.getElementById("id_" + add.dataset.addRow + "-TOTAL_FORMS");
    const row = document.getElementById(add.dataset.addRow + "-row").content.cloneNode(true);
    for (const element of row.querySelectorAll("[name],[id],[for]")) {
      for (const key of ["name", "id", "for"]) {
        if (element.hasAttribute(key)) element.setAttribute(key, element.getAttribute(key).replaceAll("__prefix__", total.value));
      }
    }
    total.value = Number(total.value) + 1;
    const body = document.getElementById(add.dataset.addRow + "-rows");
    body.append(row);
    body.lastElementChild.querySelector("input:not([type=hidden]),select")?.focus();
  }
});
