// Pictures and print of charts. Without this file 保存图片 saves the SVG, and the browser's menu prints.
(() => {
  "use strict";

  function load(source) {
    return new Promise((done, failed) => {
      const picture = new Image();
      picture.onload = () => done(picture);
      picture.onerror = failed;
      // A data address, because the page's policy allows no others.
      picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(source)}`;
    });
  }

  function save(address, name) {
    const link = document.createElement("a");
    link.href = address;
    link.download = name;
    link.click();
  }

  async function savePng(link) {
    const answer = await fetch(link.href);
    if (!answer.ok) throw new Error(String(answer.status));
    const picture = await load(await answer.text());
    const canvas = document.createElement("canvas");
    canvas.width = 2 * picture.naturalWidth;
    canvas.height = 2 * picture.naturalHeight;
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((file) => {
      const address = URL.createObjectURL(file);
      save(address, `${link.dataset.picture}.png`);
      setTimeout(() => URL.revokeObjectURL(address), 10000);
    });
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-picture]");
    if (link) {
      event.preventDefault();
      // Where a browser cannot draw it, the SVG is saved.
      savePng(link).catch(() => save(link.href, `${link.dataset.picture}.svg`));
    }
    if (event.target.closest("[data-print]")) window.print();
  });

  for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;

  // Closed tables are printed too.
  window.addEventListener("beforeprint", () => {
    for (const part of document.querySelectorAll(".ly-chart__data:not([open])")) {
      part.open = true;
      part.dataset.closed = "";
    }
  });
  window.addEventListener("afterprint", () => {
    for (const part of document.querySelectorAll("[data-closed]")) part.open = false;
  });
})();
