// What is filled in outside is kept in this browser first, each item under a token of its own, and sent in order when there is a line:
// nothing is lost, and what is sent twice is one step. What the site refuses stays here with its sentence until it is mended or dropped.
"use strict";
const words = document.body.dataset, user = words.user;
const box = new Promise((resolve, reject) => {
  const asked = indexedDB.open("grid-outbox", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("items", { keyPath: "number", autoIncrement: true });
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => reject(asked.error);
});

async function store(mode, work) {
  const turn = (await box).transaction("items", mode);
  const asked = work(turn.objectStore("items"));
  return new Promise((resolve, reject) => {
    turn.oncomplete = () => resolve(asked.result);
    turn.onerror = turn.onabort = () => reject(turn.error);
  });
}
const items = () => store("readonly", (all) => all.getAll());
const put = (item) => store("readwrite", (all) => all.put(item));
const now = (number) => store("readonly", (all) => all.get(number));  // undefined: it was sent or dropped since
const drop = (number) => store("readwrite", (all) => all.delete(number));
const token = (item) => item && new Map(item.fields).get("token");
// What became of an item is written only to the item it became of: dropped meanwhile it stays dropped, mended meanwhile it is another one.
const settle = (item, work) => store("readwrite", (all) => {
  const asked = all.get(item.number);
  asked.addEventListener("success", () => { if (token(asked.result) === token(item)) work(all); });
  return asked;
});
const cookie = () => document.cookie.split("; ").find((one) => one.startsWith("csrftoken="))?.slice(10) || "";

function element(name, text, more = {}) {
  return Object.assign(document.createElement(name), { textContent: text, ...more });
}

async function show() {
  const all = await items(), list = document.getElementById("outbox-items");
  document.getElementById("outbox").hidden = all.length === 0;
  document.getElementById("outbox-count").textContent = all.length;
  list.replaceChildren(...all.map((item) => {
    const line = document.createElement("li"), what = element("span", "", { className: "what" }), side = element("span", "", { className: "row-actions" });
    const state = item.user !== user ? words.other : item.state === "refused" ? words.refused : item.state === "after" ? words.after : words.waiting;
    what.append(element("b", item.words), " ", element("span", state, { className: "pill " + (item.state === "refused" ? "error" : "note") }),
      element("span", [item.about, new Date(item.made).toLocaleString()].filter(Boolean).join(" · "), { className: "tiny" }));
    if (item.said) what.append(element("p", item.said, { className: "error" }));
    if (item.user === user) {
      if (item.state === "refused") side.append(element("a", words.mend, { className: "btn", href: item.page + "#mend-" + item.number }));
      const away = element("button", words.drop, { type: "button" });
      away.addEventListener("click", async () => { if (window.confirm(words.sure)) { await drop(item.number); await show(); send(); } });
      side.append(away);
    }
    line.append(what, side);
    return line;
  }));
  const offline = document.getElementById("offline");
  offline.hidden = navigator.onLine;
  offline.textContent = words.offline;
}

async function sent(item) {
  const body = new FormData();
  for (const [name, value] of item.fields) body.append(name, value);
  for (const file of item.files) body.append(file.field, new Blob([file.data], { type: file.type }), file.name);
  let answer;
  try {
    answer = await fetch(item.to, { method: "POST", body, redirect: "manual", headers: { "X-CSRFToken": cookie(), "X-Outbox": String(Math.max(0, Date.now() - item.made)) } });
  } catch {
    return { state: "waiting", stop: true };
  }
  if (answer.type === "opaqueredirect") return { state: "waiting", said: words.login, stop: true };
  if (answer.status === 429 || answer.status >= 500) return { state: "waiting", stop: true };
  const told = await answer.json().catch(() => null);
  if (answer.ok) return told ? { ...told, state: "sent" } : { state: "waiting", stop: true };  // a page that is not the site's, as of a line that asks for a login
  if (told === null && answer.status === 403) return { state: "waiting", said: words.login, stop: true };  // the mark of the form is of another login
  return { state: "refused", said: told?.detail || String(answer.status) };
}

let busy = null, again = false;
function send() {  // asked while it is sending, it goes through the box once more: the line may have come back, or an item been added
  if (busy) again = true;
  return (busy ||= sendAll().finally(() => { busy = null; }));
}

async function locked(work) {  // one window sends, the others wait
  return navigator.locks ? navigator.locks.request("grid-outbox", work) : work();
}

async function sendAll() {
  let last = null;
  do {
    again = false;
    last = (await locked(sendOnce)) || last;
    await show();  // within the loop: what is asked while it shows is done too
  } while (again);
  return last;
}

async function sendOnce() {  // what the site said of the last item that it took
  let last = null;
  const held = new Set();
  for (const { number } of await items()) {
    const item = await now(number);
    if (item?.user !== user) continue;
    if (item.about && held.has(item.about)) {
      await settle(item, (all) => all.put({ ...item, state: "after" }));
      continue;
    }
    if (item.state === "refused") {
      held.add(item.about);
      continue;
    }
    const told = await sent(item);
    if (told.state === "sent") {
      await settle(item, (all) => all.delete(number));
      last = { ...told, number };
      continue;
    }
    await settle(item, (all) => all.put({ ...item, state: told.state, said: told.said || "" }));
    if (told.stop) break;
    held.add(item.about);
  }
  return last;
}

async function packed(form, number) {
  const fields = [], files = [], data = new FormData(form);
  for (const [name, value] of data) {
    if (name === "csrfmiddlewaretoken" || name === "token") continue;
    if (value instanceof File) {
      if (!value.size) continue;
      const { edge, quality } = form.elements[name].dataset;
      const photo = edge ? await smaller(value, Number(edge), Number(quality) / 100) : value;
      files.push({ field: name, name: value.name, type: photo.type, data: await photo.arrayBuffer() });
    } else fields.push([name, value]);
  }
  fields.push(["token", crypto.randomUUID ? crypto.randomUUID() : uuid()]);
  const item = { user, to: form.getAttribute("action") || location.pathname, page: location.pathname, words: form.dataset.outbox, about: form.dataset.case, made: Date.now(), state: "waiting", fields, files };
  return number ? { ...item, number } : item;
}

function uuid() {  // where the page is not behind https
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64; bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-outbox]") || !window.indexedDB) return;
  event.preventDefault();
  if (form.dataset.ask && !window.confirm(form.dataset.ask)) return;
  const button = form.querySelector("button:not([type=button])");
  button.disabled = true;
  const mends = Number(form.dataset.mends) || 0;
  const item = await packed(form, mends);
  const before = mends && (await items()).find((one) => one.number === mends);
  if (before && !item.files.length) item.files = before.files;
  try {
    item.number = await put(item);
  } catch {  // the browser has no room: the form is as it was
    button.disabled = false;
    window.alert(words.full);
    return;
  }
  const told = await send();
  if (told && told.number === item.number) location.assign(told.url);
  else location.assign(words.home);
});

async function mend() {
  const number = Number((location.hash.match(/^#mend-(\d+)$/) || [])[1]);
  const item = number && (await items()).find((one) => one.number === number);
  if (!item) return;
  const fields = new Map(item.fields), action = fields.get("action");
  const sends = (one) => (one.getAttribute("action") || location.pathname) === item.to && (one.elements.action?.value || "") === (action || "");
  const form = [...document.querySelectorAll("form[data-outbox]")].find(sends);
  if (!form) return;
  form.closest("details")?.setAttribute("open", "");
  for (const [name, value] of fields) {
    if (name === "token") continue;
    const field = form.elements[name];
    if (field instanceof RadioNodeList) field.value = value;
    else if (field?.type === "checkbox") field.checked = true;
    else if (field) field.value = value;
  }
  for (const field of form.querySelectorAll("input[type=file]")) field.required = field.required && !item.files.length;
  form.dataset.mends = number;
  form.prepend(element("p", item.said, { className: "message error" }));
  form.querySelector("button:not([type=button])").focus();
}

document.addEventListener("click", (event) => {
  if (!event.target.matches("[data-locate]")) return;
  const form = event.target.form, note = form.querySelector("[data-located]");
  navigator.geolocation.getCurrentPosition(({ coords }) => {
    form.elements.longitude.value = coords.longitude.toFixed(6);
    form.elements.latitude.value = coords.latitude.toFixed(6);
    form.elements.system.value = "WGS84";
    note.textContent = `${words.located} ${Math.round(coords.accuracy)} m`;
  }, () => { note.textContent = words.nowhere; }, { enableHighAccuracy: true, timeout: 20000, maximumAge: 30000 });
});

document.getElementById("outbox-send").addEventListener("click", () => send());
window.addEventListener("online", () => send());
window.addEventListener("offline", () => show());
document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
setInterval(() => { if (navigator.onLine) send(); }, 30000);
(async () => {
  await show();
  await mend();
  await send();
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register(words.worker, { scope: words.home });
  const { active } = await navigator.serviceWorker.ready;
  const links = [...document.querySelectorAll("a[data-keep]")];
  const tasks = new Set([...links.map((link) => link.getAttribute("href")), ...links.map((link) => link.dataset.keep).filter(Boolean)]);
  if (navigator.onLine && tasks.size) active.postMessage({ keep: [...tasks] });
})();
