// The desk: large keys beside the field, a short buzz on success, plain words when the line is down.
// Everything works without this file.
(() => {
  "use strict";

  const LENGTH = 8;
  const pad = document.querySelector("[data-keypad]");
  if (pad) {
    const field = pad.querySelector("input[name=code]");
    pad.querySelector(".ly-keypad__keys").hidden = false;
    pad.addEventListener("click", (event) => {
      const key = event.target.closest("[data-key]");
      if (!key) return;
      const digits = field.value.replace(/[^0-9]/g, "");
      if (key.dataset.key === "clear") field.value = "";
      else if (key.dataset.key === "back") field.value = digits.slice(0, -1);
      else field.value = (digits + key.dataset.key).slice(0, LENGTH);
    });
  }

  if (document.querySelector("[data-used]") && navigator.vibrate) navigator.vibrate(200);

  // A toast goes away; that nothing was used must stay on the screen.
  const answer = document.getElementById("use-answer");
  function failed(event) {
    const sentence = event.detail.elt.dataset.failed;
    if (!answer || !sentence) return;
    const alert = document.createElement("p");
    alert.className = "ly-desk__refused";
    alert.setAttribute("role", "alert");
    alert.textContent = sentence;
    answer.replaceChildren(alert);
  }
  for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) document.addEventListener(name, failed);
  document.addEventListener("htmx:configRequest", (event) => {
    if (!navigator.onLine) failed(event);
    else if (answer) answer.replaceChildren();
  });
})();
