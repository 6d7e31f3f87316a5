"""Plaques: every word is there, inside the frame, on its own place; the code leads where it should."""

import io

import pytest
import qrcode
from PIL import Image

from media import lettering, plaques
from media.plaque_art import FRAME, HEIGHT, WIDTH, plate
from media.plaques import PlaqueText, draw_plaque
from media.posters import PosterOverfull
from tests.media.test_event_pictures import ink_outside_of_boxes, out_of_place, said, squeezed
from tests.media.words import NAMES, texts

INSIDE = (FRAME, FRAME, WIDTH - FRAME, HEIGHT - FRAME)
ISSUERS = texts(14, 120)


def plaques_of_all_kinds() -> list[PlaqueText]:
    """Two hundred of them, with levels and without."""
    return [
        PlaqueText(
            award=("绿色学校", "绿色商超", "绿色家庭示范户和生活方式榜样")[at % 3],
            level="" if at % 5 == 0 else "示范",
            name=name,
            year="2026年度",
            issuer=ISSUERS[at],
            issued_on="2026年11月23日",
            number="K7MP-Q4XW-9DHT-C6VN",
            note="每年复核一次，是否有效以扫码查到的为准。依据草案标准评定。",
            qr=f"https://example.org/titles/{at}/" if at % 6 else "",
        )
        for at, name in enumerate((NAMES + texts(12, 60))[:200])
    ]


def test_two_hundred_plaques_keep_every_word_in_the_frame_and_on_its_own_place():
    for text in plaques_of_all_kinds():
        sheet = plaques.layout(text)
        words = said(sheet)

        assert out_of_place(sheet, INSIDE) == []
        for part in (text.award, text.level, text.name, text.issuer, text.year, text.number, text.note):
            assert squeezed(part) in words
        assert all(lettering._has(one) for one in words)


def test_the_boxes_know_of_all_paint():
    for text in plaques_of_all_kinds()[::20]:
        assert ink_outside_of_boxes(plaques.layout(text), plate()) is None


def test_control_what_leaves_the_frame_is_seen():
    sheet = plaques.layout(plaques_of_all_kinds()[1])
    sheet.put(plaques.block("越过边框的字", size=40, width=900), left=20, top=700)

    assert out_of_place(sheet, INSIDE)[0] == "越过边框的字"


def test_the_code_of_a_plaque_is_the_one_that_was_asked_for():
    text = PlaqueText(
        award="绿色学校", level="示范", name="第一小学", qr="https://example.org/titles/K7MPQ4XW9DHTC6VN/"
    )
    drawn = Image.open(io.BytesIO(draw_plaque(text)))
    picture, left, top = plaques.layout(text).pictures[0]
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    code.add_data(text.qr)
    matrix = code.get_matrix()
    step = picture.width // len(matrix)
    edge = (picture.width - step * len(matrix)) // 2 + step // 2
    grey = drawn.convert("L")

    seen = [
        [grey.getpixel((left + edge + x * step, top + edge + y * step)) < 128 for x in range(len(matrix))]
        for y in range(len(matrix))
    ]
    assert (drawn.format, drawn.size) == ("PNG", (WIDTH, HEIGHT))
    assert WIDTH * 400 == HEIGHT * 600
    assert step >= 4
    assert seen == [[bool(dark) for dark in row] for row in matrix]


def test_more_than_anybody_could_read_is_refused_and_a_name_of_nothing_leaves_a_mark():
    with pytest.raises(PosterOverfull):
        draw_plaque(PlaqueText(award="绿色学校", level="示范", name="很" * 9000))
    assert "〓" in [line.text for line in plaques.layout(PlaqueText(award="绿", level="", name="🌱")).lines]
