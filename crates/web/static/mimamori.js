// Small comforts; every page works without this file.
"use strict";

// After a mistake, go to the list of what is wrong.
document.addEventListener("DOMContentLoaded", () => {
  const problems = document.getElementById("problems");
  if (problems) problems.focus();
});

// One sending a form: the second press of an impatient finger does nothing. Undone when the page is shown again, and
// after some seconds, so that a slow sending that was stopped can be sent again (the server does its work once).
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent === "yes") { event.preventDefault(); return; }
  if (form.method === "post" && !form.hasAttribute("data-again")) {
    form.dataset.sent = "yes";
    setTimeout(() => { delete form.dataset.sent; }, 5000);
  }
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// What was typed and not yet saved is not lost by leaving the page unasked. A page that comes back unsaved (a mistake,
// a conflict, rows added or moved) counts as typed from the start; only sending that very form ends it.
let typed = false;
document.addEventListener("DOMContentLoaded", () => {
  typed = document.querySelector("form[data-keep]") !== null && document.querySelector("[data-unsaved]") !== null;
});
document.addEventListener("input", (event) => {
  if (event.target.closest("form[data-keep]")) typed = true;
});
document.addEventListener("submit", (event) => {
  if (event.target.closest("form[data-keep]") && !event.defaultPrevented) typed = false;
});
window.addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });

// Print buttons.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
