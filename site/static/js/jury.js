// A juror's sheet: slider beside number, buttons that give points, Ctrl+Enter for the next entry.
(() => {
  "use strict";

  const form = document.querySelector("form[data-kept]");
  if (!form) return;
  for (const part of form.querySelectorAll("[data-script], [data-range]")) part.hidden = false;

  const numberOf = (range) => document.getElementById(range.dataset.range);
  const ranges = [...form.querySelectorAll("[data-range]")];
  const changed = () => form.dispatchEvent(new Event("kept:changed"));

  function follow() {
    for (const range of ranges) range.value = numberOf(range).value || 0;
  }

  form.addEventListener("input", (event) => {
    if (event.target.dataset.range) numberOf(event.target).value = event.target.value;
    else if ("points" in event.target.dataset) follow();
  });
  form.addEventListener("kept:filled", follow);

  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-set], [data-fill]");
    if (!button) return;
    if (button.dataset.set) {
      document.getElementById(button.dataset.set).value = button.dataset.value;
    } else {
      for (const number of form.querySelectorAll("[data-points]")) {
        if (number.value === "") number.value = number.dataset[button.dataset.fill];
      }
    }
    follow();
    changed();
  });

  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("button[value=next]"));
    }
  });
  follow();
})();
