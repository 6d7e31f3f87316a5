"""Finds a pip wheel on a system whose Python came without pip: the distribution's own package has one."""

import os
import shutil
import subprocess
from pathlib import Path

PACKAGES = ("python3-pip-whl", "python3-setuptools-whl")
FOLDER = "usr/share/python-wheels"


def find_wheel(tools: Path) -> Path | None:
    """A pip wheel that is installed, or that apt can fetch into `tools` (no root needed); else None."""
    return newest(Path("/") / FOLDER) or fetch_with_apt(tools / "apt")


def newest(folder: Path) -> Path | None:
    """The last of the pip wheels in a folder, by name."""
    return max(folder.glob("pip-*.whl"), default=None)


def fetch_with_apt(work: Path) -> Path | None:
    """Download the wheel's package with apt, keeping every list and file of apt inside `work`."""
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        return None
    for folder in ("lists/partial", "archives/partial"):
        (work / folder).mkdir(parents=True, exist_ok=True)
    options = [
        f"Dir::State::lists={work / 'lists'}",
        f"Dir::Cache={work}",
        "APT::Sandbox::User=" if os.geteuid() else "APT::Sandbox::User=root",
        "Acquire::Languages=none",
    ]
    apt = ["apt-get", "-qq", *(word for option in options for word in ("-o", option))]
    for command in ([*apt, "update"], [*apt, "download", *PACKAGES]):
        if subprocess.run(command, cwd=work, check=False).returncode:
            return None
    for package in work.glob("python3-*.deb"):
        subprocess.run(["dpkg-deb", "-x", str(package), str(work / "unpacked")], check=True)
    return newest(work / "unpacked" / FOLDER)
