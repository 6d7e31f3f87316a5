"""What it costs to read statistics at 1 and at 10 million logs, and how old the totals are under load.

Run with `make readings`: it takes half an hour and 8 GB. One reader, one connection, beside /healthz.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "site")]

from tests.machinery import servers  # noqa: E402

STEPS = (1_000_000, 10_000_000)
ANCHOR = "/healthz"
# Address, most milliseconds (95th percentile) of part 6.
OPEN = "/api/v1/open"
PAGES = {
    ANCHOR: 0,
    f"{OPEN}/statistics": 20,
    f"{OPEN}/statistics?period=month&by=town": 20,
    f"{OPEN}/statistics?period=month&by=day": 20,
    f"{OPEN}/datasets": 20,
    f"{OPEN}/datasets/town?period=month": 20,
    f"{OPEN}/datasets/community?period=month&format=csv": 20,
    f"{OPEN}/datasets/category?period=day": 20,
    f"{OPEN}/datasets/indicators": 20,
    f"{OPEN}/datapackage.json": 20,
    "/statistics/": 100,
    "/stats/": 100,
    "/indicators/": 0,
    "/reports/": 0,
    "/open-data/": 0,
    "/stats/trends/": 100,
    "/stats/trends/?category=travel&channel=web": 100,
    "/stats/quality/": 100,
}
READS = 200


def main() -> None:
    """Fill, measure, fill more, measure again, then freshness."""
    with tempfile.TemporaryDirectory(prefix="green-bench-") as folder:
        env = os.environ | {
            "DATABASE_URL": servers.start_postgres(survives_power_cuts=True),
            "REDIS_URL": servers.start_redis(),
            "DATA_DIR": folder,
            "STATIC_MANIFEST": "true",
            "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        for command in (["migrate", "-v0"], ["load_city"], ["collectstatic", "--noinput", "-v0"]):
            run(env, "manage.py", *command)
        seen: dict[int, dict[str, float]] = {}
        for step, before in zip(STEPS, (0, *STEPS), strict=False):
            run(env, "bench/statistics_steps.py", "fill", str(before + 1), str(step))
            seen[step] = measure(env)
        report(seen)
        run(env, "bench/statistics_steps.py", "freshness")


def run(env: dict[str, str], *words: str) -> str:
    """A step in a process of its own; what it prints, which goes to the screen too."""
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True
    )
    if "statistics_steps.py" in words[0]:
        print(done.stdout, end="", flush=True)
    return done.stdout


def measure(env: dict[str, str]) -> dict[str, float]:
    """The 95th percentile of each address in milliseconds, from one worker of the production server."""
    port = servers.free_port()
    key = run(env, "bench/statistics_steps.py", "session").split()[-1]
    granian = str(Path(sys.executable).parent / "granian")
    options = f"--interface wsgi --port {port} --workers 1 --blocking-threads 4 --log-level warning".split()
    server = subprocess.Popen([granian, *options, "config.wsgi:application"], cwd=ROOT, env=env)
    try:
        servers.wait_until(lambda: _answers(port), what="The site", seconds=60)
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", cookies={"sessionid": key}) as client:
            return {page: _percentile(client, page) for page in PAGES}
    finally:
        server.terminate()
        server.wait(20)


def _percentile(client: httpx.Client, page: str) -> float:
    times = []
    for number in range(READS + 20):
        started = time.perf_counter()
        answer = client.get(page, timeout=60)
        elapsed = 1000 * (time.perf_counter() - started)
        if answer.status_code != 200:
            sys.exit(f"{page} answered {answer.status_code}.")
        if number >= 20:
            times.append(elapsed)
    return statistics.quantiles(times, n=20)[-1]


def _answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}{ANCHOR}", timeout=5).status_code == 200
    except httpx.TransportError:
        return False


def report(seen: dict[int, dict[str, float]]) -> None:
    """One line an address."""
    few, many = STEPS
    print(
        f"\nreads, 95th percentile of {READS}, ms{'':18}{few:>12,}{many:>14,}    growth   /healthz     limit"
    )
    for page, most in PAGES.items():
        a, b = seen[few][page], seen[many][page]
        words = f"{most}" if most else "-"
        print(
            f"  {page:48}{a:10.1f}{b:14.1f}{b / a:10.2f}{b / seen[many][ANCHOR]:11.1f}{words:>10}"
            f"{'  OVER' if most and b > most else ''}",
            flush=True,
        )


if __name__ == "__main__":
    main()
