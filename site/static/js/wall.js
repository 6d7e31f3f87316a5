// The wall in the hall: what the socket tells is shown; without a line it keeps the last numbers and asks now and then.
(() => {
  "use strict";

  const wall = document.querySelector("[data-wall]");
  if (!wall) return;
  const state = wall.querySelector("[data-state]");
  const album = wall.querySelector("[data-pictures]");
  let shown = Array.from(album.querySelectorAll("img"), (one) => one.getAttribute("src")).join();
  let retries = 0;

  function picture(item) {
    const figure = document.createElement("figure");
    const image = document.createElement("img");
    image.src = item.url;
    image.alt = item.words || "现场照片";
    figure.append(image);
    if (item.words) {
      const words = document.createElement("figcaption");
      words.textContent = item.words;
      figure.append(words);
    }
    return figure;
  }

  function show(now) {
    wall.querySelector("[data-people]").textContent = now.people;
    for (const tile of wall.querySelectorAll("[data-town]")) {
      const [people, level] = now.towns[tile.dataset.town] || ["", 0];
      tile.className = tile.className.replace(/cell--\d/, `cell--${level}`);
      tile.lastElementChild.textContent = people;
    }
    const urls = now.pictures.map((one) => one.url).join();
    if (urls !== shown) album.replaceChildren(...now.pictures.map(picture));
    shown = urls;
  }

  // An answer that does not come is no answer: a pulled cable says nothing.
  function reach() {
    return Promise.race([
      fetch(wall.dataset.now, { cache: "no-store" }),
      new Promise((_, refuse) => setTimeout(refuse, 8000)),
    ]);
  }

  function ask() {
    return reach()
      .then((answer) => answer.ok ? answer.json() : Promise.reject())
      .then((now) => {
        show(now);
        state.textContent = "正在重连…数字是刚刚更新的。";
      })
      .catch(() => null);
  }

  function connect() {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(`${scheme}//${location.host}${wall.dataset.wall}`);
    let watch = 0;
    let lost = false;

    function lose() {
      if (lost) return;
      lost = true;
      clearInterval(watch);
      window.removeEventListener("offline", lose);
      socket.close();
      state.textContent = "连接中断，正在重连…数字是刚才的。";
      // Spread out, so that a restarted server is not met by every hall at once.
      const wait = Math.min(30000, 1000 * 2 ** retries++) * (0.5 + Math.random());
      setTimeout(() => ask().then(connect), wait);
    }

    socket.onopen = () => {
      if (lost) return;
      retries = 0;
      state.textContent = "";
      watch = setInterval(() => reach().catch(lose), 15000);
    };
    socket.onmessage = (event) => {
      if (!lost) show(JSON.parse(event.data));
    };
    socket.onclose = lose;
    window.addEventListener("offline", lose);
  }

  if ("WebSocket" in window) connect();
  else setInterval(ask, 10000);
})();
