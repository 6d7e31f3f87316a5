// What pages do beyond HTML: one tap at a time, honest words when the line is down, the live number.
// Everything works without this file.
(() => {
  "use strict";

  const toast = document.getElementById("toast");
  let toastTimer = 0;

  function say(sentence) {
    toast.textContent = sentence;
    toast.hidden = false;
    clearTimeout(toastTimer);
    // Long enough to be read slowly; the sentence never asks for a decision.
    toastTimer = setTimeout(() => { toast.hidden = true; }, 8000);
  }

  // A form may have its own words for a lost answer; what asks by itself asks again and says nothing.
  function complain(asker, sentence) {
    if (!("poll" in asker.dataset)) say(asker.dataset.failed || sentence);
  }

  // --- Forms: a second tap waits for the first answer ----------------------------------------------------

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const button = event.submitter;
    if (button && button.getAttribute("aria-disabled") === "true" || form.dataset.sent) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (form.method === "post" && !form.hasAttribute("hx-post")) form.dataset.sent = "yes";
  }, true);

  document.addEventListener("htmx:configRequest", (event) => {
    const token = document.querySelector("[name=csrfmiddlewaretoken]");
    if (token) event.detail.headers["X-CSRFToken"] = token.value;
    const asker = event.detail.elt;
    if (!navigator.onLine || document.hidden && "poll" in asker.dataset) {
      event.preventDefault();
      complain(asker, "网络不通，尚未记录，请稍后再试。");
    }
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    for (const button of event.detail.elt.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    for (const button of event.detail.elt.querySelectorAll("button")) button.removeAttribute("aria-disabled");
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    // A whole page where a fragment was asked for (an error page, a proxy's page) must not land inside this one.
    if (/^\s*<!doctype/i.test(event.detail.xhr.responseText)) {
      event.detail.shouldSwap = false;
      say(event.detail.xhr.status === 429 ? "操作太频繁，这一次没有记录，请过几分钟再试。" : "这一次没有成功，请刷新页面后再试。");
    }
  });

  // Where the tapped button is gone, the reader goes on at what took its place.
  document.addEventListener("htmx:afterSettle", (event) => {
    const lost = !document.activeElement || document.activeElement === document.body;
    const next = event.detail.elt.querySelector("[aria-invalid=true]") || (lost && event.detail.elt.querySelector("[tabindex]"));
    if (next) next.focus();
  });

  document.addEventListener("htmx:responseError", (event) => {
    complain(event.detail.elt, "服务暂时出错，请稍后再试；同一次不会重复记录。");
  });
  // The request may have arrived: the form keeps its key, so the next tap cannot record it twice.
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, (event) => {
      // What a page asks for by itself records nothing, and comes again by itself.
      const asksOnly = event.detail.requestConfig?.verb === "get";
      complain(event.detail.elt, asksOnly ? "网络不通，这里先不更新，连上后会继续。" : "没有收到回音，请稍后再点一次，同一次不会重复记录。");
    });
  }

  // --- A page out of the back-forward cache shows old points and used keys -------------------------------

  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });

  // WeChat on iOS grows a second bar with every step of history; tabs are no steps.
  if (/MicroMessenger/i.test(navigator.userAgent)) {
    document.addEventListener("click", (event) => {
      const tab = event.target.closest(".ly-tabs__link");
      if (!tab || event.metaKey || event.ctrlKey) return;
      event.preventDefault();
      location.replace(tab.href);
    });
  }

  // --- The live number -----------------------------------------------------------------------------------

  const trimmed = (value, places) => value.toLocaleString("en-US", { maximumFractionDigits: places });

  const formats = {
    count(value) {
      if (value < 1e4) return trimmed(value, 0);
      return value < 99995000 ? `${trimmed(value / 1e4, 1)}万` : `${trimmed(value / 1e8, 1)}亿`;
    },
    co2(milligrams) {
      if (milligrams > 0 && milligrams < 50) return "不到\u00a00.1\u00a0克";
      if (milligrams < 999500) return `${trimmed(milligrams / 1e3, milligrams < 9950 ? 1 : 0)}\u00a0克`;
      return `${trimmed(milligrams / 1e6, 1)}\u00a0千克`;
    },
  };

  function show(totals) {
    for (const key of Object.keys(totals)) {
      const cell = totals[key];
      if (!cell || typeof cell !== "object") continue;
      const shown = Boolean(cell.logs) && !cell.suppressed;
      for (const part of document.querySelectorAll(`[data-live-when="${key}"]`)) part.hidden = !shown;
      for (const part of document.querySelectorAll(`[data-live-unless="${key}"]`)) part.hidden = shown;
      if (cell.suppressed) continue;
      for (const part of document.querySelectorAll(`[data-live^="${key}."]`)) {
        const value = cell[part.dataset.live.slice(key.length + 1)];
        if (typeof value !== "number") continue;
        const text = formats[part.dataset.format](value);
        if (part.textContent === text) continue;
        part.textContent = text;
        part.classList.remove("ly-live--moved");
        void part.offsetWidth; // restarts the animation
        part.classList.add("ly-live--moved");
      }
    }
  }

  const board = document.querySelector("[data-live-socket]");
  const status = document.querySelector("[data-live-status]");
  const POLL_MS = 30000;
  let socket = null;
  let retries = 0;
  let retryTimer = 0;
  let pollTimer = 0;

  function tell(state, sentence) {
    if (!status || status.dataset.liveStatus === state) return;
    status.dataset.liveStatus = state;
    status.textContent = sentence;
  }

  // While no socket is open the page asks by itself, as long as somebody looks.
  async function poll() {
    clearTimeout(pollTimer);
    if (!board.dataset.livePoll || document.hidden || socket?.readyState === 1) return;
    try {
      const answer = await fetch(board.dataset.livePoll, { credentials: "omit" });
      if (!answer.ok) throw new Error(String(answer.status));
      show(await answer.json());
      tell("poll", "实时连接没有打开，每30秒自动刷新一次。");
    } catch {
      tell("lost", "已断开：数字可能不是最新的，连上后会自动刷新。");
    }
    clearTimeout(pollTimer);
    pollTimer = setTimeout(poll, POLL_MS);
  }

  function connect() {
    clearTimeout(retryTimer);
    if (socket || document.hidden) return;
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    socket = new WebSocket(`${scheme}//${location.host}${board.dataset.liveSocket}`);
    socket.onopen = () => {
      retries = 0;
      clearTimeout(pollTimer);
      tell("on", "正在自动刷新。");
    };
    socket.onmessage = (event) => {
      try {
        show(JSON.parse(event.data));
      } catch {
        // A message of a newer server; the page still shows what it was drawn with.
      }
    };
    socket.onclose = () => {
      socket = null;
      // Spread out, so that a restarted server is not met by everybody at once.
      const wait = Math.min(60000, 1000 * 2 ** retries++) * (0.5 + Math.random());
      if (document.hidden) return;
      retryTimer = setTimeout(connect, wait);
      poll();
    };
  }

  if (board && !("WebSocket" in window)) {
    poll();
    document.addEventListener("visibilitychange", poll);
  } else if (board) {
    connect();
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) {
        clearTimeout(retryTimer);
        if (socket) socket.close();
      } else {
        connect();
      }
    });
  }
})();
