"""The files of the project as the layout tests see them: what git tracks or would track."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Read as text; all else (pictures) is left alone.
TEXT = {
    ".py", ".html", ".css", ".js", ".svg", ".toml", ".json", ".csv", ".md", ".txt", ".yaml", ".yml", ".lock",
    ".conf", ".example", ".xml", "",
}  # fmt: skip


def files(*patterns: str) -> list[Path]:
    """Tracked and new files that match one of the patterns (`*.py`, `Makefile`), all without patterns."""
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\0")
    return sorted(path for name in names if name and (path := ROOT / name).is_file())


def text_files(*patterns: str) -> dict[str, str]:
    """Name -> contents of the text files among them."""
    return {
        name_of(path): path.read_text(encoding="utf-8")
        for path in files(*patterns)
        if path.suffix in TEXT and path.stat().st_size
    }


def name_of(path: Path) -> str:
    """A path as git writes it."""
    return path.relative_to(ROOT).as_posix()
