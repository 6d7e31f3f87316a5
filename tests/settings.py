"""The settings of the tests: those of the site, on a lane's database and in a folder of their own."""

import os
from pathlib import Path

from tests.machinery import lanes

# Before the site's settings are read, because they read the environment.
lanes.prepare()

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES  # noqa: E402

# A file, not memory: threads of a test then see what they would see in the running site.
DATABASES["default"]["TEST"] = (
    {"NAME": str(Path(os.environ["DATA_DIR"]) / "test.sqlite3")}
    if DATABASES["default"]["ENGINE"].endswith("sqlite3")
    else {"NAME": f"test_green_{os.getpid()}"}
)
# Hashing is slow on purpose; tests make hundreds of users.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Openings of guides are written when a test asks for it, not in the middle of another one's queries.
READINGS_EVERY = float("inf")
