"""Points the environment at the lane's database and cache before Django reads it.

LANE=sqlite (the default) needs nothing. LANE=postgres uses TEST_DATABASE_URL and TEST_REDIS_URL where they
are set and starts servers of its own where they are not.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from tests.machinery import servers

# What a developer's shell may carry and no test should see.
FOREIGN = (
    "DATABASE_URL",
    "REDIS_URL",
    "CITY_DIR",
    "SITE_URL",
    "HTTPS",
    "SMS_BACKEND",
    "JOBS_MODE",
    "STATIC_MANIFEST",
)


def prepare() -> None:
    """Set up the environment once for each process tree."""
    if os.environ.get("LANE_PREPARED"):
        return
    lane = os.environ.get("LANE", "sqlite")
    if lane not in {"sqlite", "postgres"}:
        raise RuntimeError(f"LANE must be sqlite or postgres, not {lane!r}.")
    for name in FOREIGN:
        os.environ.pop(name, None)
    folder = Path(tempfile.mkdtemp(prefix="green-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    # WhiteNoise warns where there is none.
    (folder / "static").mkdir()
    os.environ |= {
        "LANE_PREPARED": "1",
        "DATA_DIR": str(folder),
        "SECRET_KEY": "a key for tests only, which protects nothing",
        "DEBUG": "false",
        "DEMO": "false",
    }
    if lane == "postgres":
        os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL") or servers.start_postgres()
        os.environ["REDIS_URL"] = os.environ.get("TEST_REDIS_URL") or servers.start_redis()
