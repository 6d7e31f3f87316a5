"""The whole site as its own process, just as `make run` starts it, for browser journeys and crash tests."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.machinery import servers

ROOT = Path(__file__).resolve().parents[2]
# Migrations take most of it, on a machine that is busy with something else too.
SECONDS_TO_START = 600


@dataclass
class SiteProcess:
    """One running `manage.py serve` with a data folder of its own."""

    data_dir: Path
    env: Mapping[str, str] = field(default_factory=dict)
    demo: bool = False
    port: int = field(default_factory=servers.free_port)

    def __post_init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.data_dir.mkdir(parents=True, exist_ok=True)
        self.log = self.data_dir / "serve.log"

    @property
    def url(self) -> str:
        """Where it answers, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def surroundings(self) -> dict[str, str]:
        """Its environment: nothing of the test's own, but what `env` gives."""
        return {
            "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
            "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
            "LANG": "C.UTF-8",
            "DATA_DIR": str(self.data_dir),
            "SECRET_KEY": "a key for tests only, which protects nothing",
            "DEMO": "true" if self.demo else "false",
            # Nobody outside is asked from a test.
            "CHECK_LINKS": "false",
            **self.env,
        }

    def start(self) -> "SiteProcess":
        """Start it, on the same data and port as before, and wait until it answers."""
        command = [sys.executable, "manage.py", "serve", "--port", str(self.port)]
        with self.log.open("ab") as log:
            # A group of its own, so that kill() reaches its children too.
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.surroundings(), stdout=log, stderr=log, start_new_session=True
            )
        try:
            servers.wait_until(self.is_healthy, what="The site", seconds=SECONDS_TO_START)
        except (TimeoutError, RuntimeError):
            self.kill()
            raise
        return self

    def is_healthy(self) -> bool:
        """Whether /healthz answers; RuntimeError with the log when the process has ended."""
        assert self.process is not None
        if self.process.poll() is not None:
            raise RuntimeError(f"The site ended:\n{self.log.read_text(encoding='utf-8', errors='replace')}")
        try:
            return httpx.get(f"{self.url}/healthz", timeout=30).status_code == 200
        except httpx.TransportError:
            return False

    def stop(self) -> None:
        """Ask it to end, as Ctrl-C does."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """kill -9 of the whole process group."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        os.killpg(self.process.pid, how)
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(60)

    def sms_code(self, phone: str, seconds: float = 60) -> str:
        """The newest code that was sent to a phone (its last 11 digits count)."""
        file, deadline = self.data_dir / "sms.jsonl", time.monotonic() + seconds
        while True:
            lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
            for line in reversed(lines):
                message = json.loads(line)
                if message["phone"][-11:] == phone[-11:]:
                    return str(message["code"])
            if time.monotonic() > deadline:
                raise TimeoutError(f"No code was sent to {phone} within {seconds} s.")
            time.sleep(0.05)

    def manage(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Run a management command on the same data."""
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.surroundings(),
            capture_output=True,
            text=True,
            check=False,
        )
