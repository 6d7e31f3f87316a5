// Asks one address over kept-alive connections for some seconds: node load.mjs URL CONNECTIONS SECONDS
import http from "node:http";

const [url, connections, seconds] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
const times = [];
let failures = 0;
const end = performance.now() + seconds * 1000;

function once() {
  return new Promise((resolve) => {
    const started = performance.now();
    const request = http.get(url, { agent }, (response) => {
      response.resume();
      response.on("end", () => {
        times.push(performance.now() - started);
        if (response.statusCode !== 200) failures += 1;
        resolve();
      });
    });
    request.on("error", () => {
      failures += 1;
      resolve();
    });
  });
}

async function worker() {
  while (performance.now() < end) await once();
}

await Promise.all(Array.from({ length: connections }, worker));
agent.destroy();
times.sort((a, b) => a - b);
const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
console.log(JSON.stringify({ rate: times.length / seconds, p50: at(0.5), p99: at(0.99), failures }));
