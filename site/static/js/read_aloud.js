// Reading a page aloud, printing it, sending it on: buttons that appear only where the browser can.
(() => {
  "use strict";

  const article = document.querySelector("[data-read-aloud]");
  const tool = (name) => document.querySelector(`[data-tool=${name}]`);
  if (!article) return;

  const print = tool("print");
  if (print && window.print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }

  const share = tool("share");
  if (share && navigator.share) {
    share.hidden = false;
    share.addEventListener("click", () => {
      // Whoever closes the window of the system changed their mind; that is no error.
      navigator.share({ title: document.title, url: location.href }).catch(() => {});
    });
  }

  const speak = tool("speak");
  const voice = window.speechSynthesis;
  if (!speak || !voice || !window.SpeechSynthesisUtterance) return;

  const words = speak.querySelector("[data-tool-words]");
  const SKIPPED = ".ly-noprint, [data-silent], [aria-hidden=true], svg, table";
  // What is spoken in one go: some browsers stop in the middle of a long text.
  const LONGEST = 120;
  let reading = false;

  function sentences() {
    const copy = article.cloneNode(true);
    for (const part of copy.querySelectorAll(SKIPPED)) part.remove();
    const found = [];
    for (const part of copy.querySelectorAll("h1, h2, h3, h4, p, li, dt, dd, blockquote, summary")) {
      if (part.querySelector("p, li")) continue;
      const text = part.textContent.replace(/\s+/g, " ").trim();
      for (const sentence of text.match(/[^。！？；]+[。！？；]?/g) || []) {
        for (let at = 0; at < sentence.length; at += LONGEST) found.push(sentence.slice(at, at + LONGEST));
      }
    }
    return found;
  }

  function show() {
    words.textContent = reading ? "停止朗读" : "朗读";
    speak.setAttribute("aria-pressed", String(reading));
  }

  function stop() {
    reading = false;
    voice.cancel();
    show();
  }

  function start() {
    const rest = sentences();
    reading = true;
    show();
    (function next() {
      const sentence = rest.shift();
      if (!reading) return;
      if (!sentence) {
        stop();
        return;
      }
      const spoken = new SpeechSynthesisUtterance(sentence);
      spoken.lang = "zh-CN";
      spoken.rate = 0.95;
      spoken.onend = next;
      spoken.onerror = () => { if (reading) stop(); };
      voice.speak(spoken);
    })();
  }

  speak.hidden = false;
  show();
  speak.addEventListener("click", () => (reading ? stop() : start()));
  window.addEventListener("pagehide", stop);
})();
