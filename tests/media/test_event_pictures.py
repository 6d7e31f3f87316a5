"""Posters and certificates: every word is there, on the page, on its own place, and written by the font."""

import io
from itertools import combinations

import pytest
import qrcode
from PIL import Image, ImageChops

from media import certificates, event_posters, lettering
from media.certificate_art import FRAME, TONES, paper
from media.certificates import CertificateText, draw_certificate
from media.event_art import THEMES
from media.event_posters import EDGE, Cover, EventPoster, draw_event_poster
from media.posters import PosterOverfull
from media.sheet import Box, Sheet
from tests.media.words import NAMES, texts

TITLES, PEOPLE, PLACES = texts(1, 255), texts(2, 60), texts(3, 200)
ORGANISERS, SENTENCES = texts(4, 120), texts(5, 120)


def posters() -> list[EventPoster]:
    """Two hundred of them; every theme, with and without each of the parts."""
    themes = list(THEMES)
    return [
        EventPoster(
            title=title,
            day="10月25日" if at % 5 else "10月20日—11月10日",
            weekday="周日" if at % 5 else "",
            clock="9:00–11:00" if at % 5 else "线上参加",
            more="另有12场" if at % 3 == 0 else "",
            place=PLACES[at] if at % 7 else "",
            organiser=ORGANISERS[at],
            sentence=SENTENCES[at] if at % 4 else "",
            occasion="4月22日 世界地球日" if at % 3 == 1 else "",
            footer="绿动耒阳",
            qr=f"https://example.org/c/{at}/" if at % 6 else "",
            theme=themes[at % len(themes)],
        )
        for at, title in enumerate(TITLES)
    ]


def papers() -> list[CertificateText]:
    """Two hundred of them, with awards and without."""
    return [
        CertificateText(
            heading="参与证明" if at % 4 else TITLES[at][:20] or "荣誉证书",
            name=name,
            said=f"参加了“{TITLES[at]}”活动，特此证明。",
            award="" if at % 4 else "绿色家庭 · 一等奖",
            facts=(("日期", "2026年10月25日 9:00–11:00"), ("地点", PLACES[at]), ("时长", "2小时")),
            issuer=ORGANISERS[at],
            issued_on="2026年10月25日",
            number="K7MP-Q2XW-9DHT-C4VN",
            note="本证明只说明到场参加了上述活动，不代表学历、资格或者奖项。",
            qr=f"https://example.org/certificates/{at}/" if at % 6 else "",
            tone="thanks" if at % 4 else "honour",
        )
        for at, name in enumerate((NAMES + PEOPLE)[:200])
    ]


def meet(one: Box, other: Box) -> bool:
    """Whether two boxes share a point."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def out_of_place(sheet: Sheet, page: Box) -> list[object]:
    """Words and codes that leave the page, and pairs that lie on each other."""
    boxes = [(words, box) for words, box in sheet.boxes if words.strip() or not words]
    outside = [
        words
        for words, box in boxes
        if box[0] < page[0] or box[1] < page[1] or box[2] > page[2] or box[3] > page[3]
    ]
    return outside + [(a, b) for (a, one), (b, other) in combinations(boxes, 2) if meet(one, other)]


def ink_outside_of_boxes(sheet: Sheet, ground: Image.Image) -> Box | None:
    """Where paint lies that no box knows of; None when there is none."""
    painted = sheet.paint(ground.copy())
    changed = ImageChops.difference(painted, ground).convert("L")
    for _, (left, top, right, bottom) in sheet.boxes:
        changed.paste(0, (int(left) - 1, int(top) - 1, int(right) + 1, int(bottom) + 1))
    return changed.getbbox()


def said(sheet: Sheet) -> str:
    return "".join("".join(words.split()) for words, _ in sheet.boxes)


def squeezed(text: str) -> str:
    return "".join(lettering.writable(text).split())


def test_two_hundred_posters_keep_every_word_on_the_page_and_on_its_own_place():
    for text in posters():
        plan = event_posters.layout(text)
        words = said(plan.sheet)

        assert (
            out_of_place(plan.sheet, (EDGE, 16, event_posters.WIDTH - EDGE, event_posters.HEIGHT - 8)) == []
        )
        for part in (text.title, text.place, text.organiser, text.sentence, text.day, text.occasion):
            assert squeezed(part) in words
        assert all(lettering._has(one) for one in words)


def test_two_hundred_certificates_keep_every_word_in_the_frame_and_on_its_own_place():
    inside = (FRAME, FRAME, certificates.WIDTH - FRAME, certificates.HEIGHT - FRAME)
    for text in papers():
        sheet = certificates.layout(text)
        words = said(sheet)

        assert out_of_place(sheet, inside) == []
        for part in (
            text.name,
            text.said,
            text.heading,
            text.issuer,
            text.facts[1][1],
            text.note,
            text.award,
        ):
            assert squeezed(part) in words
        assert all(lettering._has(one) for one in words)


def test_the_boxes_know_of_all_paint():
    for text in posters()[::20]:
        plan = event_posters.layout(text)
        assert ink_outside_of_boxes(plan.sheet, event_posters.ground(text, plan)) is None
    for text in papers()[::20]:
        assert ink_outside_of_boxes(certificates.layout(text), paper(text.tone)) is None


def test_control_what_is_cut_off_or_written_over_is_seen():
    text = papers()[0]
    sheet = certificates.layout(text)
    sheet.put(certificates.block("越过边框的字", size=40, width=900), left=20, top=700)
    sheet.put(
        certificates.block("压在名字上的字", size=60, width=900), left=700, top=sheet.lines[1].base - 60
    )
    inside = (FRAME, FRAME, certificates.WIDTH - FRAME, certificates.HEIGHT - FRAME)

    assert out_of_place(sheet, inside)[0] == "越过边框的字"
    assert any("压在名字上的字" in pair for pair in out_of_place(sheet, inside)[1:])
    sheet.lines.pop()
    hidden = certificates.layout(text)
    hidden.lines[0] = sheet.lines[0]
    drawn, known = sheet.paint(paper("thanks")), hidden.boxes
    changed = ImageChops.difference(drawn, paper("thanks")).convert("L")
    for _, box in known:
        changed.paste(0, tuple(int(side) for side in box))
    assert changed.getbbox() is not None


@pytest.mark.parametrize("theme", list(THEMES))
def test_a_poster_is_a_picture_of_its_size_in_each_theme(theme):
    poster = Image.open(io.BytesIO(draw_event_poster(EventPoster(title="净滩日", day="6月5日", theme=theme))))

    assert (poster.format, poster.size) == ("JPEG", (1080, 1440))


def test_a_cover_is_cropped_around_the_point_that_matters():
    cover = Image.new("RGB", (3000, 600), "#000000")
    cover.paste("#ff0000", (2900, 0, 3000, 600))
    text = EventPoster(title="开放日", day="6月5日", cover=Cover(cover, (1.0, 0.5)))
    poster = Image.open(io.BytesIO(draw_event_poster(text)))
    other = Image.open(
        io.BytesIO(
            draw_event_poster(EventPoster(title="开放日", day="6月5日", cover=Cover(cover, (0.0, 0.5))))
        )
    )

    assert poster.getpixel((1070, 300))[0] > 200
    assert other.getpixel((1070, 300))[0] < 30


@pytest.mark.parametrize("tone", list(TONES))
def test_the_code_of_a_certificate_is_the_one_that_was_asked_for(tone):
    address = "https://example.org/certificates/K7MPQ2XW9DHTC4VN/"
    text = CertificateText(heading="参与证明", name="李小华", said="参加了活动。", qr=address, tone=tone)
    sheet = certificates.layout(text)
    drawn = Image.open(io.BytesIO(draw_certificate(text))).convert("L")
    picture, left, top = sheet.pictures[0]
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    code.add_data(address)
    matrix = code.get_matrix()
    step = picture.width // len(matrix)
    edge = (picture.width - step * len(matrix)) // 2 + step // 2

    seen = [
        [drawn.getpixel((left + edge + x * step, top + edge + y * step)) < 128 for x in range(len(matrix))]
        for y in range(len(matrix))
    ]
    assert drawn.size == (1754, 1240)
    assert step >= 4
    assert seen == [[bool(dark) for dark in row] for row in matrix]


def test_more_than_anybody_could_read_is_refused():
    with pytest.raises(PosterOverfull):
        draw_event_poster(EventPoster(title="很" * 6000, day="6月5日"))
    with pytest.raises(PosterOverfull):
        draw_certificate(CertificateText(heading="证明", name="李小华", said="很" * 9000))


def test_letters_that_the_font_lacks_are_seen_to_be_missing():
    assert lettering.writable("𠮷田") == "〓田"
    assert lettering.writable("𠮷𠮷") == "〓〓"
    assert lettering.writable("Kovač Łódź") == "Kovac Lódz"
    assert lettering.writable("阿里 ئۈرۈمچى") == "阿里 〓"
    assert lettering.writable("小明🌱") == "小明"
    assert lettering.writable("㛃䶮㙍㕮𣲘𫖯鿍") == "㛃䶮㙍㕮𣲘𫖯鿍"
    assert lettering.unwritable("𠮷田č🌱\u202e") == "𠮷č🌱\u202e"


def test_a_name_of_nothing_that_can_be_written_leaves_a_mark():
    sheet = certificates.layout(CertificateText(heading="参与证明", name="🌱🌱", said="参加了活动。"))

    assert "〓" in [line.text for line in sheet.lines]
