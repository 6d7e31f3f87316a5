// The hall's screen asks for its count at once when somebody has come in. Without a line it asks every ten seconds.
(() => {
  "use strict";

  const screen = document.querySelector("[data-door-socket]");
  if (!screen || !("WebSocket" in window)) return;
  let retries = 0;

  function connect() {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(`${scheme}//${location.host}${screen.dataset.doorSocket}`);
    socket.onopen = () => { retries = 0; };
    socket.onmessage = () => htmx.trigger(screen, "came");
    socket.onclose = () => {
      // Spread out, so that a restarted server is not met by every hall at once.
      setTimeout(connect, Math.min(60000, 1000 * 2 ** retries++) * (0.5 + Math.random()));
    };
  }

  connect();
})();
