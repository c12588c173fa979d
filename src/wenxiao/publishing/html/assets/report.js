"use strict";
(() => {
  const root = document.documentElement;
  const data = JSON.parse(document.getElementById("data").textContent);
  const card = document.getElementById("card");
  const documents = [...document.querySelectorAll(".document")];
  const list = document.getElementById("list");
  const english = () => root.lang === "en";
  const say = (words) => words[english() ? 1 : 0];
  const phone = matchMedia("(max-width: 820px)");
  let current = null; // the document that is shown
  let back = false; // a place was clicked: its finding is to be seen, not the place
  let opened = null; // the quantity whose card is open
  root.classList.add("js");

  // ---- which document, which view

  function show(section) {
    closeCard();
    current = section;
    for (const one of documents) one.hidden = one !== section;
    if (list) list.hidden = section !== null;
    fit();
    scrollTo(0, 0);
  }

  function fit() {
    if (current) root.style.setProperty("--top", `${current.querySelector(".top").offsetHeight}px`);
  }

  function tab(section, name, focus = false) {
    for (const button of section.querySelectorAll("[role=tab]")) {
      const on = button.getAttribute("aria-controls").endsWith(`-${name}`);
      button.setAttribute("aria-selected", String(on));
      button.tabIndex = on ? 0 : -1;
      document.getElementById(button.getAttribute("aria-controls")).hidden = !on;
      if (on && focus) button.focus();
    }
  }

  function half(section, name) {
    section.classList.toggle("panel-first", name === "panel");
    for (const button of section.querySelectorAll("[data-show]")) {
      button.setAttribute("aria-pressed", String(button.dataset.show === name));
    }
  }

  // The text, or the original; which one a document shows is kept while the page is open.
  function view(section, name) {
    closeCard();
    const before = section.classList.contains("as-original");
    section.classList.toggle("as-original", name === "original");
    for (const button of section.querySelectorAll("[data-view]")) {
      button.setAttribute("aria-pressed", String(button.dataset.view === name));
    }
    if (before === (name === "original")) return;
    const place = places(section, ".on, .lit")[0];
    if (place) see(place);
    else section.querySelector(".text").scrollTop = 0;
  }

  // Places of what is shown now; where the original has none of them, the text is shown.
  function places(section, selector) {
    const inside = (half) => [...section.querySelectorAll(half)].flatMap((one) => [...one.querySelectorAll(selector)]);
    return inside(section.classList.contains("as-original") ? ".original" : ".sheet");
  }

  function shown(section, selector) {
    const found = places(section, selector);
    if (found.length || !section.classList.contains("as-original")) return found;
    view(section, "text");
    return places(section, selector);
  }

  function route() {
    const match = /^#d(\d+)(?:-([fq])(\d+))?$/.exec(location.hash);
    const section = match && document.getElementById(`d${match[1]}`);
    if (!section) return show(list ? null : documents[0] || null);
    if (section !== current) show(section);
    if (match[2] === "f") finding(section, Number(match[3]));
    if (match[2] === "q") {
      half(section, "text");
      const [quantity] = shown(section, quantities(section, match[3]));
      if (quantity) { see(quantity); openCard(quantity); }
    }
  }

  function go(hash) {
    if (location.hash === hash) route();
    else location.hash = hash;
  }

  function see(element) {
    element.scrollIntoView({ block: "center", inline: "center" });
  }

  const quantities = (section, number) => `[data-q="${number}"], #${section.id}-q${number}`;

  // ---- findings and relations lead to their places

  function clear(section) {
    for (const one of section.querySelectorAll(".on, .lit")) one.classList.remove("on", "lit");
  }

  function finding(section, number) {
    const item = document.getElementById(`${section.id}-f${number}`);
    if (!item) return;
    closeCard();
    clear(section);
    tab(section, "findings");
    item.classList.add("on");
    item.scrollIntoView({ block: "nearest" });
    for (const place of section.querySelectorAll(`.text [data-f~="${number}"]`)) place.classList.add("on");
    const [place] = shown(section, `[data-f~="${number}"]`);
    if (place && !(back && phone.matches)) {
      half(section, "text");
      if (!back) see(place);
    } else if (place) {
      half(section, "panel");
      item.scrollIntoView({ block: "center" });
    }
    back = false;
    if (!phone.matches && !item.contains(document.activeElement)) item.focus({ preventScroll: true });  // the address changes a moment after the key: a reason may be being written
  }

  function relation(section, number) {
    clear(section);
    const selector = data[section.dataset.d - 1].r[number][3]
      .map((quantity) => quantities(section, quantity + 1)).join(", ");
    if (!selector) return;
    for (const place of section.querySelectorAll(selector)) place.classList.add("lit");
    const [place] = shown(section, selector);
    if (place) {
      half(section, "text");
      see(place);
    }
  }

  // ---- the card of a quantity

  function element(name, text, style) {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (style) made.className = style;
    return made;
  }

  function openCard(quantity) {
    closeCard();
    const d = quantity.closest(".document").dataset.d;
    const q = quantity.dataset.q || quantity.id.split("-q")[1];
    const { q: rows, r: relations } = data[d - 1];
    const [printed, normalized, role, project, uses, place] = rows[q - 1];
    const close = element("button", "×", "close");
    close.setAttribute("aria-label", say(["关闭", "close"]));
    close.addEventListener("click", () => closeCard(true));
    const facts = element("dl");
    const value = element("dd");
    const strong = element("b", printed.trim());
    strong.id = "card-value";
    value.append(strong, element("div", say(normalized), "muted"));
    const row = (title, content) => facts.append(element("dt", say(title)), content);
    row(["读作", "Reads as"], value);
    row(["角色", "Role"], element("dd", say(role)));
    row(["项目", "Project"], element("dd", project || "—"));
    const used = element("dd");
    for (const number of uses.slice(0, 12)) {
      const [formula, sign, verdict, , words] = relations[number];
      const line = element("div", `${formula || say(words)} `, `use ${verdict}`);
      const mark = element("i", sign);
      mark.title = say(words);
      line.append(mark);
      used.append(line);
    }
    if (!uses.length) used.textContent = "—";
    row(["用于", "Used in"], used);
    row(["位置", "Place"], element("dd", say(place)));
    card.replaceChildren(close, facts);
    card.hidden = false;
    quantity.classList.add("open");
    opened = quantity;
    const box = quantity.getBoundingClientRect();
    const below = box.bottom + 8 + card.offsetHeight < innerHeight;
    card.style.top = `${Math.max(8, below ? box.bottom + 8 : box.top - card.offsetHeight - 8)}px`;
    card.style.left = `${Math.max(12, Math.min(box.left, innerWidth - card.offsetWidth - 12))}px`;
  }

  function closeCard(focus = false) {
    if (!opened) return;
    opened.classList.remove("open");
    if (focus) opened.focus({ preventScroll: true });
    opened = null;
    card.hidden = true;
  }

  // ---- clicks and keys

  document.addEventListener("click", (event) => {
    const at = (selector) => event.target.closest(selector);
    const section = at(".document");
    if (at("#card, .triage, .view.work")) return; // what a site adds works by itself
    const switched = at(".lang");
    if (switched) {
      root.lang = english() ? "zh-CN" : "en";
      closeCard();
      fit();
      return;
    }
    const sort = at("[data-sort]");
    if (sort) return order(sort);
    if (!section) return;
    const quantity = at(".q, .box:not([data-f])");
    if (quantity) {
      event.preventDefault(); // in the original it is a link
      if (quantity === opened) closeCard();
      else openCard(quantity);
      return;
    }
    const link = at("a");
    if (link && link.matches(".box")) {
      event.preventDefault();
      back = true;
      return go(link.hash);
    }
    if (link) {
      if (link.hash && link.hash === location.hash) route();
      return;
    }
    closeCard();
    const mark = at("mark");
    if (mark) {
      back = true;
      return go(`#${section.id}-f${mark.dataset.f.split(" ")[0]}`);
    }
    const item = at(".finding");
    if (item) return go(`#${item.id}`);
    const linked = at("[data-r]");
    if (linked) return relation(section, Number(linked.dataset.r));
    const named = at("[role=tab]");
    if (named) return tab(section, named.getAttribute("aria-controls").split("-").pop());
    const way = at("[data-view]");
    if (way) return view(section, way.dataset.view);
    const side = at("[data-show]");
    if (side) half(section, side.dataset.show);
  });

  document.addEventListener("keydown", (event) => {
    const target = event.target;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      if (opened) closeCard(true);
      else if (current) clear(current);
      return;
    }
    if (target.matches("input, select, textarea") || !current) return;
    if (event.key === "Enter" || event.key === " ") {
      if (target.matches(".q, .finding")) { event.preventDefault(); target.click(); }
      return;
    }
    if (target.matches("[role=tab]") && (event.key === "ArrowRight" || event.key === "ArrowLeft")) {
      const tabs = [...target.parentElement.children];
      const next = tabs[(tabs.indexOf(target) + (event.key === "ArrowRight" ? 1 : tabs.length - 1)) % tabs.length];
      return tab(current, next.getAttribute("aria-controls").split("-").pop(), true);
    }
    const arrows = target.matches(".finding");
    const step = event.key === "j" || (arrows && event.key === "ArrowDown") ? 1
      : event.key === "k" || (arrows && event.key === "ArrowUp") ? -1 : 0;
    if (!step) return;
    const items = [...current.querySelectorAll(".finding")];
    if (!items.length) return;
    event.preventDefault();
    const at = items.findIndex((item) => item.classList.contains("on"));
    const next = at < 0 ? (step > 0 ? 0 : items.length - 1) : Math.min(Math.max(at + step, 0), items.length - 1);
    go(`#${items[next].id}`);
  });

  // ---- the list of documents

  const words = document.getElementById("words");
  const severity = document.getElementById("severity");

  function filter() {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let left = 0;
    const rows = list.querySelectorAll(".documents tbody tr");
    for (const row of rows) {
      const fits = wanted.every((word) => row.dataset.words.includes(word))
        && (!severity.value || row.dataset.has.split(" ").includes(severity.value));
      row.hidden = !fits;
      left += fits;
    }
    document.getElementById("none").hidden = left > 0;
    document.getElementById("shown").textContent = `${left} / ${rows.length}`;
  }

  function order(button) {
    const head = button.parentElement;
    const column = [...head.parentElement.children].indexOf(head);
    const numeric = button.dataset.sort === "number";
    const down = head.getAttribute("aria-sort") === "none" ? numeric : head.getAttribute("aria-sort") === "ascending";
    for (const other of head.parentElement.children) other.setAttribute("aria-sort", "none");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const body = list.querySelector("tbody");
    const text = (row) => row.children[column].textContent.trim();
    const compare = numeric
      ? (a, b) => (parseFloat(text(a)) || 0) - (parseFloat(text(b)) || 0)
      : (a, b) => text(a).localeCompare(text(b), "zh");
    body.append(...[...body.children].sort((a, b) => (down ? -compare(a, b) : compare(a, b))));
  }

  if (list) {
    words.addEventListener("input", filter);
    severity.addEventListener("change", filter);
  }
  for (const section of documents) tab(section, "findings");
  addEventListener("hashchange", route);
  addEventListener("resize", () => { closeCard(); fit(); });
  for (const text of document.querySelectorAll(".text")) text.addEventListener("scroll", () => closeCard(), { passive: true });
  route();
})();
