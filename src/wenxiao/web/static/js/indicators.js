// The form of indicators: moving and taking out rows by keyboard, rows from the library, marks at the fields of which something is said.
"use strict";
const list = (prefix) => document.getElementById(prefix + "-rows");
const orderRows = (rows) => {
  let order = 0;
  for (const row of rows.children) row.querySelector("[name$=-ORDER]").value = ++order;
  rows.dispatchEvent(new Event("change", { bubbles: true }));
  rows.dispatchEvent(new Event("input", { bubbles: true }));
};
const showNature = (row) => {  // the fields that go with ≥, a range, words; an indicator of an evaluation has none
  const nature = row.querySelector("[name$=-nature]");
  if (nature) row.dataset.nature = nature.value;
};

function take(row, on) {  // out of the form, or back into it
  row.querySelector("[name$=-DELETE]").checked = on;
  row.classList.toggle("out", on);
  const button = row.querySelector("[data-remove]");
  button.textContent = on ? button.dataset.back : button.dataset.words;
}

document.addEventListener("click", (event) => {
  const move = event.target.closest("[data-move]"), remove = event.target.closest("[data-remove]"), choice = event.target.closest("[data-take]"), add = event.target.closest("[data-add-row]");
  if (move) {
    const row = move.closest(".indicator"), up = move.dataset.move === "up";
    const other = up ? row.previousElementSibling : row.nextElementSibling;
    if (other) { up ? other.before(row) : other.after(row); move.focus(); orderRows(row.parentElement); }
  } else if (remove) {
    const row = remove.closest(".indicator");
    take(row, !row.querySelector("[name$=-DELETE]").checked);
    orderRows(row.parentElement);
  } else if (choice) {
    document.querySelector("[data-add-row=rows]").click();
    const row = list("rows").lastElementChild, fields = JSON.parse(choice.dataset.take);
    for (const [name, value] of Object.entries(fields)) {
      const element = row.querySelector(`[name$="-${name}"]`);
      if (!element) continue;
      if (element.type === "checkbox") element.checked = value;
      else element.value = value;
    }
    showNature(row);
    orderRows(row.parentElement);
    row.querySelector("[name$=-weight]").focus();
  } else if (add) setTimeout(() => { const rows = list(add.dataset.addRow); showNature(rows.lastElementChild); orderRows(rows); });
});
document.addEventListener("keydown", (event) => {  // Alt and an arrow move the row in which one types
  const row = event.target.closest?.(".indicator");
  if (!row || !event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  event.preventDefault();
  row.querySelector(`[data-move=${event.key === "ArrowUp" ? "up" : "down"}]`).click();
  event.target.focus();
});
document.addEventListener("change", (event) => {
  if (event.target.name?.endsWith("-nature")) showNature(event.target.closest(".indicator"));
  if (event.target.name?.endsWith("-DELETE")) take(event.target.closest(".indicator"), event.target.checked);
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id !== "check") return;
  for (const marked of document.querySelectorAll(".remarked")) {
    marked.classList.remove("remarked", "error");
    marked.querySelector("[aria-describedby^=said-]")?.removeAttribute("aria-describedby");
  }
  for (const said of event.target.querySelectorAll("[data-for]")) {
    const element = document.getElementById(said.dataset.for);
    if (!element || element.id === "rows-rows") continue;
    const field = element.closest(".f, .field");
    field?.classList.add("remarked");
    if (said.dataset.severity === "error") field?.classList.add("error");
    element.setAttribute("aria-describedby", said.id);
  }
});
document.addEventListener("click", (event) => {  // a remark leads into its field, also where that is folded away
  const link = event.target.closest("#check a[href^='#id_']");
  const element = link && document.getElementById(link.hash.slice(1));
  if (!element) return;
  event.preventDefault();
  element.closest("details")?.setAttribute("open", "");
  element.scrollIntoView({ block: "center" });
  element.focus();
});
