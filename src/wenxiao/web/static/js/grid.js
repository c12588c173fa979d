// Forms of cases: a word finds a category among many, and of a choice in groups only those of one group are shown.
"use strict";
const holds = (element, words) => element.textContent.toLowerCase().includes(words) || (element.label || "").toLowerCase().includes(words);

// A list of its own for the groups: the choice has the options of the chosen one, and none before one is chosen.
function byGroup(select) {
  const groups = [...select.querySelectorAll("optgroup")], empty = [...select.children].find((one) => one.tagName === "OPTION");
  const kinds = document.createElement("select");
  kinds.setAttribute("aria-label", select.dataset.group); kinds.className = "search";
  kinds.append(new Option(select.dataset.first, ""), ...groups.map((group, index) => new Option(group.label, index)));
  const show = () => {
    const group = groups[kinds.value], chosen = select.value;
    select.replaceChildren(...[empty, group].filter(Boolean));
    const options = group ? [...group.children] : [];
    select.value = options.some((one) => one.value === chosen) ? chosen : options.length === 1 ? options[0].value : "";
  };
  const of = groups.findIndex((group) => [...group.children].some((one) => one.selected));
  kinds.value = of < 0 ? "" : of;
  kinds.addEventListener("change", show);
  select.before(kinds);
  show();
  return (words) => {
    for (const option of kinds.options) option.hidden = Boolean(words) && option.value !== "" && !holds(groups[option.value], words);
    const fits = groups.findIndex((group) => holds(group, words));
    if (!words || fits < 0) return;
    if (!kinds.value || kinds.selectedOptions[0].hidden) { kinds.value = fits; show(); }
    const option = [...groups[kinds.value].children].find((one) => holds(one, words));
    if (option && !(select.value && holds(select.selectedOptions[0], words))) select.value = option.value;
  };
}

function among(select) {
  const every = [...select.options];
  return (words) => {
    for (const option of every) option.hidden = Boolean(words) && option.value !== "" && !holds(option, words);
    const first = every.find((option) => option.value && !option.hidden);
    if (words && first && (!select.value || select.selectedOptions[0].hidden)) select.value = first.value;
  };
}

for (const select of document.querySelectorAll("select[data-search]")) {
  const field = document.createElement("input");
  field.type = "search"; field.className = "search"; field.placeholder = select.dataset.search; field.setAttribute("aria-label", select.dataset.search);
  select.before(field);
  const narrow = select.dataset.group ? byGroup(select) : among(select);
  field.addEventListener("input", () => narrow(field.value.trim().toLowerCase()));
}
