// The scanner at the door: every scan is kept on this device first, and sent when there is a network.
// A scan leaves the device only when the server has answered it; sent twice, it counts once.
(() => {
  "use strict";

  const desk = document.querySelector("[data-scanner]");
  if (!desk) return;
  const part = (name) => desk.querySelector(`[data-${name}]`);
  const session = desk.dataset.scanner;
  const PREFIX = `ly-scan:${session}:`;
  const OFFSET = "ly-scan-clock";
  const AT_ONCE = 50;
  const RESULTS = 20;

  // --- What waits ------------------------------------------------------------------------------------------

  // Private windows of old browsers refuse to keep anything; then this page's memory must do.
  const memory = new Map();
  let lasting = true;

  function keep(key, value) {
    memory.set(key, value);
    try { localStorage.setItem(key, value); } catch { lasting = false; }
  }

  function drop(key) {
    memory.delete(key);
    try { localStorage.removeItem(key); } catch { lasting = false; }
  }

  function recall() {
    try {
      for (const key of Object.keys(localStorage)) {
        if (key.startsWith(PREFIX)) memory.set(key, localStorage.getItem(key));
      }
    } catch { lasting = false; }
  }

  function waiting() {
    recall();
    const scans = [];
    for (const [key, text] of memory) {
      if (!key.startsWith(PREFIX)) continue;
      try { scans.push(JSON.parse(text)); } catch { drop(key); }
    }
    return scans.sort((one, other) => (one.seen_at < other.seen_at ? -1 : 1));
  }

  function nonce() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  // --- The clock: codes are judged by when they were seen, so ours follows the server's ---------------------

  let offset = 0;
  try { offset = Number(localStorage.getItem(OFFSET)) || 0; } catch { lasting = false; }

  async function setClock() {
    const asked = Date.now();
    try {
      const answer = await fetch(desk.dataset.state, { headers: { Accept: "application/json" } });
      if (!answer.ok || answer.redirected) return;
      const state = await answer.json();
      offset = Math.round(state.now - (asked + Date.now()) / 2);
      keep(OFFSET, String(offset));
      desk.dataset.clock = "set";
      people(state.people);
    } catch {
      // No network: the clock of the last time stands.
    }
  }

  function people(number) {
    const place = document.querySelector("#door-count strong");
    if (place) place.textContent = number;
  }

  // --- Words -------------------------------------------------------------------------------------------------

  const line = part("line");
  let trouble = "";

  function tell() {
    const left = waiting().length;
    desk.dataset.waiting = left;
    if (!left) line.textContent = "都传好了，没有等着补传的。";
    else if (trouble) line.textContent = `${trouble}还有 ${left} 条存在这台设备上。`;
    else line.textContent = `正在补传，还有 ${left} 条。`;
  }

  function show(kind, name, words) {
    const row = document.createElement("li");
    row.className = `ly-scanner__answer ly-scanner__answer--${kind}`;
    const strong = document.createElement("strong");
    strong.textContent = name;
    row.append(strong, ` ${words}`);
    const results = part("results");
    results.prepend(row);
    while (results.children.length > RESULTS) results.lastChild.remove();
    if (kind === "in" && navigator.vibrate) navigator.vibrate(120);
  }

  function clockOf(text) {
    return new Date(text).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
  }

  function report(scan, answer) {
    const shown = answer.name || (scan ? scan.shown : "");
    const group = answer.places > 1 ? `，一行${answer.places}人` : "";
    if (answer.state === "in") show("in", shown, `签到好了${group}`);
    else if (answer.state === "already") show("already", shown, `${clockOf(answer.at)} 已经签到，没有重复登记`);
    else show("refused", scan ? scan.shown : "", `没有登记。${answer.detail}`);
  }

  // --- Sending ---------------------------------------------------------------------------------------------

  let sending = false;

  async function send() {
    if (sending) return;
    sending = true;
    try {
      for (let batch = waiting().slice(0, AT_ONCE); batch.length; batch = waiting().slice(0, AT_ONCE)) {
        trouble = "";
        tell();
        if (!await sendBatch(batch)) break;
      }
    } finally {
      sending = false;
      tell();
    }
  }

  async function sendBatch(batch) {
    let answer;
    try {
      answer = await fetch(desk.dataset.batch, {
        method: "POST",
        headers: {
          "Content-Type": "application/json",
          "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value,
        },
        body: JSON.stringify({
          session: Number(session),
          scans: batch.map((scan) => ({ nonce: scan.nonce, code: scan.code, seen_at: scan.seen_at })),
        }),
      });
    } catch {
      trouble = "现在没有网络，连上后自动补传。";
      return false;
    }
    if (answer.status === 401 || answer.status === 403) trouble = "登录已过期：请刷新本页重新登录，之后会接着补传。";
    else if (!answer.ok) trouble = "服务暂时没有收下，过一会儿自动再传。";
    if (!answer.ok) return false;
    const told = await answer.json();
    const scans = new Map(batch.map((scan) => [scan.nonce, scan]));
    for (const item of told.items) {
      report(scans.get(item.nonce), item);
      drop(PREFIX + item.nonce);
    }
    people(told.people);
    return told.items.length > 0;
  }

  // --- Scanning --------------------------------------------------------------------------------------------

  let last = "";
  let lastAt = 0;

  function take(code, shown) {
    // A code of somebody else's may hold anything; what ours never hold must not make the server refuse the rest.
    const text = code.replace(/[^\x20-\x7e\u4e00-\u9fff\uff01-\uff5e。·]/g, "").trim().slice(0, 300);
    // A camera sees the same code many times a second.
    if (!text || text === last && Date.now() - lastAt < 10000) return;
    last = text;
    lastAt = Date.now();
    const scan = { nonce: nonce(), code: text, seen_at: new Date(Date.now() + offset).toISOString(), shown };
    keep(PREFIX + scan.nonce, JSON.stringify(scan));
    tell();
    send();
  }

  const typed = part("typed");
  typed.addEventListener("submit", (event) => {
    const field = typed.querySelector("[name=code]");
    event.preventDefault();
    // app.js lets a form be sent once; this one serves the next person too.
    delete typed.dataset.sent;
    last = "";
    take(field.value, field.value.trim());
    // Empty again, and not called wrong for being so.
    typed.reset();
    field.focus();
  }, true);

  // Not every phone can read codes by itself; the others have the two ways that the page names.
  const camera = part("camera");
  const video = desk.querySelector("video");

  async function read(detector, picture) {
    const found = await detector.detect(picture);
    for (const code of found) take(code.rawValue, "扫到的码");
    return found.length > 0;
  }

  async function watch(detector) {
    try {
      video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      trouble = "打不开摄像头，请允许使用，或拍一张签到码。";
      line.textContent = trouble;
      return;
    }
    video.hidden = false;
    part("start").hidden = true;
    await video.play();
    setInterval(() => {
      if (video.readyState >= 2 && !document.hidden) read(detector, video).catch(() => {});
    }, 300);
  }

  async function findCamera() {
    if (!("BarcodeDetector" in window)) return;
    const formats = await BarcodeDetector.getSupportedFormats().catch(() => []);
    if (!formats.includes("qr_code")) return;
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    camera.hidden = false;
    if (navigator.mediaDevices) part("start").addEventListener("click", () => watch(detector));
    else part("start").hidden = true;
    part("picture").addEventListener("change", async (event) => {
      const file = event.target.files[0];
      event.target.value = "";
      if (!file) return;
      const found = await createImageBitmap(file).then((picture) => read(detector, picture)).catch(() => false);
      if (!found) line.textContent = "照片里没有读到码，请靠近一些、拍清楚再试，或输入号码和六位数字。";
    });
  }

  // --- The page itself stays, where the browser can keep it ---------------------------------------------------

  async function stay() {
    if (!("serviceWorker" in navigator)) return;
    const worker = await navigator.serviceWorker.register(desk.dataset.worker);
    navigator.serviceWorker.addEventListener("message", (event) => {
      if (!event.data.kept || !lasting) return;
      part("offline-words").textContent = "这一页已经存在这台设备上，没有网络也能重新打开；存着的签到不会丢。";
      desk.dataset.kept = "yes";
    });
    const files = performance.getEntriesByType("resource").map((entry) => entry.name);
    const own = files.filter((name) => name.startsWith(`${location.origin}/static/`));
    const ready = worker.active || worker.waiting || worker.installing;
    ready.postMessage({ keep: [location.pathname, ...new Set(own)] });
  }

  window.addEventListener("online", () => { setClock(); send(); });
  setInterval(send, 15000);
  setInterval(setClock, 60000);
  window.addEventListener("load", () => { stay().catch(() => {}); });
  findCamera().catch(() => {});
  setClock();
  tell();
  send();
})();
