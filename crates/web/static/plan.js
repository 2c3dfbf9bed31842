// The telephone number of a provider stands beside the field as soon as the provider is chosen.
"use strict";

document.addEventListener("input", (event) => {
  const { name, form, value, list } = event.target;
  const row = /^service_provider_(\d+)$/.exec(name ?? "")?.[1];
  const person = row && form.elements[`service_person_${row}`];
  if (!person) return;
  const phone = [...(list?.options ?? [])].find((one) => one.value === value)?.dataset.phone;
  let hint = document.getElementById(`service_person_${row}-hint`);
  if (!hint && phone) {
    hint = Object.assign(document.createElement("p"), { id: `service_person_${row}-hint`, className: "field-hint" });
    person.before(hint);
    person.setAttribute("aria-describedby", hint.id);
  }
  if (hint) hint.textContent = phone ? `台帳の電話: ${phone}` : "";
});

// The needs that a service can be for are called by what is typed for them, before anything is saved.

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
