// Keeps the scanner's page and the files that it is drawn with, for a hall without a network. Nothing else is kept:
// what was scanned lies in the page's own storage.
"use strict";

const KEPT = "ly-scanner";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  const addresses = event.data && event.data.keep;
  if (!addresses) return;
  event.waitUntil(caches.open(KEPT).then(async (kept) => {
    await Promise.all(addresses.map(async (address) => {
      const answer = await fetch(address, { credentials: "same-origin" });
      // A page that leads to sign-in is no scanner.
      if (answer.ok && !answer.redirected) await kept.put(address, answer);
    }));
    event.source.postMessage({ kept: true });
  }));
});

self.addEventListener("fetch", (event) => {
  const own = event.request.mode === "navigate" || new URL(event.request.url).pathname.startsWith("/static/");
  if (event.request.method !== "GET" || !own) return;
  event.respondWith(fetch(event.request).catch(async () => {
    const kept = await caches.match(event.request, { ignoreSearch: true, ignoreVary: true });
    return kept || Response.error();
  }));
});
