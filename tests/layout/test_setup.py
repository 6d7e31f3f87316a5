"""Set-up does a step once, and again when its input changes; the closing line counts every test."""

from pathlib import Path

import pytest
import run_tests
import setup

REPORT = """<testsuites><testsuite>
<testcase classname="a" name="passes"/>
<testcase classname="a" name="fails"><failure/></testcase>
<testcase classname="a" name="breaks"><error/></testcase>
<testcase classname="a" name="fails and breaks"><failure/></testcase>
<testcase classname="a" name="fails and breaks"><error/></testcase>
<testcase classname="a" name="is skipped"><skipped/></testcase>
</testsuite></testsuites>"""


def test_a_step_runs_again_only_when_its_input_or_its_level_changes(tmp_path: Path) -> None:
    lock, made = tmp_path / "lock", tmp_path / "made"
    levels: list[str] = []
    lock.write_text("one")
    made.mkdir()

    def again(level: str) -> None:
        setup.step("something", made, level, [lock], levels.append)

    again("run")
    again("run")
    assert levels == ["run"]
    lock.write_text("two")
    again("run")
    again("test")
    again("test")
    assert levels == ["run", "run", "test"]


def test_a_step_that_failed_is_not_taken_for_done(tmp_path: Path) -> None:
    def fail(level: str) -> None:
        raise setup.SetupFailed("no network")

    with pytest.raises(setup.SetupFailed):
        setup.step("something", tmp_path, "run", [], fail)

    assert list(tmp_path.iterdir()) == []


def test_every_level_installs_from_locks_that_exist() -> None:
    assert all((setup.ROOT / name).is_file() for names in setup.LOCKS.values() for name in names)


def test_the_closing_line_counts_what_a_lane_reports(tmp_path: Path) -> None:
    report = tmp_path / "lane.xml"
    report.write_text(REPORT)

    assert str(run_tests.read_report(report)) == "1 passed, 3 failed, 1 skipped"


def test_a_lane_without_a_report_passes_nothing(tmp_path: Path) -> None:
    assert str(run_tests.read_report(tmp_path / "none.xml")) == "0 passed, 0 failed, 0 skipped"
