"""Draws a poster to keep or to send on: a title, big numbers, rows, a footer, a QR code."""

import io
from dataclasses import dataclass

from PIL import Image, ImageDraw

from media.lettering import writable
from media.poster_art import COLOURS, QR, WIDTH, qr_code, scenery
from media.poster_column import INNER, MARGIN, Column, width_of, write, writer

HEIGHT = 1440
QUALITY = 88
LEAST_PICTURE, MOST_PICTURE = 250, 430
FOOT = 56
# Text shrinks in these steps until everything has its place.
SCALES = [1.0, 0.92, 0.84, 0.76, 0.68, 0.6, 0.52, 0.44, 0.36, 0.3]


class PosterOverfull(ValueError):
    """So much text that nobody could read it; the caller passes less."""


@dataclass(frozen=True, slots=True)
class BigNumber:
    """A number that is read from afar: `12.6`, `千克`, `少排放的二氧化碳（估算）`."""

    value: str
    unit: str = ""
    caption: str = ""


@dataclass(frozen=True, slots=True)
class PosterText:
    """What a poster says. Values come as text, already rounded and in the words of their page."""

    title: str
    numbers: tuple[BigNumber, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    footer: str = ""
    qr: str = ""


def draw_poster(text: PosterText) -> bytes:
    """A JPEG of 1080 x 1440 pixels. Nothing is cut off: text wraps, and shrinks when there is much of it.

    Characters that the font lacks (emoji) are left out. Raises PosterOverfull, and ValueError when the QR
    code's text is too long for one.
    """
    for scale in SCALES:
        body, foot = _body(text, scale), _foot(text, scale)
        foot_height = max(foot.height, QR if text.qr else 0) + FOOT * 2
        room = HEIGHT - body.height - foot_height
        if room >= LEAST_PICTURE:
            break
    else:
        raise PosterOverfull("The poster has more text than it can hold.")
    poster = Image.new("RGB", (WIDTH, HEIGHT), COLOURS["paper"])
    draw = ImageDraw.Draw(poster)
    picture = min(room, MOST_PICTURE)
    scenery(draw, picture)
    body.draw(draw, picture + (room - picture) / 3)
    top = HEIGHT - foot_height
    draw.line((MARGIN, top, WIDTH - MARGIN, top), COLOURS["line"], 3)
    foot.draw(draw, top + (foot_height - foot.height) / 2)
    if text.qr:
        poster.paste(qr_code(text.qr), (WIDTH - MARGIN - QR, round(top + FOOT)))
    out = io.BytesIO()
    poster.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _body(text: PosterText, scale: float) -> Column:
    column = Column()
    column.gap(44 * scale)
    column.text(text.title, size=66 * scale, weight="Bold")
    for number in text.numbers:
        column.gap(30 * scale)
        _add_number(column, number, scale)
    column.gap(34 * scale)
    for label, value in text.rows:
        _add_row(column, writable(label), writable(value), 40 * scale)
    column.gap(30 * scale)
    return column


def _foot(text: PosterText, scale: float) -> Column:
    column = Column()
    column.text(
        text.footer, size=max(24, 32 * scale), colour="ink-2", width=INNER - (QR + 48 if text.qr else 0)
    )
    return column


def _add_number(column: Column, number: BigNumber, scale: float) -> None:
    """The number in one line with its unit, as large as the width allows; its caption below."""
    value, unit, size = writable(number.value), writable(number.unit), 150 * scale
    while size > 24 and _number_width(value, unit, size) > INNER:
        size *= 0.94
    if _number_width(value, unit, size) > INNER:
        column.text(f"{value} {unit}", size=size, weight="Bold", colour="brand")
    else:

        def paint(draw: ImageDraw.ImageDraw, top: float) -> None:
            base = top + size * 0.98
            write(draw, (MARGIN, base), value, size, "Bold", "brand")
            write(
                draw,
                (MARGIN + width_of(value, size, "Bold") + size * 0.12, base),
                unit,
                size * 0.36,
                "Bold",
                "ink",
            )

        column.parts.append((size * 1.18, paint))
    column.text(number.caption, size=38 * scale, colour="ink-2")


def _number_width(value: str, unit: str, size: float) -> float:
    return width_of(value, size, "Bold") + size * 0.12 + width_of(unit, size * 0.36, "Bold")


def _add_row(column: Column, label: str, value: str, size: float) -> None:
    """Label and value in one line, or under each other when they are long; a hairline above."""
    column.parts.append(
        (1, lambda draw, top: draw.line((MARGIN, top, WIDTH - MARGIN, top), COLOURS["line"], 2))
    )
    column.gap(size * 0.32)
    if width_of(label, size) + width_of(value, size, "Bold") + size <= INNER:
        left = WIDTH - MARGIN - width_of(value, size, "Bold")

        def paint(draw: ImageDraw.ImageDraw, top: float) -> None:
            writer(label, MARGIN, size, "Regular", "ink-2")(draw, top)
            writer(value, left, size, "Bold", "ink")(draw, top)

        column.parts.append((size * 1.36, paint))
    else:
        column.text(label, size=size, colour="ink-2")
        column.text(value, size=size, weight="Bold")
    column.gap(size * 0.28)
