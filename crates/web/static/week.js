// The week as a grid: what is drawn over with the mouse, pressed with a finger or chosen with the keys goes into the list below,
// which is the form and works without this file.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const grid = document.querySelector("[data-week]");
  const rows = document.querySelector("[data-week-rows]");
  if (!grid || !rows) return;
  const picture = grid.querySelector("svg");
  const says = document.querySelector("[data-week-says]");
  const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
  const LETTERS = "月火水木金土日";
  const [LEFT, TOP, COLUMN, HOUR] = [48, 24, 92, 24];
  const HALVES = 48;
  document.querySelector("[data-week-help]").hidden = false;
  grid.tabIndex = 0;
  grid.setAttribute("role", "group");
  grid.setAttribute("aria-label", "週の表");

  const clock = (half) => `${Math.floor(half / 2)}:${half % 2 ? "30" : "00"}`;
  const picked = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  picked.setAttribute("class", "week-picked");
  let choice = null;
  const show = (day, from, to) => {
    choice = { day, from: Math.min(from, to), to: Math.max(from, to) + 1 };
    picked.setAttribute("x", LEFT + day * COLUMN + 1);
    picked.setAttribute("width", COLUMN - 2);
    picked.setAttribute("y", TOP + choice.from * HOUR / 2);
    picked.setAttribute("height", (choice.to - choice.from) * HOUR / 2);
    if (!picked.isConnected) picture.append(picked);
    says.textContent = `${LETTERS[day]}曜日 ${clock(choice.from)}から${clock(choice.to)}`;
  };

  // One line more, as the last one, with nothing in it. The server numbers the buttons when the page comes again.
  const addRow = () => {
    const all = rows.querySelectorAll(".week-row");
    const [last, at] = [all[all.length - 1], all.length];
    const fresh = last.cloneNode(true);
    for (const one of fresh.querySelectorAll(".row-tools, .field-error")) one.remove();
    for (const one of [fresh, ...fresh.querySelectorAll("*")]) {
      for (const name of ["id", "name", "for"]) {
        const value = one.getAttribute(name);
        if (value) one.setAttribute(name, value.replace(/_\d+$/, `_${at}`));
      }
      one.removeAttribute("aria-invalid");
      one.removeAttribute("aria-describedby");
      if (one.type === "checkbox") one.checked = false;
      else if (one.tagName === "INPUT" || one.tagName === "SELECT") one.value = "";
    }
    fresh.querySelector("legend").textContent = `${at + 1}行目`;
    last.after(fresh);
    rows.closest("form").elements.week_rows.value = at + 1;
    return at;
  };

  const field = (name, row) => rows.querySelector(`[name="${name}_${row}"]`);
  const take = () => {
    if (!choice) return;
    const count = rows.querySelectorAll(".week-row").length;
    let row = [...Array(count).keys()].find((at) => ["week_what", "week_from", "week_to"].every((name) => !field(name, at).value));
    if (row === undefined) row = addRow();
    field(`week_${DAYS[choice.day]}`, row).checked = true;
    field("week_from", row).value = clock(choice.from);
    field("week_to", row).value = clock(choice.to);
    const what = field("week_what", row);
    what.dispatchEvent(new Event("input", { bubbles: true }));
    what.focus();
    says.textContent = `${row + 1}行目に入れました。内容を書いてください`;
  };

  const place = (event) => {
    const box = picture.getBoundingClientRect();
    const scale = picture.viewBox.baseVal.width / box.width;
    const [x, y] = [(event.clientX - box.left) * scale - LEFT, (event.clientY - box.top) * scale - TOP];
    const [day, half] = [Math.floor(x / COLUMN), Math.floor(y / (HOUR / 2))];
    return day >= 0 && day < 7 && half >= 0 && half < HALVES ? { day, half } : null;
  };
  let begun = null;
  picture.addEventListener("pointerdown", (event) => {
    const row = event.target.getAttribute("data-week-row");
    if (row !== null) { field("week_what", row)?.focus(); return; }
    begun = event.pointerType === "mouse" && event.button !== 0 ? null : place(event);
    if (begun && event.pointerType === "mouse") { show(begun.day, begun.half, begun.half); event.preventDefault(); }
  });
  picture.addEventListener("pointermove", (event) => {
    const at = begun && event.pointerType === "mouse" ? place(event) : null;
    if (at) show(begun.day, begun.half, at.half);
  });
  // A finger that moves scrolls the page; one that presses chooses an hour.
  picture.addEventListener("pointercancel", () => { begun = null; });
  picture.addEventListener("pointerup", (event) => {
    if (!begun) return;
    if (event.pointerType !== "mouse") show(begun.day, begun.half, Math.min(begun.half + 1, HALVES - 1));
    begun = null;
    take();
  });

  const key = { day: 0, from: 18, to: 18 };
  grid.addEventListener("keydown", (event) => {
    const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (event.key === "Enter" && choice) { event.preventDefault(); take(); return; }
    if (!move) return;
    event.preventDefault();
    const within = (value, most) => Math.max(0, Math.min(most, value));
    if (choice) {
      key.day = within(key.day + move[0], 6);
      key.to = within(key.to + move[1], HALVES - 1);
      if (!event.shiftKey) key.from = key.to;
    }
    show(key.day, key.from, key.to);
  });
});
