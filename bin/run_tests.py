"""Runs lanes of the test suite and closes with one line that adds them up.

Two lanes run at a time, on a core each, and the next one starts where one ends: the longest is named first.
What a lane prints is then shown when it ends.
"""

import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
AT_A_TIME = 2
# Lane -> the database it uses, the tests it takes. conftest.py leaves marked tests to one lane.
LANES = {
    "sqlite": ("sqlite", "not browser"),
    "postgres": ("postgres", "not browser"),
    "browser": ("sqlite", "browser"),
}


@dataclass
class Count:
    """How many tests ended which way."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def add(self, other: "Count") -> None:
        """Add another count to this one."""
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def main() -> None:
    """Run the lanes named on the command line; what follows `--` goes to pytest."""
    words, _, extra = " ".join(sys.argv[1:]).partition("--")
    lanes = words.split()
    if not lanes or not set(lanes) <= set(LANES):
        sys.exit(f"Usage: run_tests.py {'|'.join(LANES)} … [-- pytest arguments]")
    total = Count()
    run = partial(run_lane, extra=extra.split(), alone=len(lanes) == 1)
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        for count in pool.map(run, lanes):
            total.add(count)
    print(total)
    sys.exit(1 if total.failed or not total.passed else 0)


def run_lane(name: str, *, extra: list[str], alone: bool) -> Count:
    """Run one lane in a pytest of its own; a pytest that breaks counts as a failure."""
    database, marks = LANES[name]
    report = ROOT / "var" / "tests" / f"{name}.xml"
    report.parent.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    print(f"=== lane {name} starts ===", flush=True)
    started = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-m", marks, f"--junitxml={report}", "-o", "junit_logging=no"]
    # Two lanes that write at the same time would not be readable.
    kept = None if alone else subprocess.PIPE
    ended = subprocess.run(
        [*command, *extra],
        cwd=ROOT,
        env=os.environ | {"LANE": database},
        check=False,
        stdout=kept,
        stderr=None if alone else subprocess.STDOUT,
        text=True,
    )
    count = read_report(report)
    if ended.returncode and not count.failed:
        count.failed = 1
    seconds = time.monotonic() - started
    print(f"{ended.stdout or ''}=== lane {name}: {count} in {seconds:.0f} s ===\n", flush=True)
    return count


def read_report(report: Path) -> Count:
    """Count the outcomes in pytest's XML report; a failure and an error of one test are one."""
    count = Count()
    if not report.is_file():
        return count
    outcomes: dict[tuple[str, str], set[str]] = {}
    for case in ElementTree.parse(report).iter("testcase"):
        key = (case.get("classname", ""), case.get("name", ""))
        outcomes.setdefault(key, set()).update(child.tag for child in case)
    for tags in outcomes.values():
        if tags & {"failure", "error"}:
            count.failed += 1
        elif "skipped" in tags:
            count.skipped += 1
        else:
            count.passed += 1
    return count


if __name__ == "__main__":
    main()
