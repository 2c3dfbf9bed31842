// The needs that a service can be for are called by what is typed for them, before anything is saved.
"use strict";

document.addEventListener("input", (event) => {
  const { name, form, value } = event.target;
  const row = /^need_(\d+)$/.exec(name ?? "")?.[1];
  const id = row && form.elements[`need_id_${row}`]?.value;
  if (!id) return;
  const words = [...value.split("\n")[0]].slice(0, 20).join("");
  for (const choice of form.querySelectorAll(`option[value="${id}"]`)) {
    choice.textContent = `${Number(row) + 1}. ${words || "（まだ書いていません）"}`;
  }
});
