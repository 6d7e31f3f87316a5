// Keys on the review desk: A approves, R then a digit rejects, U takes back, N skips.
// Everything works without this file, with the same buttons.
(() => {
  "use strict";

  const reasons = document.querySelector("[data-reasons]");
  let sent = false;

  // A key that repeats while it is held down must not decide the next card too.
  document.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
  });

  window.addEventListener("pageshow", () => { sent = false; });

  function arm(on) {
    if (reasons) reasons.classList.toggle("lyr-armed", on);
  }

  function isTyping(target) {
    return target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName);
  }

  document.addEventListener("keydown", (event) => {
    if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const key = event.key.toLowerCase();
    if (key === "escape") return arm(false);
    if (key === "r" && reasons) {
      event.preventDefault();
      arm(true);
      reasons.scrollIntoView({ block: "nearest" });
      return;
    }
    const armed = reasons && reasons.classList.contains("lyr-armed");
    const button = /^[1-9]$/.test(key)
      ? armed && reasons.querySelector(`[data-reason="${key}"]`)
      : /^[anu]$/.test(key) && document.querySelector(`[data-key="${key}"]`);
    if (button) {
      event.preventDefault();
      button.click();
    }
  });
})();
