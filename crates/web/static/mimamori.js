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

// 下書き: what is typed goes to the server two seconds after the last key, and at once when the page is left. What the
// server keeps is not lost, so leaving asks no more.
const waiting = new Map();
const keepDraft = (form, leaving) => {
  clearTimeout(waiting.get(form));
  waiting.delete(form);
  const fields = new URLSearchParams(new FormData(form));
  fields.set("_script", "yes");
  const says = (text) => { const state = form.querySelector("[data-draft-state]"); if (state) state.textContent = text; };
  const address = `/drafts/${form.elements._draft.value}`;
  fetch(address, { method: "POST", body: fields, redirect: "manual", keepalive: leaving }).then(async (answer) => {
    if (!answer.ok) {
      says(answer.type === "opaqueredirect" ? "ログインが切れました。この画面を閉じずに、別の画面でログインしてください" : "下書きをまだ保存できていません");
      return;
    }
    says(await answer.text());
    if (!waiting.has(form)) typed = false;
  }).catch(() => says("下書きをまだ保存できていません（通信できません）"));
};
document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (!form || !form.elements._draft) return;
  clearTimeout(waiting.get(form));
  waiting.set(form, setTimeout(() => keepDraft(form, false), 2000));
});
document.addEventListener("submit", (event) => {
  clearTimeout(waiting.get(event.target));
  waiting.delete(event.target);
});
window.addEventListener("pagehide", () => { for (const form of [...waiting.keys()]) keepDraft(form, true); });

// 今日 and 昨日 beside a date, and the device's own calendar where one points with a finger.
const setDay = (name, day) => {
  const field = document.getElementById(name);
  field.value = day;
  for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
};
document.addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll("[data-day-for]")) button.hidden = false;
  if (!window.matchMedia("(pointer: coarse)").matches) return;
  for (const picker of document.querySelectorAll("[data-native-for]")) picker.hidden = false;
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-day-for]");
  if (button) setDay(button.dataset.dayFor, button.dataset.day);
});
document.addEventListener("change", (event) => {
  const picker = event.target.closest("[data-native-for]");
  if (picker && picker.value) setDay(picker.dataset.nativeFor, picker.value);
});

// 使わないときのログアウト: typing counts as use, and two minutes before the end the page says so. Asking how long it still goes on
// is no use of it; another window may have used it meanwhile.
document.addEventListener("DOMContentLoaded", () => {
  const notice = document.querySelector("[data-idle-minutes]");
  if (!notice) return;
  const warn = 120;
  const left = notice.querySelector("[data-idle-left]");
  let used = Date.now();
  let ends = used + notice.dataset.idleMinutes * 60000;
  let asked;
  const send = (path) => fetch(path, { method: "POST", redirect: "manual" });
  const ask = async () => {
    let seconds = 0;
    try {
      const answer = await send("/session/left");
      if (answer.ok) seconds = await answer.json();
    } catch { seconds = (ends - Date.now()) / 1000; }
    ends = Date.now() + seconds * 1000;
    plan();
  };
  const plan = () => {
    clearTimeout(asked);
    const seconds = Math.round((ends - Date.now()) / 1000);
    notice.hidden = seconds > warn;
    if (seconds > warn) { asked = setTimeout(ask, (seconds - warn) * 1000); return; }
    left.textContent = seconds > 60 ? "2分" : seconds > 10 ? `${Math.ceil(seconds / 10) * 10}秒` : "まもなく";
    if (seconds > 0) asked = setTimeout(plan, 10000);
    else notice.querySelector("p").textContent = "ログアウトしました。入力の続きは、保存するとログインの画面に進み、ログインするとここに戻ります。";
  };
  const use = async () => {
    used = Date.now();
    try {
      const answer = await send("/session/use");
      if (answer.ok) { ends = Date.now() + notice.dataset.idleMinutes * 60000; plan(); }
    } catch { /* The next key tries again. */ }
  };
  plan();
  document.addEventListener("input", () => { if (Date.now() - used > 60000) use(); });
  // While the page tells of the end, any key goes on.
  document.addEventListener("keydown", () => { if (!notice.hidden && Date.now() < ends) use(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
  notice.querySelector("[data-idle-go-on]").addEventListener("click", use);
});

// Print buttons.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
