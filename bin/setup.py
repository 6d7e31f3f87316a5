"""Brings everything `make` needs into the checkout: `python3 bin/setup.py run|test|image`.

Runs before anything is installed, so it uses the standard library only. Every step leaves a stamp inside what
it made; while the stamp fits, the step is skipped, and a second set-up takes no time.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import pip_source

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = "setup-stamp"
# What each level installs; a checkout that once was set up for tests keeps its tools when `make run` follows.
LOCKS = {
    "run": ("requirements.lock", "requirements-setup.lock"),
    "test": ("requirements-dev.lock",),
    "image": ("requirements.lock", "requirements-setup.lock"),
}
# Where Debian, Fedora and their families keep the certificates they trust; uv and Node bring their own lists.
CERTIFICATES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt")


class SetupFailed(Exception):
    """Set-up cannot go on; the message says what to do."""


def main() -> None:
    """Run the steps of one level, one set-up at a time."""
    level = sys.argv[1] if len(sys.argv) == 2 else ""
    if level not in LOCKS:
        sys.exit(f"Usage: python3 bin/setup.py {'|'.join(LOCKS)}")
    if sys.version_info[:2] != (3, 11):
        sys.exit(
            f"Python 3.11 is needed, this is {sys.version.split()[0]}. "
            "If it has another name here, say so: make PYTHON=/path/to/python3.11"
        )
    (ROOT / "var").mkdir(exist_ok=True)
    with (ROOT / "var" / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            set_up(level)
        except SetupFailed as problem:
            sys.exit(f"Set-up stopped: {problem}")


def set_up(level: str) -> None:
    """The steps, in order."""
    if level == "run" and (VENV / STAMP).is_file() and (VENV / STAMP).read_text().startswith("test "):
        level = "test"
    step("Python packages", VENV, level, [ROOT / name for name in LOCKS[level]], install_python_packages)
    npm_files = [ROOT / "package.json", ROOT / "package-lock.json"]
    step("front-end packages", ROOT / "node_modules", level, npm_files, install_node_packages)
    build = ROOT / "bin" / "build_frontend.py"
    step("front-end files", ROOT / "var" / "static_build", level, [*npm_files, build], run_script(build))
    if level != "image":
        # The image has no sources yet at this moment; its Dockerfile compiles them when they are there.
        compile_words = ROOT / "bin" / "build_catalogues.py"
        words = [
            ROOT / "requirements.lock",
            compile_words,
            ROOT / "site" / "locale" / "terms.csv",
            *sorted((ROOT / "site" / "locale").glob("*/LC_MESSAGES/*.po")),
        ]
        step("words of the admin", ROOT / "var" / "locale", level, words, run_script(compile_words))
    if level == "test" and not os.environ.get("TEST_BROWSER"):
        unpack = ROOT / "bin" / "build_browser.py"
        step(
            "browser for the tests", ROOT / "var" / "browser", level, [*npm_files, unpack], run_script(unpack)
        )


def step(name: str, made: Path, level: str, inputs: Iterable[Path], work: Callable[[str], None]) -> None:
    """Do `work` unless the stamp inside `made` says that these very inputs were used already."""
    digest = hashlib.sha256(str(ROOT).encode())
    for path in inputs:
        digest.update(path.read_bytes())
    stamp = made / STAMP
    wanted = f"{level} {digest.hexdigest()}"
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    print(f"Setting up: {name} …", flush=True)
    started = time.monotonic()
    work(level)
    stamp.write_text(wanted)
    print(f"  done in {time.monotonic() - started:.1f} s", flush=True)


def run(
    *command: str | Path, check: bool = True, quiet: bool = False, more: dict[str, str] | None = None
) -> bool:
    """Run a command in the checkout; True when it went well. With check, failure stops the set-up."""
    words = [str(word) for word in command]
    env = surroundings() | (more or {})
    done = subprocess.run(words, cwd=ROOT, env=env, capture_output=quiet, check=False)
    if done.returncode and check:
        raise SetupFailed(f"this command failed: {' '.join(words)}")
    return done.returncode == 0


def surroundings() -> dict[str, str]:
    """The environment for installers: they trust whom this machine trusts and have a home for caches."""
    env = dict(os.environ)
    env.pop("PYTHONPATH", None)
    bundle = next(
        (path for path in (env.get("SSL_CERT_FILE"), *CERTIFICATES) if path and Path(path).is_file()), None
    )
    if bundle:
        env.setdefault("SSL_CERT_FILE", bundle)
        env.setdefault("NODE_EXTRA_CA_CERTS", bundle)
    home = Path(env.get("HOME") or "/nonexistent")
    if not (home.is_dir() and os.access(home, os.W_OK)):
        env["HOME"] = str(ROOT / "var" / "home")
        Path(env["HOME"]).mkdir(parents=True, exist_ok=True)
    return env


# --- Python ------------------------------------------------------------------------------------------------


def install_python_packages(level: str) -> None:
    """Make the virtual environment and put exactly the locked packages into it, by hash."""
    if not (PYTHON.exists() and run(PYTHON, "-c", "import pip", check=False, quiet=True)):
        make_virtual_environment()
    options = ["--disable-pip-version-check", "--quiet", "--no-deps", "--require-hashes"]
    pip = [str(PYTHON), "-m", "pip", "install", *options]
    run(*pip, "-r", "requirements-setup.lock")
    locks = LOCKS[level]
    uv = [str(VENV / "bin" / "uv"), "pip", "sync", "--quiet", "--require-hashes", "--python", str(PYTHON)]
    if not run(*uv, *locks, check=False, more=settings_of_pip()):
        # uv does not read pip's configuration files; whoever set up a mirror for pip alone still gets in.
        print("  uv did not succeed; trying pip", flush=True)
        run(*pip, *(word for lock in locks for word in ("-r", lock)))


def make_virtual_environment() -> None:
    """Make .venv with pip in it, on systems that split pip and ensurepip off from Python too."""
    shutil.rmtree(VENV, ignore_errors=True)
    if run(sys.executable, "-m", "venv", VENV, check=False, quiet=True):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    run(sys.executable, "-m", "venv", "--without-pip", VENV)
    if run(sys.executable, "-m", "pip", "--version", check=False, quiet=True):
        found = run(sys.executable, "-m", "pip", "--python", PYTHON, "install", "--quiet", "pip")
    else:
        print("  this Python has neither ensurepip nor pip; looking for a pip wheel", flush=True)
        wheel = pip_source.find_wheel(ROOT / "var" / "tools")
        found = wheel is not None and run(
            PYTHON, "-m", "pip", "install", "--quiet", "pip", more={"PYTHONPATH": str(wheel)}
        )
    if not found:
        raise SetupFailed(
            "this Python can make no virtual environment with pip. Install your system's venv package "
            "(Debian, Ubuntu: apt-get install python3-venv) and start again."
        )


def settings_of_pip() -> dict[str, str]:
    """pip's own index and certificates, in uv's words, where uv has not been told otherwise."""
    command = [str(PYTHON), "-m", "pip", "config", "list"]
    shown = subprocess.run(command, capture_output=True, text=True, check=False, env=surroundings()).stdout
    known = {}
    for line in shown.splitlines():
        key, _, value = line.partition("=")
        known[key.rpartition(".")[2]] = value.strip("'\"")
    names = {"index-url": ("UV_DEFAULT_INDEX", "UV_INDEX_URL"), "cert": ("SSL_CERT_FILE",)}
    return {
        variables[0]: known[option]
        for option, variables in names.items()
        if option in known and not any(os.environ.get(name) for name in variables)
    }


# --- Front end ---------------------------------------------------------------------------------------------


def install_node_packages(level: str) -> None:
    """Install what package-lock.json says, with the npm that came as a Python package."""
    omit = [] if level == "test" else ["--omit=dev"]
    run(VENV / "bin" / "npm", "ci", "--loglevel=error", *omit)


def run_script(script: Path) -> Callable[[str], None]:
    """A step that is a script of its own."""

    def work(level: str) -> None:
        run(PYTHON, script)

    return work


if __name__ == "__main__":
    main()
