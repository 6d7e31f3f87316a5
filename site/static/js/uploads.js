// Files go up in pieces: a broken line goes on where it stopped, also after the page was opened anew.
(() => {
  "use strict";

  const form = document.querySelector("[data-uploads]");
  if (!form || !window.crypto) return;
  const PIECE = 256 * 1024;
  const TRIES = 8;
  const url = form.dataset.uploads;
  const picker = document.createElement("input");
  picker.type = "file";
  picker.multiple = true;
  picker.accept = "image/*,.pdf,.docx,.xlsx";
  picker.hidden = true;
  form.after(picker);
  let key = "";
  const queue = [];
  const lines = new Map();
  let busy = false;

  function uuid() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  const size = (bytes) => (bytes >= 102400 ? `${(bytes / 1048576).toFixed(1)}MB` : `${Math.max(1, Math.round(bytes / 1024))}KB`);

  function tell(job, words) {
    job.words = words;
    const shown = (lines.get(job.criterion) || []).filter((one) => one.words);
    form.querySelector(`[data-upload-state="${job.criterion}"]`).textContent = shown.map((one) => one.words).join("\n");
  }

  const title = (job) => `第${job.number}个“${job.file.name}”`;
  const pause = (time) => new Promise((done) => { setTimeout(done, time); });

  async function ask(address, options) {
    const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, ...options.headers };
    const answer = await fetch(address, { method: "POST", ...options, headers });
    if (answer.redirected) return { status: 401, told: { detail: "登录已过期，请刷新本页重新登录后接着传。" } };
    const told = await answer.json().catch(() => ({ detail: "服务没有收下，请过一会儿再试。" }));
    return { status: answer.status, told };
  }

  // The same question again until there is an answer; waits grow, and a line that comes back ends them.
  async function insist(job, address, options) {
    for (let turn = 0; ; turn++) {
      try {
        const answer = await ask(address, options);
        if (answer.status < 500 && answer.status !== 429) return answer;
      } catch {
        // No line.
      }
      if (turn === TRIES) return null;
      tell(job, `${title(job)}还差${size(job.file.size - job.done)}，网络不稳，正在重试……`);
      const back = new Promise((done) => { window.addEventListener("online", done, { once: true }); });
      await Promise.race([pause(Math.min(30000, 500 * 2 ** turn)), back]);
    }
  }

  async function send(job) {
    const { file, criterion } = job;
    const body = new URLSearchParams({ key: uuid(), name: file.name, size: file.size, criterion });
    let answer = await insist(job, url, { body });
    const address = answer && answer.status < 300 ? `${url}${answer.told.key}/` : "";
    while (answer && answer.status < 300 && !answer.told.done) {
      // All bytes are there but no file was made of them yet: the last piece says it again.
      job.done = Math.min(answer.told.received, Math.max(0, file.size - 1));
      if (answer.told.received === file.size) job.done = Math.floor((file.size - 1) / PIECE) * PIECE;
      tell(job, `${title(job)}正在上传，还差${size(file.size - job.done)}`);
      const piece = file.slice(job.done, job.done + PIECE);
      const headers = { "Content-Type": "application/octet-stream" };
      answer = await insist(job, `${address}?offset=${job.done}`, { body: piece, headers });
      if (answer && answer.status === 409 && "received" in answer.told) answer.status = 200;
    }
    if (!answer) tell(job, `${title(job)}还差${size(file.size - job.done)}没有传完：再选一次这个文件，会接着传。`);
    else if (answer.status >= 300) tell(job, answer.told.detail);
    else arrive(job, answer.told);
  }

  function arrive(job, told) {
    if (told.html) form.querySelector(`[data-files="${job.criterion}"]`).innerHTML = told.html;
    for (const one of document.querySelectorAll(`[data-unfinished="${told.key}"]`)) one.remove();
    tell(job, "");
  }

  async function work() {
    if (busy) return;
    busy = true;
    while (queue.length) await send(queue.shift());
    busy = false;
  }

  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-pick]");
    if (!button) return;
    event.preventDefault();
    key = button.dataset.pick;
    picker.click();
  });

  picker.addEventListener("change", () => {
    lines.set(key, (lines.get(key) || []).filter((one) => queue.includes(one)));
    [...picker.files].forEach((file, at) => {
      const job = { file, criterion: key, number: at + 1, done: 0, words: "" };
      lines.get(key).push(job);
      queue.push(job);
      tell(job, `${title(job)}等着上传`);
    });
    picker.value = "";
    work();
  });

  window.addEventListener("beforeunload", (event) => { if (busy) event.preventDefault(); });
})();
