"""Charts are pure: numbers in, shapes out. Nothing here needs a database."""

import re
from datetime import date
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from indicators import changes, stretches
from indicators.charts import Bar, Point, Share, Tile, bars, framed, scale, stack, svg, tiles, trend
from indicators.charts.shapes import COLOURS, LARGE_TEXT, WIDTH, breadth, cut, wrapped
from indicators.charts.stack import percents
from tests.core.test_tokens import palette

TOKENS = {
    "bar": "fill",
    "other": "ochre",
    "grid": "line",
    "axis": "edge",
    "edge": "fill",
    "paper": "card",
    "text": "ink",
    "quiet": "ink-2",
    "inverse": "on-fill",
} | {f"shade-{number}": f"shade-{number}" for number in range(1, 5)}
counts = st.one_of(st.none(), st.integers(0, 10**12))


def points(*values):
    return [Point(f"11/{n}", value, str(value)) for n, value in enumerate(values, 1)]


def of(drawing, kind, role):
    return [shape for shape in drawing.shapes if (shape.kind, shape.role) == (kind, role)]


@given(st.integers(0, 10**12))
def test_an_axis_starts_at_zero_and_reaches_the_highest(highest):
    marks = scale.ticks(highest)

    assert marks[0] == 0
    assert marks[-1] >= highest
    assert 2 <= len(marks) <= scale.MOST_TICKS
    assert len({b - a for a, b in pairwise(marks)}) == 1


def test_nothing_published_is_no_chart_and_zero_is_one():
    assert trend([], name="次数") is None
    assert trend(points(None, None), name="次数") is None
    drawn = trend(points(0), name="次数")
    assert drawn is not None
    assert [shape.height for shape in of(drawn, "rect", "bar")[1:]] == [0]


def test_one_point_is_one_column_and_no_line():
    drawn = trend(points(7), other=points(3), name="本期", other_name="上年同期")

    assert drawn is not None
    assert len(of(drawn, "rect", "bar")) == 2  # the legend's and the column
    # Only the legend's dash: one point is no line.
    assert len(of(drawn, "polyline", "other")) == 1
    assert len(of(drawn, "dot", "other")) == 1


def test_what_is_not_published_is_hollow_and_breaks_the_line():
    drawn = trend(points(5, None, 8), other=points(4, None, 6), name="本期", other_name="前期")

    assert drawn is not None
    assert [shape.pattern for shape in of(drawn, "rect", "axis")] == ["hollow"]
    assert len(of(drawn, "polyline", "other")) == 1


@given(st.lists(counts, max_size=40), st.lists(counts, max_size=40), st.sampled_from([12.5, LARGE_TEXT]))
def test_a_trend_stays_on_its_sheet(values, others, size):
    drawn = trend(points(*values), other=points(*others), name="本期", other_name="上年同期", size=size)

    for shape in drawn.shapes if drawn else ():
        assert shape.y <= drawn.height
        if shape.kind == "rect":
            assert shape.x >= 0
            assert shape.x + shape.width <= WIDTH + 0.1
            assert shape.height <= drawn.height
        for x, y in shape.points:
            assert -0.1 <= x <= WIDTH + 0.1
            assert -0.1 <= y <= drawn.height


def test_labels_never_lie_on_each_other():
    drawn = trend([Point(f"2026年{n}月", n, str(n)) for n in range(1, 13)], name="次数", size=LARGE_TEXT)

    assert drawn is not None
    labels = [shape for shape in of(drawn, "text", "quiet") if shape.anchor == "middle"]
    halves = [breadth(shape.text, LARGE_TEXT) / 2 for shape in labels]
    ends = [(shape.x - half, shape.x + half) for shape, half in zip(labels, halves, strict=True)]
    assert len(labels) >= 2
    assert all(b[0] > a[1] for a, b in pairwise(ends))


def test_long_names_are_cut_where_they_would_leave_the_sheet():
    name = "耒" * 60
    drawn = bars([Bar(name, 5, "5"), Bar("短", None, "不公布")], label="按机构")

    assert drawn is not None
    words = of(drawn, "text", "text")[0].text
    assert words.endswith("…")
    assert breadth(words, 12.5) < WIDTH
    assert cut("短", 100, 12.5) == "短"
    assert "".join(wrapped(name, WIDTH, 12.5)) == name


def test_bars_are_as_long_as_their_numbers():
    drawn = bars([Bar("甲", 10, "10"), Bar("乙", 5, "5"), Bar("丙", 0, "0")])

    assert drawn is not None
    assert [round(shape.width) for shape in of(drawn, "rect", "bar")] == [320, 160, 0]
    assert bars([Bar("甲", None, "不公布")]) is None
    assert bars([]) is None


def test_a_stack_tells_its_parts_by_pattern_and_words():
    drawn = stack([Share("自己记录", 75, "dots"), Share("有凭证", 25, "stripes"), Share("计量", 0, "solid")])

    assert drawn is not None
    parts = [shape for shape in of(drawn, "rect", "bar") if shape.height == 26]
    assert [(round(part.width), part.pattern) for part in parts] == [(240, "dots"), (80, "stripes")]
    assert [shape.text for shape in of(drawn, "text", "text")][1::2] == ["75.0%", "25.0%", "0.0%"]
    assert stack([Share("自己记录", 0, "dots")]) is None


def test_a_small_share_is_not_nothing():
    assert percents([1, 99_999]) == ["不到0.1%", "100.0%"]
    assert percents([0, 0]) == ["—", "—"]


def test_tiles_are_darker_where_there_is_more_and_plain_where_nothing_is_told():
    places = [
        Tile("甲", 1, 1, 100, "100"),
        Tile("乙", 1, 2, 1, "1"),
        Tile("丙", 2, 1, None, "—"),
        Tile("丁", 2, 2, 0, "0"),
    ]
    drawn = tiles(places)

    assert drawn is not None
    shades = [shape.role for shape in drawn.shapes if shape.kind == "rect" and shape.pattern == "solid"]
    assert shades == ["shade-4", "shade-1", "paper", "paper"]
    assert tiles([]) is None


def test_a_picture_is_sound_svg_and_carries_title_notes_and_no_word_unescaped():
    drawn = bars([Bar("<甲>&", 3, "3")], label="“引号” & <标签>")
    assert drawn is not None
    source = svg.as_a_picture(framed(drawn, title="标题<1>", notes=["估算，不是碳信用。" * 6]))

    tree = ElementTree.fromstring(source)
    words = "".join(tree.itertext())
    assert "<甲>&" in words
    assert "标题<1>" in words
    assert "style=" not in source
    assert "class=" not in source


def test_two_charts_of_a_page_have_patterns_of_their_own():
    drawn = stack([Share("自己记录", 3, "dots"), Share("有凭证", 1, "stripes")])
    assert drawn is not None
    page = svg.on_a_page(drawn, "c-a") + svg.on_a_page(drawn, "c-b")

    ids = re.findall(r'id="([^"]+)"', page)
    assert len(ids) == len(set(ids)) == 4
    assert {f"url(#{name})" for name in ids} == set(re.findall(r"url\(#[^)]+\)", page))


def test_the_colours_of_pictures_are_the_light_tokens():
    light = palette(dark=False)

    assert {role: light[token] for role, token in TOKENS.items()} == COLOURS


def test_the_style_sheet_knows_every_role():
    css = (settings.ROOT / "site" / "static" / "css" / "charts.css").read_text(encoding="utf-8")

    filled = set(COLOURS) - {"axis", "edge"}
    assert {role for role in filled if f".ly-fill--{role} " not in css} == set()


@pytest.mark.parametrize(
    ("now", "then", "words"),
    [
        (112, 100, "+12.0%"),
        (88, 100, "−12.0%"),
        (100, 100, "持平"),
        (5, 0, "—"),
        (None, 5, "—"),
        (5, None, "—"),
    ],
)
def test_changes_in_percent(now, then, words):
    assert changes.percent(now, then) == words


def test_shares_change_in_points():
    assert changes.points(41.5, 40.0) == "+1.5个百分点"
    assert changes.points(38.0, 40.0) == "−2.0个百分点"
    assert changes.points(40.0, None) == "—"
    assert changes.share(1, 4) == 25
    assert changes.share(1, 0) is None


def test_stretches_reach_back():
    assert stretches.before("month", date(2026, 1, 1)) == date(2025, 12, 1)
    assert stretches.steps_to("month", date(2026, 2, 1), 3) == [
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2026, 2, 1),
    ]
    assert stretches.year_before(date(2028, 2, 29)) is None
    assert stretches.first_of("year", date(2026, 5, 6)) == date(2026, 1, 1)
    assert stretches.name_of("day", date(2026, 11, 3)) == "2026年11月3日"
