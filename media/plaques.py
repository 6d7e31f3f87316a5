"""Draws a plaque to hang at a door: what was won, by whom, when, and a code that says if it holds."""

import io
from dataclasses import dataclass

from PIL import Image

from media.lettering import MISSING, writable
from media.plaque_art import DEEP, FRAME, HEIGHT, LINE, MILLIMETRES, WIDTH, plate
from media.poster_art import COLOURS, qr_code
from media.posters import PosterOverfull
from media.sheet import Block, Sheet, block, fitted_block

EDGE = FRAME + 74
INNER = WIDTH - 2 * EDGE
TOP, BOTTOM = 330, HEIGHT - FRAME - 40
CODE, GAP = 250, 60
SHADES = 128
DOTS = round(WIDTH / MILLIMETRES * 25.4)
# All words shrink together until everything has its place.
SCALES = [1.0, 0.92, 0.84, 0.76, 0.68, 0.6, 0.52, 0.44, 0.38, 0.32]


@dataclass(frozen=True, slots=True)
class PlaqueText:
    """What a plaque says; all words come as they shall stand there."""

    # 绿色学校.
    award: str
    # 示范; empty when there is one level only.
    level: str
    name: str
    # 2026年度.
    year: str = ""
    issuer: str = ""
    issued_on: str = ""
    number: str = ""
    # That the title is looked at again each year: no last day stands on metal.
    note: str = ""
    qr: str = ""
    qr_words: str = "扫码看是否有效"


def draw_plaque(text: PlaqueText) -> bytes:
    """A PNG of 2100 x 1400 pixels for 600 x 400 mm. Nothing is cut off: text wraps, and shrinks.

    A name of which the font has no letter is written as 〓. Raises PosterOverfull when there is more than
    could be read.
    """
    out = io.BytesIO()
    drawn = layout(text).paint(plate())
    shaded = drawn.quantize(SHADES, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    shaded.save(out, "PNG", dpi=(DOTS, DOTS))
    return out.getvalue()


def layout(text: PlaqueText) -> Sheet:
    """The largest words with which everything has its place."""
    for scale in SCALES:
        body, foot = _body(text, scale), _foot(text, scale)
        foot_height = max(_height(foot), _code_height(text))
        slack = BOTTOM - TOP - foot_height - GAP - _height(body)
        if slack >= 0:
            break
    else:
        raise PosterOverfull("The plaque has more text than it can hold.")
    sheet = Sheet(WIDTH, HEIGHT)
    top = TOP + slack / 3
    for one, gap in body:
        top = sheet.put_centred(one, middle=WIDTH / 2, top=top + gap)
    _set_foot(sheet, text, foot)
    return sheet


def _height(parts: list[tuple[Block, float]]) -> float:
    return sum(one.height + gap for one, gap in parts)


def _even(size: float) -> int:
    return 2 * round(size / 2)


def _body(text: PlaqueText, scale: float) -> list[tuple[Block, float]]:
    """The award, its level, the name, with the gap above each."""
    award = fitted_block(
        " ".join(text.award) if len(text.award) < 9 else text.award,
        sizes=range(_even(190 * scale), _even(96 * scale) - 1, -8),
        width=INNER,
        most_lines=1,
        colour=DEEP,
    )
    level = fitted_block(
        text.level,
        sizes=range(_even(88 * scale), _even(56 * scale) - 1, -4),
        width=INNER,
        most_lines=1,
        colour=LINE,
    )
    name = fitted_block(
        text.name if writable(text.name) else MISSING,
        sizes=range(_even(116 * scale), _even(60 * scale) - 1, -6),
        width=INNER - 80,
        most_lines=1,
        colour=COLOURS["ink"],
    )
    parts = [(award, 0.0), (level, 10 * scale), (name, 34 * scale)]
    return [(one, gap) for one, gap in parts if one.lines]


def _foot(text: PlaqueText, scale: float) -> list[tuple[Block, float]]:
    """Who gives it, when, the number, and what the code tells: beside the code."""
    width = INNER - (CODE + GAP if text.qr else 0)
    given = " · ".join(part for part in (text.year, text.issued_on and f"{text.issued_on}授予") if part)
    number = f"编号：{text.number}" if text.number else ""
    parts = [
        (block(text.issuer, size=54 * scale, width=width, weight="Bold", colour=COLOURS["ink"]), 0.0),
        (block(given, size=42 * scale, width=width, colour=COLOURS["ink"]), 8 * scale),
        (block(number, size=34 * scale, width=width, colour=COLOURS["ink-2"]), 8 * scale),
        (block(text.note, size=30 * scale, width=width, colour=COLOURS["ink-2"]), 6 * scale),
    ]
    return [(one, gap) for one, gap in parts if one.lines]


def _code_words(text: PlaqueText) -> Block:
    return block(text.qr_words, size=30, width=CODE + 60, weight="Bold", colour=DEEP)


def _code_height(text: PlaqueText) -> float:
    return CODE + 6 + _code_words(text).height if text.qr else 0


def _set_foot(sheet: Sheet, text: PlaqueText, foot: list[tuple[Block, float]]) -> None:
    top = BOTTOM - _height(foot)
    for one, gap in foot:
        top = sheet.put(one, left=EDGE, top=top + gap)
    if text.qr:
        under = BOTTOM - _code_height(text)
        sheet.paste(qr_code(text.qr, CODE), left=WIDTH - EDGE - CODE, top=under)
        sheet.put_centred(_code_words(text), middle=WIDTH - EDGE - CODE / 2, top=under + CODE + 6)
