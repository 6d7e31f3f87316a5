"""The patch that lets WeUI's fixed sizes grow in large print."""

import build_frontend
import pytest

from tests.layout.tree import ROOT

SIZE = ".a{font-size:17px}"


def test_a_fixed_size_follows_the_reading_mode() -> None:
    patched = build_frontend.scalable(SIZE * 80)

    assert patched == ".a{font-size:max(var(--ly-min,0px),calc(17px*var(--ly-fs,1)))}" * 80


def test_relative_sizes_stay() -> None:
    others = ".b{font-size:1.6em}.c{font-size:inherit}.d{font-size:0}"

    assert build_frontend.scalable(others + SIZE * 80).startswith(others)


def test_a_package_written_another_way_is_refused() -> None:
    with pytest.raises(SystemExit, match="Only 79 font sizes"):
        build_frontend.scalable(SIZE * 79)


def test_pages_get_the_patched_file() -> None:
    css = (ROOT / "var" / "static_build" / "vendor" / "weui.min.css").read_text(encoding="utf-8")

    assert "Licensed under the MIT license" in css
    assert css.count("var(--ly-fs,1)") >= build_frontend.LEAST_SIZES
    assert "font-size:17px" not in css
