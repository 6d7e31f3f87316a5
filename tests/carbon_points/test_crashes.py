"""What was acknowledged survives: the process is killed in the middle of its work, and so is PostgreSQL."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.machinery import servers

ROOT = Path(__file__).resolve().parents[2]
POSTGRES = os.environ.get("LANE", "sqlite") == "postgres"
pytestmark = pytest.mark.timeout(1200)


@dataclass
class Place:
    """A migrated database of its own, and the processes that work on it."""

    data_dir: Path
    database_url: str = ""
    options: dict[str, str] = field(default_factory=dict)

    def run(self, *words: str, keys: list[str] | None = None) -> "subprocess.Popen[str]":
        """Start one process on the database."""
        environment = {
            "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
            "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "LANG": "C.UTF-8",
            "DATA_DIR": str(self.data_dir),
            "SECRET_KEY": "a key for tests only, which protects nothing",
            "LOG_LEVEL": "ERROR",
            **({"DATABASE_URL": self.database_url} if self.database_url else {}),
            **self.options,
        }
        process = subprocess.Popen(
            [sys.executable, *words],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdin is not None
        process.stdin.write("\n".join(keys or []))
        process.stdin.close()
        process.stdin = None
        return process

    def call(self, *words: str) -> str:
        """Run one process to its good end; what it printed."""
        process = self.run(*words)
        printed, _ = process.communicate()
        assert process.returncode == 0, printed
        return printed

    def child(self, mode: str) -> str:
        """One mode of crash_child."""
        return self.call("-m", "tests.carbon_points.crash_child", mode)

    def set_up(self) -> "Place":
        """Migrate and seed."""
        self.call("manage.py", "migrate", "--verbosity", "0")
        self.child("seed")
        return self

    def report(self) -> Any:
        """What is in the database."""
        return json.loads(self.child("report").splitlines()[-1])


def log_all(place: Place, keys: list[str], crashes: int, crash: Callable[[Any], None]) -> set[str]:
    """Have all keys logged, with crashes at equal parts of the way; the acknowledged keys.

    Keys that were not acknowledged are tried again under the same name, as a client would.
    """
    acknowledged: set[str] = set()
    crash_at = [len(keys) * number // (crashes + 1) for number in range(1, crashes + 1)]
    while len(acknowledged) < len(keys):
        process = place.run(
            "-m",
            "tests.carbon_points.crash_child",
            "log",
            keys=[key for key in keys if key not in acknowledged],
        )
        crashing = threading.Thread()
        assert process.stdout is not None
        with process.stdout:
            for line in process.stdout:
                acknowledged.add(line.strip())
                if crash_at and len(acknowledged) >= crash_at[0]:
                    crash_at.pop(0)
                    if crashing.ident:
                        # One at a time: two restarts would be in each other's way.
                        crashing.join()
                    crashing = threading.Thread(target=crash, args=(process,))
                    crashing.start()
        process.wait()
        if crashing.ident:
            crashing.join()
        assert process.returncode in {0, -signal.SIGKILL}
    assert crash_at == []
    return acknowledged


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The lane's engine, migrated and seeded once. PostgreSQL is one that waits for the disk; we crash it."""
    url = servers.start_postgres(survives_power_cuts=True) if POSTGRES else ""
    return Place(tmp_path_factory.mktemp("crash"), url).set_up()


@pytest.fixture
def place(ready: Place, request: pytest.FixtureRequest) -> Place:
    """A copy of it for one test."""
    if not POSTGRES:
        return ready
    server, _, template = ready.database_url.rpartition("/")
    name = f"crash_{request.node.name[-40:]}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())
    return Place(ready.data_dir, f"{server}/{name}")


def kill(process: "subprocess.Popen[str]") -> None:
    """kill -9: no handler runs, no buffer is written."""
    process.kill()


if not POSTGRES:
    # On PostgreSQL test_kill.py does this to the whole site, over HTTP.
    def test_no_acknowledged_log_is_lost_when_the_process_is_killed(place):
        keys = [str(number) for number in range(1000)]

        acknowledged = log_all(place, keys, crashes=5, crash=kill)

        report = place.report()
        assert acknowledged == set(keys)
        assert Counter(report["keys"]) == Counter(keys)
        assert report["transfers"] == len(keys)
        assert report["differences"] == []


def crash_postgres(url: str) -> Callable[[object], None]:
    """Stop PostgreSQL without letting it write anything more, and start it again."""
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute("SHOW data_directory").fetchone()
    assert row is not None
    data = Path(row[0])
    owner = data.stat()
    program = Path((data / "postmaster.opts").read_text().split()[0]).with_name("pg_ctl")
    who: dict[str, Any] = (
        {} if os.geteuid() else {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []}
    )

    def crash(process: object) -> None:
        command = [str(program), "-D", str(data), "-s", "-w", "-m", "immediate", "restart"]
        subprocess.run(
            command,
            cwd="/",
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **who,
        )

    return crash


@pytest.mark.postgres
def test_no_acknowledged_log_is_lost_when_postgresql_crashes(place):
    keys = [str(number) for number in range(800)]

    acknowledged = log_all(place, keys, crashes=2, crash=crash_postgres(place.database_url))

    report = place.report()
    assert acknowledged == set(keys)
    assert Counter(report["keys"]) == Counter(keys)
    assert report["differences"] == []


@pytest.mark.postgres
def test_control_without_synchronous_commit_acknowledged_logs_are_lost(place):
    """If nothing were missing here, the test above could not see a loss. Last, as it spoils the server."""
    place.options["PGOPTIONS"] = "-c synchronous_commit=off"
    with psycopg.connect(place.database_url, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET wal_writer_delay = '10s'")
        connection.execute("SELECT pg_reload_conf()")
    keys = [str(number) for number in range(800)]

    acknowledged = log_all(place, keys, crashes=2, crash=crash_postgres(place.database_url))

    report = place.report()
    lost = acknowledged - set(report["keys"])
    assert len(lost) > 0
    # Whole transactions are lost, never halves: what is left is proven.
    assert report["differences"] == []
