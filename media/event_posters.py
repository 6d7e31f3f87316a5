"""Draws the poster of an event: picture, title, when and where, who invites, a code for the details."""

import io
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageOps

from media.event_art import CREAM, THEMES, Theme, head, hem
from media.poster_art import COLOURS, WIDTH, qr_code
from media.posters import PosterOverfull
from media.shapes import Brush
from media.sheet import Block, Sheet, block, fitted_block

HEIGHT = 1440
QUALITY = 88
EDGE, PAD = 56, 44
CODE, CODE_GAP = 232, 44
INNER = WIDTH - 2 * EDGE - 24
LEAST_PICTURE, MOST_PICTURE = 240, 740
# All words shrink together until the picture has its room.
SCALES = [1.0, 0.92, 0.84, 0.76, 0.68, 0.6, 0.52, 0.46, 0.4, 0.34, 0.28]
SCAN = "长按识别，\n看活动详情"


@dataclass(frozen=True, slots=True)
class Cover:
    """A picture at the head of a poster, and the point of it (0–1) that stays in sight when it is cropped."""

    picture: Image.Image
    focus: tuple[float, float] = (0.5, 0.5)


@dataclass(frozen=True, slots=True)
class EventPoster:
    """What the poster of an event says; all words come as they shall stand there."""

    title: str
    # 10月25日, 周日, 9:00–11:00; and what else is to be said of the time: 另有2场.
    day: str
    weekday: str = ""
    clock: str = ""
    more: str = ""
    place: str = ""
    organiser: str = ""
    sentence: str = ""
    # In a capsule over the picture: 世界环境日.
    occasion: str = ""
    footer: str = ""
    qr: str = ""
    # A key of event_art.THEMES.
    theme: str = "general"
    cover: Cover | None = None


@dataclass(slots=True)
class Layout:
    """Where everything stands, before anything is painted."""

    sheet: Sheet
    picture: int
    card: tuple[float, float, float, float]
    capsule: tuple[float, float, float, float] | None


def draw_event_poster(text: EventPoster) -> bytes:
    """A JPEG of 1080 x 1440 pixels. Nothing is cut off: text wraps, and shrinks when there is much of it.

    Raises PosterOverfull when there is more text than could be read.
    """
    out = io.BytesIO()
    plan = layout(text)
    plan.sheet.paint(ground(text, plan)).save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def layout(text: EventPoster) -> Layout:
    """The largest words with which everything has its place."""
    theme = THEMES[text.theme]
    for scale in SCALES:
        title = fitted_block(
            text.title,
            sizes=range(_even(124 * scale), _even(56 * scale) - 1, -6),
            width=INNER,
            most_lines=1 if len(text.title) < 9 else 2 if len(text.title) < 30 else 3,
            colour=CREAM,
        )
        sentence = block(text.sentence, size=36 * scale, width=INNER, colour=theme.soft)
        footer = block(text.footer, size=max(22, 26 * scale), width=INNER, colour=theme.soft)
        rows = _rows(text, scale)
        card = max(sum(row.height + gap for row, gap in rows), _code_height(text)) + PAD * 2
        words = title.height + (sentence.height + 14 if sentence.lines else 0)
        room = HEIGHT - words - card - footer.height - 110
        if room >= LEAST_PICTURE:
            break
    else:
        raise PosterOverfull("The poster has more text than it can hold.")
    picture = round(min(room, MOST_PICTURE))
    sheet = Sheet(WIDTH, HEIGHT)
    slack = (room - picture) / 3
    top = sheet.put(title, left=EDGE + 12, top=picture + 14 + slack)
    if sentence.lines:
        sheet.put(sentence, left=EDGE + 12, top=top + 14)
    bottom = HEIGHT - footer.height - (38 if footer.lines else EDGE)
    sides = (EDGE, bottom - card, WIDTH - EDGE, bottom)
    _fill_card(sheet, text, rows, sides)
    sheet.put_centred(footer, middle=WIDTH / 2, top=HEIGHT - footer.height - 20)
    return Layout(sheet, picture, sides, _capsule(sheet, text))


def _rows(text: EventPoster, scale: float) -> list[tuple[Block, float]]:
    """What the card says, with the gap above each."""
    width = WIDTH - 2 * EDGE - 2 * PAD - (CODE + CODE_GAP if text.qr else 0)
    day = fitted_block(
        f"{text.day} {text.weekday}",
        sizes=range(_even(68 * scale), _even(40 * scale) - 1, -4),
        width=width,
        most_lines=1,
        colour=THEMES[text.theme].ground,
    )
    said: list[tuple[Block, float]] = [(day, 0)]
    clock = "，".join(part for part in (text.clock, text.more) if part)
    for words, size, weight, colour, gap in (
        (clock, 42, "Bold", "ink", 0),
        (text.place and f"地点：{text.place}", 34, "Regular", "ink", 16),
        (text.organiser and f"主办：{text.organiser}", 34, "Regular", "ink", 6),
    ):
        if words:
            one = block(words, size=size * scale, width=width, weight=weight, colour=COLOURS[colour])
            said.append((one, gap * scale))
    return said


def _even(size: float) -> int:
    return 2 * round(size / 2)


def _scan_words() -> list[Block]:
    return [
        block(line, size=27, width=CODE + 20, weight="Bold", colour=COLOURS["brand"])
        for line in SCAN.split("\n")
    ]


def _code_height(text: EventPoster) -> float:
    return CODE + 10 + sum(one.height for one in _scan_words()) if text.qr else 0


def _fill_card(
    sheet: Sheet, text: EventPoster, rows: list[tuple[Block, float]], sides: tuple[float, float, float, float]
) -> None:
    left, top, right, bottom = sides
    inside = top + ((bottom - top) - sum(row.height + gap for row, gap in rows)) / 2
    for row, gap in rows:
        inside = sheet.put(row, left=left + PAD, top=inside + gap)
    if not text.qr:
        return
    under = top + ((bottom - top) - _code_height(text)) / 2
    sheet.paste(qr_code(text.qr, CODE), left=right - PAD - CODE, top=under)
    under += CODE + 10
    for line in _scan_words():
        under = sheet.put_centred(line, middle=right - PAD - CODE / 2, top=under)


def _capsule(sheet: Sheet, text: EventPoster) -> tuple[float, float, float, float] | None:
    """The occasion over the picture's corner; a long one takes smaller letters, and a second line."""
    words = fitted_block(text.occasion, sizes=(38, 32, 26, 20), width=INNER - 60, most_lines=1, colour=CREAM)
    if not words.lines:
        return None
    sheet.put(words, left=EDGE + 30, top=EDGE + 8)
    return (EDGE, EDGE, EDGE + words.width + 60, EDGE + words.height + 18)


def ground(text: EventPoster, plan: Layout) -> Image.Image:
    """Everything that is no word: the picture, the ground, the card, the capsule."""
    theme = THEMES[text.theme]
    page = Image.new("RGB", (WIDTH, HEIGHT), theme.ground)
    page.paste(_picture(text.cover, theme, plan.picture), (0, 0))
    draw = ImageDraw.Draw(page)
    draw.rounded_rectangle(plan.card, 28, CREAM)
    if plan.capsule:
        draw.rounded_rectangle(plan.capsule, 34, theme.accent)
    return page


def _picture(cover: Cover | None, theme: Theme, height: int) -> Image.Image:
    if cover is None:
        return head(theme, height)
    photo = ImageOps.fit(
        cover.picture.convert("RGB"), (WIDTH, height), Image.Resampling.BICUBIC, 0, cover.focus
    )
    edge = Brush(WIDTH, height, "#000000")
    hem(edge, "#ffffff")
    photo.paste(theme.ground, (0, 0), edge.picture().convert("L"))
    return photo
