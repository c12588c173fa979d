// htmx says nothing of what it could not send or what was refused: here it is said, and what was typed stays where it is.
// Whoever logs in again in another window goes on in this one: everything is sent with the mark of the moment.
"use strict";
const token = () => document.cookie.split("; ").find((one) => one.startsWith("csrftoken="))?.slice(10) || "";  // other scripts of the page send it too
(() => {
  const note = document.getElementById("unsent"), words = note.dataset;
  let of = null;  // whose request it was
  function say(event, text) {
    if (!note.hidden && of.type === "file" && of.isConnected) return;  // the file is to be chosen again, whatever else was not sent
    of = event.detail.elt;
    note.textContent = of.type === "file" ? `${text} ${words.file}` : text;
    note.hidden = false;
  }

  document.addEventListener("submit", ({ target }) => {
    const field = target.elements.csrfmiddlewaretoken;
    if (field) field.value = token() || field.value;
  }, true);
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    if (!token()) return;
    detail.headers["X-CSRFToken"] = token();
    delete detail.parameters.csrfmiddlewaretoken;
  });
  document.addEventListener("htmx:sendError", (event) => say(event, words.line));
  document.addEventListener("htmx:responseError", (event) => {
    const { status, responseText } = event.detail.xhr;
    const why = new DOMParser().parseFromString(responseText, "text/html").querySelector("[data-why]");
    say(event, status === 401 ? words.login : why?.textContent || words.failed);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt.type === "file") event.detail.elt.value = "";  // the same file can be chosen again: else a browser sees no change
    if (event.detail.successful && (event.detail.elt === of || !of?.isConnected)) note.hidden = true;
  });
})();
