// Marks at the words of a chapter that is being written. What stands in the panel says where they are; places are counted in characters.
"use strict";
(() => {
  const area = document.getElementById("text"), panel = document.getElementById("found"), under = document.querySelector(".live .under");
  if (!area || !panel || !under) return;
  let marks = [], before = area.value;
  const weight = { ref: 0, blank: 1, note: 2, moved: 3, warning: 4, error: 5 };
  const read = () => [...panel.querySelectorAll("[data-from]")].map((one) => ({ from: Number(one.dataset.from), to: Number(one.dataset.to), kind: one.dataset.kind }));

  function draw() {
    const chars = Array.from(area.value), kinds = new Array(chars.length).fill("");
    for (const mark of marks) {
      for (let at = mark.from; at < Math.min(mark.to, chars.length); at++) {
        if (!kinds[at] || weight[mark.kind] > weight[kinds[at]]) kinds[at] = mark.kind;
      }
    }
    const pieces = document.createDocumentFragment();
    for (let at = 0; at < chars.length;) {
      let end = at;
      while (end < chars.length && kinds[end] === kinds[at]) end++;
      const words = chars.slice(at, end).join("");
      if (kinds[at]) {
        const mark = document.createElement("mark");
        mark.className = kinds[at];
        mark.textContent = words;
        pieces.append(mark);
      } else pieces.append(words);
      at = end;
    }
    pieces.append("\n\u200b");  // the last line has its height
    under.replaceChildren(pieces);
  }

  function shift() {  // until the answer comes, marks before the change stay and those behind it move with their words
    const old = Array.from(before), now = Array.from(area.value), most = Math.min(old.length, now.length);
    let head = 0, tail = 0;
    while (head < most && old[head] === now[head]) head++;
    while (tail < most - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
    const edge = old.length - tail, by = now.length - old.length;
    marks = marks.flatMap((mark) => mark.to <= head ? [mark] : mark.from >= edge ? [{ ...mark, from: mark.from + by, to: mark.to + by }] : []);
    before = area.value;
  }

  function show() { marks = read(); before = area.value; draw(); }

  area.addEventListener("input", () => { shift(); draw(); });
  area.addEventListener("change", (event) => {  // of a draft that was restored; what was typed is known, and asked for again the panel would change under a button being pressed
    if (before === area.value) { event.stopImmediatePropagation(); return; }
    shift();
    draw();
  });
  document.addEventListener("htmx:afterSwap", show);
  panel.addEventListener("click", (event) => {
    const go = event.target.closest("[data-go]");
    if (!go) return;
    const chars = Array.from(area.value), length = (count) => chars.slice(0, count).join("").length;
    area.focus();
    area.setSelectionRange(length(Number(go.dataset.go)), length(Number(go.dataset.end)));
    const mark = [...under.querySelectorAll("mark")].find((one) => one.className !== "ref");
    (mark || under).scrollIntoView({ block: "nearest" });
  });
  area.classList.add("grown");
  show();
})();
