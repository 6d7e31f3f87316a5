"""`site` stays the standard library's, and none of our packages hides a module of it."""

import subprocess
import sys

import pytest

from tests.layout.tree import ROOT, files, name_of

PATH = f"{ROOT}:{ROOT / 'site'}"


def top_packages() -> set[str]:
    folders = [path.parent for path in files("*/__init__.py") if path.parent.parent in {ROOT, ROOT / "site"}]
    return {folder.name for folder in folders}


@pytest.mark.parametrize("switches", [[], ["-X", "frozen_modules=off"]])
def test_the_standard_site_module_is_still_found(switches: list[str]) -> None:
    standard = "site.__file__.startswith(sysconfig.get_paths()['stdlib'])"
    code = f"import site, sysconfig; assert {standard}; import config.city"
    done = subprocess.run(
        [sys.executable, *switches, "-c", code],
        env={"PYTHONPATH": PATH},
        cwd="/",
        capture_output=True,
        text=True,
    )

    assert (done.returncode, done.stderr) == (0, "")


def test_site_is_a_plain_folder() -> None:
    assert (ROOT / "site").is_dir()
    assert not (ROOT / "site" / "__init__.py").exists()


def test_no_package_of_ours_has_the_name_of_a_standard_module() -> None:
    assert top_packages() >= {"config", "core", "accounts", "carbon_points"}
    assert top_packages() & (sys.stdlib_module_names - {"test"}) == set()


@pytest.mark.parametrize(
    "name",
    [
        "site/config/settings.py",
        "media/models.py",
        "site/static/css/tokens.css",
        "content/management/commands/x.py",
    ],
)
def test_git_does_not_ignore_our_folders(name: str) -> None:
    done = subprocess.run(["git", "check-ignore", "--no-index", "-q", name], cwd=ROOT)

    assert done.returncode == 1, f"{name} would never be committed"


@pytest.mark.parametrize(
    "name", ["var/db.sqlite3", ".venv/bin/python", "node_modules/weui/package.json", ".env"]
)
def test_git_ignores_what_is_made(name: str) -> None:
    done = subprocess.run(["git", "check-ignore", "--no-index", "-q", name], cwd=ROOT)

    assert done.returncode == 0


def test_no_module_has_a_name_that_says_nothing() -> None:
    empty = {"utils", "helpers", "common", "misc"}
    named = {
        name_of(path) for path in files("*.py") if empty & {path.stem, *path.relative_to(ROOT).parent.parts}
    }

    assert named == set()
