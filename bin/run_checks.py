"""Runs every check of `make check` to its end and names those that failed."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PACKAGES = [
    "site/search",
    "site/feedback",
    "site/config", "site/core", "site/accounts", "site/indicators", "site/messaging", "site/wechat",
    "carbon_points", "campaigns", "content", "media",
]  # fmt: skip
MANAGE = [sys.executable, "-W", "error", "manage.py"]


def typed_folders() -> list[str]:
    """What mypy reads: our packages that exist, the scripts, and what the tests are built on."""
    packages = [name for name in PACKAGES if (ROOT / name / "__init__.py").is_file()]
    return [*packages, "bench", "bin", "deploy", "tests/conftest.py", "tests/layout", "tests/machinery"]


def checks() -> dict[str, list[str]]:
    """Name -> command."""
    return {
        "style": [str(BIN / "ruff"), "check", "--quiet"],
        "format": [str(BIN / "ruff"), "format", "--check", "--quiet"],
        "layers": [str(BIN / "lint-imports"), "--no-cache"],
        "templates": [str(BIN / "djlint"), "--quiet", "--lint", *template_folders()],
        "settings": [*MANAGE, "check", "--database", "default", "--fail-level", "WARNING"],
        "migrations": [*MANAGE, "makemigrations", "--check", "--dry-run"],
        "types": [str(BIN / "mypy"), "--no-error-summary", *typed_folders()],
    }


def template_folders() -> list[str]:
    """Every folder of templates of ours."""
    packages = [*PACKAGES, "campaigns/contests"]
    folders = ["site/templates", *(f"{package}/templates" for package in packages)]
    return [name for name in folders if (ROOT / name).is_dir()]


def main() -> None:
    """Run them all; exit 1 when one failed."""
    failed = []
    env = os.environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'site'}"}
    for name, command in checks().items():
        started = time.monotonic()
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        good = done.returncode == 0
        print(f"{'ok    ' if good else 'FAILED'} {name} ({time.monotonic() - started:.1f} s)", flush=True)
        if not good:
            failed.append(name)
            print(done.stdout + done.stderr, flush=True)
    if failed:
        sys.exit(f"make check failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
