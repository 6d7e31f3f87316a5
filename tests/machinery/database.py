"""Puts the database back after a test that really committed.

Django's own way, deleting all rows, cannot be used: the ledger refuses DELETE, and migrations left rows that
pages need. So the freshly migrated database is kept as a template, and restoring is a copy of it.
"""

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.db import connection, connections

ROOT = Path(__file__).resolve().parents[2]
# All that decides what a migrated database holds. `migrate` runs again on a remembered one, so triggers that
# are put back after each migration are new anyway.
MIGRATED_FROM = (
    "*/migrations/*.py",
    "site/*/migrations/*.py",
    "carbon_points/database/*.py",
    "requirements.lock",
)


def recall_migrated() -> bool:
    """On SQLite, start from what an earlier run migrated from the same files; whether there was one."""
    if connection.vendor != "sqlite" or not _remembered().is_file():
        return False
    shutil.copyfile(_remembered(), str(connection.settings_dict["TEST"]["NAME"]))
    return True


def remember_migrated() -> None:
    """On SQLite, keep the freshly migrated database for later runs."""
    if connection.vendor != "sqlite" or _remembered().is_file():
        return
    _remembered().parent.mkdir(parents=True, exist_ok=True)
    for old in _remembered().parent.glob("migrated-*"):
        old.unlink(missing_ok=True)
    # Renamed when it is whole: two runs at once must not read half a file.
    half = _remembered().with_suffix(f".{os.getpid()}")
    shutil.copyfile(_template(), half)
    half.replace(_remembered())


def keep_template() -> None:
    """Keep the database as it is now. No test has run yet."""
    connections.close_all()
    if connection.vendor == "sqlite":
        source = sqlite3.connect(_name())
        copy = sqlite3.connect(_template())
        source.backup(copy)
        copy.close()
        source.close()
    else:
        _server(f'DROP DATABASE IF EXISTS "{_template()}" WITH (FORCE)', _copy(_template(), _name()))


def restore() -> None:
    """Replace the database by the template; what other threads still hold open is cut off."""
    connections.close_all()
    if connection.vendor == "sqlite":
        for ending in ("-wal", "-shm"):
            Path(_name() + ending).unlink(missing_ok=True)
        shutil.copyfile(_template(), _name())
    else:
        _server(f'DROP DATABASE "{_name()}" WITH (FORCE)', _copy(_name(), _template()))


def recall_for_site(file: Path) -> None:
    """Let a site on SQLite start from what an earlier run migrated; it migrates by itself where none did."""
    if _remembered().is_file():
        shutil.copyfile(_remembered(), file)


@contextmanager
def another(folder: Path) -> Iterator[str]:
    """One more freshly migrated database of the lane's kind, for a site of its own; its URL."""
    if connection.vendor == "sqlite":
        shutil.copyfile(_template(), folder / "another.sqlite3")
        yield f"sqlite:///{folder / 'another.sqlite3'}"
        return
    name = f"{_name()}_another"
    _server(_copy(name, _template()))
    try:
        yield f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
    finally:
        _server(f'DROP DATABASE "{name}" WITH (FORCE)')


def drop_template() -> None:
    """Leave nothing behind."""
    connections.close_all()
    if connection.vendor == "sqlite":
        Path(_template()).unlink(missing_ok=True)
    else:
        _server(f'DROP DATABASE IF EXISTS "{_template()}" WITH (FORCE)')


def _remembered() -> Path:
    digest = hashlib.sha256()
    for path in sorted(path for pattern in MIGRATED_FROM for path in ROOT.glob(pattern)):
        digest.update(path.as_posix().encode() + path.read_bytes())
    return ROOT / "var" / "tests" / f"migrated-{digest.hexdigest()[:16]}.sqlite3"


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _template() -> str:
    return f"{_name()}_template"


def _copy(new: str, old: str) -> str:
    return f'CREATE DATABASE "{new}" TEMPLATE "{old}"'


def _server(*statements: str) -> None:
    settings = connection.settings_dict
    with psycopg.connect(
        host=settings["HOST"],
        port=settings["PORT"] or None,
        user=settings["USER"],
        password=settings["PASSWORD"],
        dbname="postgres",
        autocommit=True,
    ) as server:
        for statement in statements:
            server.execute(statement.encode())
