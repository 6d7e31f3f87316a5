// Recomputes the chain of daily seals in the visitor's own browser, from the open data, with the browser's own SHA-256.
(() => {
  "use strict";

  const place = document.querySelector("[data-seal-check]");
  const result = document.getElementById("seal-result");
  // Browsers hash on secure pages only; elsewhere the downloadable program remains.
  if (!place || !window.crypto || !crypto.subtle) return;
  place.hidden = false;

  async function sha256(text) {
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
    return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  async function fault(newer, older) {
    const columns = [newer.day, newer.count, newer.points, newer.lines_hash, newer.previous_hash];
    if (await sha256(["ledger-seal-1", ...columns].join("|")) !== newer.hash) return `${newer.day} 的指纹与它的内容对不上。`;
    if (older ? newer.previous_hash !== older.hash : newer.previous_hash !== "0".repeat(64)) {
      return `${newer.day} 的封存没有接在前一天后面。`;
    }
    return "";
  }

  async function check() {
    const seals = [];
    let address = `${place.dataset.sealCheck}?limit=366`;
    while (address) {
      const answer = await fetch(address);
      if (!answer.ok) throw new Error(String(answer.status));
      const page = await answer.json();
      seals.push(...page.items);
      result.textContent = `正在验算，已取得 ${seals.length} 天……`;
      address = page.next_cursor && `${place.dataset.sealCheck}?limit=366&cursor=${page.next_cursor}`;
    }
    for (let number = 0; number < seals.length; number += 1) {
      const found = await fault(seals[number], seals[number + 1]);
      if (found) return `不一致：${found}请截图，并向审计部门反映。`;
    }
    return `验算完毕：${seals.length} 天环环相扣，没有发现改动。`;
  }

  place.querySelector("button").addEventListener("click", async (event) => {
    event.target.disabled = true;
    try {
      result.textContent = await check();
    } catch {
      result.textContent = "没有取到数据，请检查网络后再试。";
    }
    event.target.disabled = false;
  });
})();
