// Forms of cases: a word finds a category among many.
"use strict";
for (const select of document.querySelectorAll("select[data-search]")) {
  const field = document.createElement("input");
  field.type = "search"; field.className = "search"; field.placeholder = select.dataset.search; field.setAttribute("aria-label", select.dataset.search);
  const every = [...select.options].map((option) => [option, option.parentElement]);
  field.addEventListener("input", () => {
    const words = field.value.trim().toLowerCase();
    for (const [option] of every) option.hidden = Boolean(words) && option.value !== "" && !option.textContent.toLowerCase().includes(words);
    const first = every.find(([option]) => option.value && !option.hidden);
    if (words && first && (!select.value || select.selectedOptions[0].hidden)) select.value = first[0].value;
  });
  select.before(field);
}
