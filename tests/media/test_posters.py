"""Posters: nothing is cut off, colours are those of the pages, the QR code is the one asked for."""

import io
import re

import pytest
import qrcode
from django.conf import settings as site
from PIL import Image, ImageChops

from media import lettering
from media.poster_art import COLOURS, QR, WIDTH
from media.poster_column import MARGIN
from media.posters import FOOT, HEIGHT, BigNumber, PosterOverfull, PosterText, draw_poster

YEAR = PosterText(
    title="2026年，我的绿色生活账单",
    numbers=(
        BigNumber("12.6", "千克", "少排放的二氧化碳（估算）"),
        BigNumber("148", "次", "记录的绿色行动"),
    ),
    rows=(("坐公交", "62次"), ("骑自行车", "41次"), ("自带购物袋", "30次")),
    footer="数据为估算，非核证减排量。扫码看看怎么算的。",
    qr="https://example.org/methods/",
)
LONG = PosterText(
    title="第三网格绿色出行与垃圾分类共同目标完成情况，" * 3,
    numbers=(BigNumber("123,456,789,012.5", "千克二氧化碳当量", "x" * 200), BigNumber("9" * 60, "次")),
    rows=tuple((f"这是一个相当长的项目名称{row}" * 2, f"{row}次，{'很' * 30}") for row in range(6)),
    footer="页脚" * 60,
    qr="https://example.org/" + "x" * 60,
)


def drawn(text: PosterText) -> Image.Image:
    return Image.open(io.BytesIO(draw_poster(text)))


def is_paper(part: Image.Image) -> bool:
    """Nothing but the ground; JPEG may be a few steps off."""
    ground = Image.new("RGB", part.size, COLOURS["paper"])
    return max(high for _, high in ImageChops.difference(part, ground).getextrema()) < 12


@pytest.mark.parametrize("text", [YEAR, LONG, PosterText(title="第一次行动"), PosterText(title="")])
def test_no_text_reaches_the_edges(text):
    poster = drawn(text)

    assert (poster.format, poster.size) == ("JPEG", (1080, 1440))
    left = poster.crop((0, 450, MARGIN - 8, HEIGHT))
    right = poster.crop((WIDTH - MARGIN + 8, 450, WIDTH, HEIGHT))
    assert is_paper(left)
    assert is_paper(right)
    assert is_paper(poster.crop((0, HEIGHT - FOOT + 8, WIDTH, HEIGHT)))


def test_control_the_edge_of_a_poster_with_something_on_it_is_seen():
    poster = drawn(YEAR)
    poster.paste("black", (0, 700, 20, 720))

    assert not is_paper(poster.crop((0, 450, MARGIN - 8, HEIGHT)))


def test_more_than_a_poster_can_hold_is_refused():
    with pytest.raises(PosterOverfull):
        draw_poster(PosterText(title="很" * 6000))


def test_the_code_is_the_one_that_was_asked_for():
    poster = drawn(YEAR).convert("L")
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    code.add_data(YEAR.qr)
    matrix = code.get_matrix()
    step = QR // len(matrix)
    edge = (QR - step * len(matrix)) // 2
    left, top = WIDTH - MARGIN - QR + edge, HEIGHT - QR - FOOT + edge

    seen = [
        [
            poster.getpixel((left + x * step + step // 2, top + y * step + step // 2)) < 128
            for x in range(len(matrix))
        ]
        for y in range(len(matrix))
    ]
    assert step >= 5
    assert seen == [[bool(dark) for dark in row] for row in matrix]


def test_colours_are_those_of_the_pages():
    css = (site.ROOT / "site" / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
    light = css.partition("@media")[0]
    tokens = dict(re.findall(r"--ly-([a-z0-9-]+):\s*(#[0-9a-f]{6});", light))

    assert {name: tokens[name] for name in COLOURS} == COLOURS


def test_lines_break_between_characters_but_not_in_numbers_or_before_a_full_stop():
    face = lettering.font("Regular", 40)
    lines = lettering.wrapped("少排放了12,345.6千克，谢谢。", face, 240)

    assert "".join(lines) == "少排放了12,345.6千克，谢谢。"
    assert max(face.getlength(line) for line in lines) <= 240
    assert any("12,345.6" in line for line in lines)
    assert not any(line[0] in lettering.NOT_FIRST for line in lines)


def test_a_word_longer_than_a_line_is_broken_and_no_letter_lost():
    face = lettering.font("Regular", 40)
    lines = lettering.wrapped("x" * 100, face, 240)

    assert "".join(lines) == "x" * 100
    assert max(face.getlength(line) for line in lines) <= 240


def test_what_the_font_cannot_write_is_left_out():
    assert lettering.writable("邻居😀们\u202e\u0000 好\n吗") == "邻居们 好 吗"
    rare = "耒阳灶市街淝江竈镕喆堃"
    assert lettering.writable(rare) == rare


def test_the_font_can_be_another_one(settings):
    settings.POSTER_FONTS = dict.fromkeys(settings.POSTER_FONTS, settings.POSTER_FONTS["Bold"])
    lettering.font.cache_clear()
    try:
        assert lettering.font("Regular", 30).getname()[1] == "Bold"
    finally:
        lettering.font.cache_clear()


def test_a_font_is_loaded_once():
    draw_poster(YEAR)
    loaded = lettering.font.cache_info().misses
    draw_poster(YEAR)

    assert lettering.font.cache_info().misses == loaded
