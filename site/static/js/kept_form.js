// Forms that save themselves and lose nothing when the line breaks: what was typed lies on this device until
// the server has it. Everything works without this file, with the form's own buttons.
(() => {
  "use strict";

  // What was handed in or locked need not lie here any longer.
  for (const done of document.querySelectorAll("[data-forget]")) {
    try {
      localStorage.removeItem(done.dataset.forget);
    } catch {
      // There was nothing.
    }
  }
  const form = document.querySelector("form[data-kept]");
  if (!form) return;
  const key = form.dataset.kept;
  const status = form.querySelector("[data-kept-status]");
  const choice = form.querySelector("[data-kept-choice]");
  const SOON = 700;
  const AGAIN = 5000;
  // Not part of what is kept: how the page was drawn, and the token of the form.
  const LEFT_OUT = new Set(["csrfmiddlewaretoken", "revision"]);
  let timer = 0;
  let changes = 0;
  let saving = null;
  // Somebody saved elsewhere: nothing is sent until the reader has looked.
  let stale = false;

  const say = (sentence) => { status.textContent = sentence; };
  const clock = () => new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" });

  function fields() {
    return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !LEFT_OUT.has(name));
  }

  function remember() {
    try {
      localStorage.setItem(key, JSON.stringify({ revision: revision(), fields: fields() }));
    } catch {
      // Private windows and full disks: the form still saves itself over the line.
    }
  }

  function remembered() {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  }

  function forget() {
    try {
      localStorage.removeItem(key);
    } catch {
      // There was nothing.
    }
  }

  function revision() {
    return form.elements.revision ? form.elements.revision.value : "";
  }

  function fill(kept) {
    const values = new Map(kept);
    for (const element of form.elements) {
      if (!element.name || LEFT_OUT.has(element.name) || element.type === "file" || element.type === "submit") continue;
      if (element.type === "checkbox" || element.type === "radio") {
        element.checked = values.get(element.name) === element.value;
      } else {
        element.value = values.has(element.name) ? values.get(element.name) : "";
      }
    }
    form.dispatchEvent(new Event("kept:filled"));
  }

  async function send() {
    const seen = changes;
    let answer;
    try {
      answer = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
        credentials: "same-origin",
      });
    } catch {
      say("网络断了，您填的留在这台设备上，恢复后自动保存。");
      later(AGAIN);
      return false;
    }
    const type = answer.headers.get("Content-Type") || "";
    if (!type.includes("json") || answer.redirected) {
      say(answer.status >= 500 ? "服务暂时出错，您填的留在这台设备上。" : "还没有保存：请刷新页面（可能要重新登录），您填的留在这台设备上。");
      if (answer.status >= 500) later(AGAIN);
      return false;
    }
    const said = await answer.json();
    if (!answer.ok) {
      stale = said.code === "stale";
      say(`还没有保存：${said.message || said.detail}`);
      return false;
    }
    if (form.elements.revision && said.revision !== undefined) form.elements.revision.value = said.revision;
    for (const name of ["given", "sum"]) {
      const place = form.querySelector(`[data-${name}]`);
      if (place && said[name] !== undefined) place.textContent = said[name];
    }
    if (seen === changes) forget();
    else remember();
    say(`已保存 ${clock()}`);
    return seen === changes;
  }

  // One request at a time: the next one names the revision that this one brings.
  async function save() {
    clearTimeout(timer);
    if (stale) return false;
    while (saving) await saving;
    saving = send();
    try {
      const done = await saving;
      return done;
    } finally {
      saving = null;
    }
  }

  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  }

  function changed() {
    changes += 1;
    remember();
    later(SOON);
  }

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("kept:changed", changed);
  window.addEventListener("online", () => { if (remembered()) later(0); });

  form.addEventListener("submit", async (event) => {
    const go = event.submitter ? event.submitter.value : "stay";
    if (event.submitter && event.submitter.hasAttribute("data-plain")) return;
    event.preventDefault();
    delete form.dataset.sent;
    remember();
    if (!await save()) return;
    if (go === "next" && form.dataset.next) location.assign(form.dataset.next);
    if (go === "lock" && form.dataset.lock) location.assign(form.dataset.lock);
  });

  const kept = remembered();
  if (kept && Array.isArray(kept.fields)) {
    if (JSON.stringify(kept.fields) === JSON.stringify(fields())) {
      forget();
    } else if (kept.revision === revision()) {
      fill(kept.fields);
      changed();
    } else if (choice) {
      choice.hidden = false;
      choice.querySelector("[data-kept-take]").addEventListener("click", () => {
        choice.hidden = true;
        fill(kept.fields);
        changed();
      });
      choice.querySelector("[data-kept-drop]").addEventListener("click", () => {
        choice.hidden = true;
        forget();
      });
    }
  }
})();
