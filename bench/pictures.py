"""What a poster and a certificate cost: 200 of each with made-up words, beside Pillow that encodes them.

Started by bench/measure.py; runs alone as well, and needs no database.
"""

import io
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import django
from PIL import Image

django.setup()

from media import certificates, event_posters  # noqa: E402
from tests.media.pictures import scene  # noqa: E402
from tests.media.test_event_pictures import papers, posters  # noqa: E402


def main() -> None:
    """Measure and print."""
    print("\nmilliseconds for a picture, 200 of each" + " " * 6 + "median     worst     ratio of medians")
    photo = event_posters.Cover(scene(1, (1600, 1200)))
    with_photos = [replace(text, cover=photo) for text in posters()]
    for kind, make, texts, save in (
        ("poster", event_posters.draw_event_poster, posters(), jpeg),
        ("poster with a photo", event_posters.draw_event_poster, with_photos, jpeg),
        ("certificate", certificates.draw_certificate, papers(), png),
    ):
        pictures = [Image.open(io.BytesIO(make(text))).convert("RGB") for text in texts[:20]]
        bare = times(save, pictures)
        ours = times(make, texts)
        show(f"{kind}, its encoding alone", bare, bare)
        show(f"{kind}, drawn", ours, bare)


def jpeg(picture: Image.Image) -> None:
    """As a poster is kept."""
    picture.save(io.BytesIO(), "JPEG", quality=event_posters.QUALITY)


def png(picture: Image.Image) -> None:
    """As a certificate is kept."""
    picture.save(io.BytesIO(), "PNG")


def times(work: Callable[..., object], things: Sequence[object]) -> list[float]:
    """Milliseconds for each, sorted; one round before does not count."""
    work(things[0])
    taken = []
    for thing in things:
        started = time.perf_counter()
        work(thing)
        taken.append((time.perf_counter() - started) * 1000)
    return sorted(taken)


def show(label: str, taken: Sequence[float], anchor: Sequence[float]) -> None:
    """One line of the table."""
    middle = taken[len(taken) // 2]
    ratio = middle / anchor[len(anchor) // 2]
    print(f"  {label:38}{middle:12.1f}{taken[-1]:10.1f}{ratio:12.2f}", flush=True)


if __name__ == "__main__":
    main()
