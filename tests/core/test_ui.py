"""Number formats, pictures and small charts of the templates."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Template

from core.templatetags import ui

SPRITE = settings.ROOT / "site" / "static" / "img" / "icons.svg"


@pytest.mark.parametrize(
    ("milligrams", "words"),
    [
        (0, "0 克"),
        (1, "不到 0.1 克"),
        (49, "不到 0.1 克"),
        (50, "0.1 克"),
        (7_740, "7.7 克"),
        (9_949, "9.9 克"),
        (9_950, "10 克"),
        (26_000, "26 克"),
        (999_499, "999 克"),
        (999_500, "1 千克"),
        (1_260_000, "1.3 千克"),
        (4_102_300_000, "4,102.3 千克"),
        (-70_050, "−70 克"),
        (None, "—"),
        ("", "—"),
    ],
)
def test_milligrams_are_read_as_grams_and_kilograms(milligrams, words):
    assert ui.co2(milligrams) == words.replace(" ", "\u00a0")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0"),
        (9_999, "9,999"),
        (10_000, "1万"),
        (12_345, "1.2万"),
        (99_994_999, "9,999.5万"),
        (99_995_000, "1亿"),
        (340_000_000, "3.4亿"),
        (-12_345, "−1.2万"),
        (None, "—"),
    ],
)
def test_large_counts_are_read_in_ten_thousands(number, words):
    assert ui.wan(number) == words


def test_figures_of_a_method_are_not_rounded_away():
    assert ui.grams(Decimal("46.700000")) == "46.7\u00a0克"
    assert ui.grams(Decimal("1025.150000")) == "1.02515\u00a0千克"
    assert ui.grams(Decimal("15.48")) == "15.48\u00a0克"
    assert ui.grams(None) == "—"


def test_trailing_zeros_go_and_what_is_no_number_stays():
    assert ui.plain(Decimal("2.500")) == "2.5"
    assert ui.plain(1000) == "1,000"
    assert ui.plain("三公里") == "三公里"
    assert ui.plain("") == "—"


def test_a_change_carries_its_sign():
    assert [ui.signed(5), ui.signed(-1234), ui.signed(0)] == ["+5", "−1,234", "0"]


@pytest.mark.parametrize(
    ("text", "words"),
    [("13812340000", "138****0000"), ("李小华", "李*华"), ("李华", "李*"), ("李", "李*"), ("", "")],
)
def test_phones_and_names_are_masked(text, words):
    assert ui.masked(text) == words


def test_days_and_moments_are_read_in_the_city():
    # 18:30 in Greenwich is half past two of the next day in Shanghai.
    late = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)

    assert ui.day(date(2026, 1, 5)) == "2026年1月5日"
    assert ui.day(late) == "2026年11月23日"
    assert ui.moment(late) == "2026年11月23日 02:30"
    assert (ui.day(None), ui.moment(None)) == ("", "")


def test_an_icon_is_silent_unless_it_carries_a_label():
    assert 'aria-hidden="true"' in ui.icon("bus")
    assert "#bus" in ui.icon("bus")
    assert 'role="img" aria-label="公交 &lt;b&gt;"' in ui.icon("bus", "公交 <b>")


def test_every_picture_that_templates_and_city_data_name_is_in_the_sprite():
    drawn = set(re.findall(r'<symbol id="([a-z]+)"', SPRITE.read_text(encoding="utf-8")))
    named = set(ui.CATEGORY_ICONS.values()) | {"leaf"}
    for template in _templates():
        named |= set(re.findall(r'{% icon "([a-z]+)"', template.read_text(encoding="utf-8")))
    actions = (settings.CITY.folder / "actions.csv").read_text(encoding="utf-8").splitlines()
    column = actions[0].split(",").index("icon")
    named |= {line.split(",")[column] for line in actions[1:] if line.split(",")[column].isalpha()}

    assert len(named) > 30
    assert named - drawn == set()


def _templates() -> list[Path]:
    folders = ["site", "carbon_points", "content"]
    return [path for folder in folders for path in (settings.ROOT / folder).rglob("templates/**/*.html")]


def test_no_template_carries_a_style_or_a_script_of_its_own():
    pattern = re.compile(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|hx-on", re.IGNORECASE)
    found = [path.name for path in _templates() if pattern.search(path.read_text(encoding="utf-8"))]

    assert len(_templates()) > 40
    assert found == []


def test_a_bar_never_leaves_its_box():
    widths = [re.search(r'width="([\d.]+)"', ui.bar(*pair)) for pair in [(5, 20), (30, 20), (-1, 20), (3, 0)]]

    assert [width.group(1) for width in widths if width] == ["25.0", "100.0", "0.0", "0.0"]


def test_a_range_lies_on_a_scale_that_starts_at_zero():
    drawn = ui.range_bar(Decimal("26.9"), Decimal("46.7"), Decimal("150.7"))

    assert (drawn["zero_x"], drawn["low_x"], drawn["net_x"], drawn["width"]) == (
        "10.0",
        "63.6",
        "103.0",
        "246.4",
    )
    assert ui.range_bar(None, Decimal("5"), None)["width"] == "2.0"
    assert ui.range_bar(None, Decimal("0"), None)["net_x"] == "10.0"
    assert ui.range_bar(None, None, None) == {"shown": False}


def test_tiles_are_darker_where_more_was_recorded_and_tell_nothing_that_is_suppressed():
    rows = [
        {"name": "甲镇", "row": 1, "column": 2, "logs": 100, "suppressed": False},
        {"name": "乙镇", "row": 1, "column": 1, "logs": 1, "suppressed": False},
        {"name": "丙乡", "row": 2, "column": 1, "logs": None, "suppressed": True},
        {"name": "丁乡", "row": 2, "column": 2, "logs": 900, "suppressed": True},
        {"name": "未填写", "row": None, "column": None, "logs": 5, "suppressed": False},
    ]

    tiles = ui.tile_map(rows)["tiles"]

    assert [(tile["name"], tile["level"], tile["logs"]) for tile in tiles] == [
        ("甲镇", 4, 100),
        ("乙镇", 1, 1),
        ("丙乡", 0, 0),
        ("丁乡", 0, 0),
    ]


def test_a_place_where_nothing_was_recorded_stays_plain():
    place = SimpleNamespace(name="甲镇", row=1, column=1, logs=0, suppressed=False)

    assert ui.tile_map([place])["tiles"][0]["level"] == 0


@pytest.mark.parametrize(
    ("name", "short"),
    [("东门街街道", "东门街"), ("大和圩乡", "大和圩"), ("乡镇", "乡镇"), ("石镇", "石镇"), ("城关", "城关")],
)
def test_a_tile_leaves_out_the_kind_of_place_unless_nothing_would_remain(name, short):
    place = {"name": name, "row": 1, "column": 1, "logs": 1, "suppressed": False}

    assert ui.tile_map([place])["tiles"][0]["short"] == short


def test_the_largest_of_a_column_ignores_hidden_cells():
    assert ui.largest([{"logs": 3}, {"logs": None}, SimpleNamespace(logs=9)], "logs") == 9
    assert ui.largest([], "logs") == 0


class NameForm(forms.Form):
    name = forms.CharField(label="昵称", help_text="可以不填。", error_messages={"required": "请填昵称。"})


def test_a_field_is_tied_to_its_label_help_and_error():
    form = NameForm({"name": ""})
    page = Template('{% include "components/field.html" with field=form.name only %}').render(
        Context({"form": form})
    )

    assert '<label class="ly-field__label" for="id_name">昵称</label>' in page
    assert 'aria-describedby="id_name_help id_name_error"' in page
    assert page.count('aria-invalid="true"') == 1
    assert 'id="id_name_help">可以不填。' in page
    assert 'id="id_name_error"' in page
    assert "请填昵称。" in page


def test_a_field_without_faults_claims_none():
    page = Template('{% include "components/field.html" with field=form.name only %}').render(
        Context({"form": NameForm()})
    )

    assert "aria-invalid" not in page
    assert 'aria-describedby="id_name_help"' in page
    assert "id_name_error" not in page
