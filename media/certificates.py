"""Draws a certificate: who, for what, when and where, who says so, and a code with which anybody can ask."""

import io
from dataclasses import dataclass

from PIL import Image

from media.certificate_art import FRAME, HEIGHT, TONES, WIDTH, paper
from media.lettering import MISSING, writable
from media.poster_art import COLOURS, qr_code
from media.posters import PosterOverfull
from media.sheet import Block, Sheet, block, fitted_block

EDGE = FRAME + 64
INNER = WIDTH - 2 * EDGE
TOP, BOTTOM = 262, HEIGHT - FRAME - 24
CODE, GAP = 210, 48
# Flat colours and the edges of letters: more shades are not seen, and a file of a third is sent sooner.
SHADES = 256
# All words shrink together until everything has its place.
SCALES = [1.0, 0.94, 0.88, 0.8, 0.72, 0.64, 0.56, 0.5, 0.44, 0.38, 0.32]


@dataclass(frozen=True, slots=True)
class CertificateText:
    """What a certificate says; all words come as they shall stand there."""

    # 参与证明, 荣誉证书, a title that was won.
    heading: str
    name: str
    # 参加了……活动，特此证明。
    said: str
    # Large, below the name: 绿色家庭 · 一等奖.
    award: str = ""
    # Date, place, hours, valid until: each with its label.
    facts: tuple[tuple[str, str], ...] = ()
    issuer: str = ""
    issued_on: str = ""
    number: str = ""
    # What this paper proves, and what it does not.
    note: str = ""
    qr: str = ""
    qr_words: str = "扫码核验"
    # A key of certificate_art.TONES.
    tone: str = "thanks"


def draw_certificate(text: CertificateText) -> bytes:
    """A PNG of 1754 x 1240 pixels, A4 across. Nothing is cut off: text wraps, and shrinks when there is much.

    A name of which the font has no letter is written as 〓. Raises PosterOverfull when there is more than
    could be read.
    """
    out = io.BytesIO()
    drawn = layout(text).paint(paper(text.tone))
    shaded = drawn.quantize(SHADES, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    shaded.save(out, "PNG", dpi=(150, 150))
    return out.getvalue()


def layout(text: CertificateText) -> Sheet:
    """The largest words with which everything has its place."""
    for scale in SCALES:
        body, foot = _body(text, scale), _foot(text, scale)
        foot_height = max(sum(one.height + gap for one, gap in foot), _code_height(text))
        body_height = sum(one.height + gap for one, gap in body)
        slack = BOTTOM - TOP - foot_height - GAP - body_height
        if slack >= 0:
            break
    else:
        raise PosterOverfull("The certificate has more text than it can hold.")
    sheet = Sheet(WIDTH, HEIGHT)
    top = TOP + min(slack / 2, 30)
    spread = (slack - min(slack / 2, 30)) / max(len(body), 1) * 0.7
    for one, gap in body:
        top = sheet.put_centred(one, middle=WIDTH / 2, top=top + gap)
        top += min(spread, 34)
    _set_foot(sheet, text, foot)
    return sheet


def _even(size: float) -> int:
    return 2 * round(size / 2)


def _body(text: CertificateText, scale: float) -> list[tuple[Block, float]]:
    """What stands in the middle, with the gap above each."""
    brand = TONES[text.tone].frame
    heading = fitted_block(
        " ".join(text.heading) if len(text.heading) < 9 else text.heading,
        sizes=range(_even(92 * scale), _even(56 * scale) - 1, -6),
        width=INNER,
        most_lines=1,
        colour=brand,
    )
    name = fitted_block(
        text.name if writable(text.name) else MISSING,
        sizes=range(_even(96 * scale), _even(48 * scale) - 1, -6),
        width=INNER - 120,
        most_lines=1,
        colour=COLOURS["ink"],
    )
    award = fitted_block(
        text.award,
        sizes=range(_even(72 * scale), _even(40 * scale) - 1, -4),
        width=INNER - 60,
        most_lines=1,
        colour=COLOURS["brand"],
    )
    said = fitted_block(
        text.said,
        sizes=(_even(48 * scale), _even(42 * scale), _even(36 * scale)),
        width=INNER - 40,
        most_lines=2,
        weight="Regular",
        colour=COLOURS["ink"],
    )
    facts = " · ".join(f"{label}：{value}" for label, value in text.facts if value)
    rows = (
        [facts] if _is_short(facts, scale) else [f"{label}：{value}" for label, value in text.facts if value]
    )
    parts = [(heading, 0.0), (name, 26 * scale), (award, 4 * scale), (said, 14 * scale)]
    for row in rows:
        one = block(row, size=34 * scale, width=INNER, colour=COLOURS["ink-2"])
        parts.append((one, (20 if row is rows[0] else 2) * scale))
    return [(one, gap) for one, gap in parts if one.lines]


def _is_short(facts: str, scale: float) -> bool:
    """Whether all facts stand in one line."""
    return len(block(facts, size=34 * scale, width=INNER, colour=COLOURS["ink-2"]).lines) <= 1


def _foot(text: CertificateText, scale: float) -> list[tuple[Block, float]]:
    """Who says so, when, the number, and what it proves: beside the code."""
    width = INNER - (CODE + GAP if text.qr else 0)
    issued = " · ".join(
        part
        for part in (text.issued_on and f"发放日期：{text.issued_on}", text.number and f"编号：{text.number}")
        if part
    )
    parts = [
        (block(text.issuer, size=36 * scale, width=width, weight="Bold", colour=COLOURS["ink"]), 0.0),
        (block(issued, size=28 * scale, width=width, colour=COLOURS["ink-2"]), 6 * scale),
        (block(text.note, size=24 * scale, width=width, colour=COLOURS["ink-2"]), 8 * scale),
    ]
    return [(one, gap) for one, gap in parts if one.lines]


def _code_words(text: CertificateText) -> Block:
    return block(text.qr_words, size=26, width=CODE + 40, weight="Bold", colour=TONES[text.tone].frame)


def _code_height(text: CertificateText) -> float:
    return CODE + 4 + _code_words(text).height if text.qr else 0


def _set_foot(sheet: Sheet, text: CertificateText, foot: list[tuple[Block, float]]) -> None:
    top = BOTTOM - max(sum(one.height + gap for one, gap in foot), 0)
    for one, gap in foot:
        top = sheet.put(one, left=EDGE, top=top + gap)
    if text.qr:
        under = BOTTOM - _code_height(text)
        sheet.paste(qr_code(text.qr, CODE), left=WIDTH - EDGE - CODE, top=under)
        sheet.put_centred(_code_words(text), middle=WIDTH - EDGE - CODE / 2, top=under + CODE + 4)
