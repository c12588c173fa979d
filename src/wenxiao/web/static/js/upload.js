// Handing in many files: dropped or chosen, sent some at a time with progress; what fails is tried again and never lost.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const form = document.getElementById("upload");
  const input = form.elements.files, drop = form.querySelector(".drop"), sending = form.querySelector(".sending");
  const bar = sending.querySelector("progress"), said = sending.querySelector("[role=status]"), told = sending.querySelector(".told");
  const again = form.querySelector(".again"), words = form.dataset;
  const say = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  let files = [], batch = null, done = 0, all = 0, busy = false;

  function choose(found) {
    files = [...found];
    const bytes = files.reduce((sum, file) => sum + file.size, 0);
    const size = bytes < 1048576 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
    form.querySelector(".chosen").textContent = files.length ? say(words.chosen, { all: files.length, size }) : "";
  }

  input.addEventListener("change", () => choose(input.files));
  for (const name of ["dragenter", "dragover"]) drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));

  async function inside(entry) { // a folder that is dropped is every file in it
    if (entry.isFile) return [await new Promise((found, failed) => entry.file(found, failed))];
    const reader = entry.createReader(), found = [];
    for (let some; (some = await new Promise((ok, failed) => reader.readEntries(ok, failed))).length;) found.push(...some);
    return (await Promise.all(found.map(inside))).flat();
  }

  drop.addEventListener("drop", async (event) => {
    event.preventDefault();
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    choose(entries.length ? (await Promise.all(entries.map(inside))).flat() : event.dataTransfer.files);
  });

  function tell(name, why) {
    const line = document.createElement("li");
    line.textContent = `${name}: ${why}`;
    told.append(line);
  }

  function portion() {
    const some = [];
    let bytes = 0;
    while (files.length && some.length < Number(words.files) && (!some.length || bytes + files[0].size <= Number(words.bytes))) {
      bytes += files[0].size;
      some.push(files.shift());
    }
    return some;
  }

  class Stopped extends Error {} // nothing is taken any more; its message says why
  const reason = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-why]")?.textContent;

  async function post(address, body) {
    for (let attempt = 0; ; attempt++) {
      let answer = { status: 0 };
      try {
        answer = await fetch(address, { method: "POST", body, redirect: "manual", headers: { "X-CSRFToken": token() } });
        if (answer.ok) return await answer.json();
      } catch { /* the network: again */ }
      if (answer.type === "opaqueredirect") throw new Stopped(words.login);
      if (answer.status === 403) throw new Stopped((await reason(answer)) || words.refused);
      if (answer.status >= 400 && answer.status < 500) return { refused: (await reason(answer)) || words.refused };
      if (attempt === 3) throw new Stopped(words.failed);
      await new Promise((go) => setTimeout(go, 500 * 2 ** attempt));
    }
  }

  async function send() {
    if (busy) return;
    busy = true;
    again.hidden = true;
    sending.hidden = false;
    form.querySelector(".primary").disabled = true;
    let some = [];
    try {
      if (!batch) {
        const title = new FormData();
        title.append("title", form.elements.title.value);
        const begun = await post(words.new, title);
        if (begun.refused) throw new Stopped(begun.refused);
        batch = begun;
      }
      while (files.length) {
        some = portion();
        const body = new FormData();
        for (const file of some) {
          if (file.size > Number(words.most) * 1048576) tell(file.name, say(words.large, { most: words.most }));
          else body.append("files", file, file.name);
        }
        const answer = body.has("files") ? await post(batch.add, body) : { files: [] };
        if (answer.refused) tell(some.map((file) => file.name).join(", "), answer.refused);
        else for (const one of answer.files) if (one.refused) tell(one.name, one.refused);
        done += some.length;
        some = [];
        bar.value = done / all;
        said.textContent = say(words.sending, { done, all });
      }
      if (told.children.length) {
        const link = document.createElement("a");
        link.href = batch.url;
        link.textContent = words.open;
        said.replaceChildren(words.rest + " ", link);
      } else {
        said.textContent = words.over;
        location.assign(batch.url);
      }
    } catch (stop) {
      files.unshift(...some);
      said.textContent = say(stop instanceof Stopped ? stop.message : words.failed, { left: files.length });
      again.hidden = false;
    }
    busy = false;
  }

  again.addEventListener("click", send);
  form.addEventListener("submit", (event) => {
    if (!files.length) return; // the server says what is missing
    event.preventDefault();
    all = files.length;
    send();
  });
});
