// Keeps the pages of a telephone for where there is no line: styles and scripts from the store, pages from the line if there is one.
"use strict";
const STORE = "grid-{{ user }}";
const STATIC = [{% for address in static %}"{{ address|escapejs }}",{% endfor %}];
const PAGES = [{% for address in pages %}"{{ address|escapejs }}",{% endfor %}];
const ANY = { ignoreVary: true };  // it is this person's store: what the answer varies by is theirs
const MAP = "{{ map|escapejs }}";  // unit grids around a case
const HOME = "{{ home|escapejs }}";

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(STORE).then((store) => store.addAll([...STATIC, ...PAGES])).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  const old = async () => { for (const name of await caches.keys()) if (name.startsWith("grid-") && name !== STORE) await caches.delete(name); };
  event.waitUntil(old().then(() => self.clients.claim()));
});
self.addEventListener("message", (event) => {
  if (event.data.keep) event.waitUntil(keep(event.data.keep));
});

async function keep(addresses) {
  const store = await caches.open(STORE);
  for (const address of addresses) {
    if (address.startsWith(MAP) && await store.match(address, ANY)) continue;  // looked at, it is asked for again
    try {
      const answer = await fetch(address, { redirect: "manual" });
      if (answer.ok) await store.put(address, answer);
    } catch { return; }
  }
}

async function page(request) {
  const store = await caches.open(STORE);
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected) await store.put(request.url, answer.clone());
    return answer;
  } catch (error) {
    const kept = (await store.match(request.url, ANY)) || (await store.match(HOME, ANY));
    if (kept) return kept;
    throw error;
  }
}

async function grids(request) {
  const store = await caches.open(STORE);
  try {
    const answer = await fetch(request);
    if (answer.ok) await store.put(request.url, answer.clone());
    return answer;
  } catch (error) {
    const kept = await store.match(request.url, ANY);
    if (kept) return kept;
    throw error;
  }
}

async function asset(request) {
  const store = await caches.open(STORE);
  const kept = await store.match(request, ANY);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await store.put(request, answer.clone());
  return answer;
}

self.addEventListener("fetch", (event) => {
  const { request } = event, address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate" && address.pathname.startsWith(HOME)) event.respondWith(page(request));
  else if (address.pathname === MAP) event.respondWith(grids(request));
  else if (address.pathname.startsWith("/static/") || /^\/grid\/photos\//.test(address.pathname)) event.respondWith(asset(request));
});
