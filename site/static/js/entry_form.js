// The form of an application saves by itself. What the line cannot carry is kept on this device and sent later;
// what somebody else saved meanwhile is shown beside the own words and never written over by itself.
(() => {
  "use strict";

  const form = document.querySelector("[data-entry]");
  if (!form) return;
  const KEY = `ly-entry:${form.dataset.entry}`;
  const PAUSE = 1500;
  const fields = [...form.elements].filter((one) => one.name && !["revision", "csrfmiddlewaretoken", "do"].includes(one.name));
  const valueOf = (one) => (one.type === "checkbox" ? (one.checked ? "on" : "") : one.value);
  const put = (one, value) => { if (one.type === "checkbox") one.checked = value === "on"; else one.value = value; };
  const note = (name, words) => {
    const place = form.querySelector(`[data-note="${name}"]`);
    if (place) place.textContent = words;
  };
  const say = (words) => { form.querySelector("[data-saved]").textContent = words; };

  // What the server has, as far as we know; a field that differs is still to be saved.
  const drawn = new Map(Object.entries(JSON.parse(document.getElementById("entry-standing").textContent)));
  let base = new Map(drawn);
  const held = new Set();
  // What was sent and not answered: the server may have it.
  let sent = {};
  let busy = false;
  let timer = 0;
  let wait = 2000;

  const dirty = () => Object.fromEntries(
    fields.filter((one) => valueOf(one) !== base.get(one.name)).map((one) => [one.name, valueOf(one)]));

  function keep() {
    const values = dirty();
    try {
      if (Object.keys(values).length) {
        localStorage.setItem(KEY, JSON.stringify({ values, base: Object.fromEntries(base), sent }));
      } else {
        localStorage.removeItem(KEY);
      }
      return true;
    } catch {
      return false;
    }
  }

  // Others' values move into fields that nobody touched here; where both wrote, both are shown.
  function meet(current) {
    for (const one of fields) {
      const name = one.name;
      if (!(name in current)) continue;
      const theirs = current[name];
      const mine = valueOf(one);
      if (mine === base.get(name)) {
        put(one, theirs);
      } else if (theirs !== mine && theirs !== base.get(name) && !(sent[name] || []).includes(theirs)) {
        held.add(name);
        const shown = one.type === "checkbox" ? (theirs ? "勾选" : "不勾选") : theirs || "（空）";
        note(name, `别处刚保存的是：“${shown}”。您写的还在框里，点“保存”就以您写的为准。`);
      }
      base.set(name, theirs);
    }
    sent = {};
  }

  function offline() {
    say(keep() ? "网络断了，已存在本机，恢复后自动保存。" : "网络断了，这台设备不能暂存，请先不要关闭页面。");
    clearTimeout(timer);
    timer = setTimeout(save, wait);
    wait = Math.min(wait * 2, 30000);
  }

  async function save() {
    clearTimeout(timer);
    if (busy) return;
    const values = dirty();
    for (const name of held) delete values[name];
    keep();
    if (!Object.keys(values).length) {
      // Also when an answer was lost and the server turns out to have it.
      say(held.size ? "有几项和别处保存的不一样，请看标出的地方。" : "已自动保存");
      return;
    }
    if (!navigator.onLine) { offline(); return; }
    busy = true;
    let answer;
    let told;
    try {
      for (const name of Object.keys(values)) sent[name] = [...(sent[name] || []), values[name]];
      keep();
      const body = new URLSearchParams({ ...values, revision: form.elements.revision.value });
      const token = form.elements.csrfmiddlewaretoken.value;
      answer = await fetch(form.dataset.save, { method: "POST", body, headers: { "X-CSRFToken": token } });
      told = await answer.json();
    } catch {
      busy = false;
      if (answer && (answer.redirected || answer.status === 403)) say("登录已过期，内容已存在本机：请刷新本页重新登录。");
      else if (answer && answer.status < 500 && answer.status !== 429) say("没有保存上，内容已存在本机，请刷新本页再试。");
      else offline();
      return;
    }
    busy = false;
    wait = 2000;
    if (answer.ok) accept(values, told);
    else if (told.current) { form.elements.revision.value = told.revision; meet(told.current); save(); }
    else say(told.detail);
  }

  function accept(values, told) {
    form.elements.revision.value = told.revision;
    for (const name of Object.keys(values)) {
      note(name, told.faults[name] || "");
      if (!(name in told.faults)) { base.set(name, values[name]); delete sent[name]; }
    }
    const count = (name, value) => { const place = form.querySelector(`[data-${name}]`); if (place) place.textContent = value; };
    count("sum", told.sum);
    count("answered", told.answered);
    keep();
    const wrong = Object.keys(told.faults).length;
    if (wrong) { say(`有${wrong}处要改好才能保存，其余的已经存好。`); return; }
    const rest = Object.keys(dirty()).filter((name) => !held.has(name));
    if (rest.length) later();
    else say(held.size ? "有几项和别处保存的不一样，请看标出的地方。" : "已自动保存");
  }

  function later() {
    keep();
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  }

  // --- Coming back: what this device kept is put in again ------------------------------------------------

  try {
    const kept = JSON.parse(localStorage.getItem(KEY) || "null");
    if (kept) {
      base = new Map(Object.entries(kept.base));
      sent = kept.sent || {};
      const now = Object.fromEntries(drawn);
      for (const one of fields) {
        if (!base.has(one.name)) base.set(one.name, drawn.get(one.name));
        if (one.name in kept.values) put(one, kept.values[one.name]);
        else put(one, base.get(one.name));
      }
      meet(now);
      say("已恢复这台设备上没保存完的内容。");
      save();
    }
  } catch {
    // Nothing that can be read was kept.
  }

  form.addEventListener("input", (event) => { held.delete(event.target.name); later(); });
  form.addEventListener("change", later);
  window.addEventListener("online", save);
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });

  // The buttons: without a line the page stays, and nothing is lost.
  form.addEventListener("submit", (event) => {
    held.clear();
    keep();
    clearTimeout(timer);
    if (navigator.onLine && !busy) return;
    event.preventDefault();
    delete form.dataset.sent;
    if (busy) setTimeout(() => form.requestSubmit(event.submitter), 300);
    else offline();
  });
})();
