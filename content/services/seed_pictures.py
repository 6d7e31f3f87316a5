"""Pictures of the first pages, drawn by ourselves when they are first needed."""

import io
from pathlib import Path

from django.conf import settings
from django.core.files.images import ImageFile
from PIL import Image, ImageDraw

from content.seeds import Seed
from content.services.seed_memory import Trace, digest, remember
from media.lettering import font
from media.models import Picture
from media.poster_art import COLOURS, WIDTH, scenery
from media.posters import PosterText, draw_poster

COVER_HEIGHT = 608
QUALITY = 88


def ensure_pictures(seeds: list[Seed], before: dict[str, Trace]) -> dict[str, int]:
    """Name -> primary key. A picture that was made once is never drawn again."""
    there = set(Picture.objects.values_list("pk", flat=True))
    made: dict[str, int] = {}
    for seed in seeds:
        trace = before.get(seed.key)
        if trace is None:
            made[seed.slug] = _make(seed).pk
        elif trace.pk in there:
            made[seed.slug] = trace.pk
    return made


def _make(seed: Seed) -> Picture:
    words = seed.words
    data = _poster(words) if words["kind"] == "poster" and _can_write() else _cover(words["mark"])
    with Image.open(io.BytesIO(data)) as drawn:
        width, height = drawn.size
    picture = Picture(
        title=words["title"],
        description=words["alt"],
        rights_holder=words["rights_holder"],
        licence=words["licence"],
        people=Picture.People.NONE,
        file=ImageFile(io.BytesIO(data), name=f"{seed.slug}.jpg"),
        width=width,
        height=height,
    )
    picture.save()
    written = digest(words)
    remember(picture, key=seed.key, words=written, held=written)
    return picture


def _cover(mark: str) -> bytes:
    """The landscape at the head of the pages; the sun says what the page is about."""
    cover = Image.new("RGB", (WIDTH, COVER_HEIGHT), COLOURS["paper"])
    draw = ImageDraw.Draw(cover)
    scenery(draw, COVER_HEIGHT)
    across = COVER_HEIGHT * 0.36
    middle = (WIDTH - 320 + across / 2, COVER_HEIGHT * 0.14 + across / 2)
    if _can_write():
        draw.text(middle, mark, COLOURS["ink"], font("Bold", 112), anchor="mm")
    out = io.BytesIO()
    cover.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _can_write() -> bool:
    """Set-up brings the font; without it pictures have no words, and the site starts all the same."""
    return Path(settings.POSTER_FONTS["Bold"]).exists()


def _poster(words: dict[str, object]) -> bytes:
    rows = words["rows"]
    assert isinstance(rows, list)
    return draw_poster(
        PosterText(
            title=str(words["title"]),
            rows=tuple((str(label), str(value)) for label, value in rows),
            footer=str(words["footer"]),
        )
    )
