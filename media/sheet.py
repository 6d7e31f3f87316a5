"""A page that is first laid out and then painted, so that what stands where can be asked and tested."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from PIL import Image, ImageDraw

from media.lettering import fitted, font, wrapped, writable

# Height of a line, and where its letters stand in it, in sizes.
LEADING, BASE = 1.36, 1.04

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text; `base` is where its letters stand."""

    text: str
    left: float
    base: float
    size: int
    weight: str
    colour: str

    @property
    def box(self) -> Box:
        """Where its ink is."""
        left, top, right, bottom = font(self.weight, self.size).getbbox(self.text, anchor="ls")
        x, y = round(self.left), round(self.base)
        return (x + left, y + top, x + right, y + bottom)


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one size, one under another."""

    lines: tuple[str, ...]
    size: int
    weight: str = "Regular"
    colour: str = "#1f2a24"

    @property
    def height(self) -> float:
        """Of all its lines, with the room between them."""
        return len(self.lines) * self.size * LEADING

    @property
    def width(self) -> float:
        """Of its longest line."""
        face = font(self.weight, self.size)
        return max((face.getlength(line) for line in self.lines), default=0)


def block(text: str, *, size: float, width: float, weight: str = "Regular", colour: str = "#1f2a24") -> Block:
    """Text in as many lines as it needs."""
    # Even sizes only: each size is a font of its own in memory.
    even = max(2 * round(size / 2), 2)
    return Block(tuple(wrapped(writable(text), font(weight, even), width)), even, weight, colour)


def fitted_block(
    text: str, *, sizes: Iterable[int], width: float, most_lines: int, weight: str = "Bold", colour: str
) -> Block:
    """Text as large as it can be in so many lines; at the smallest size it takes as many as it needs."""
    size, lines = fitted(writable(text), weight=weight, width=width, sizes=sizes, most_lines=most_lines)
    return Block(tuple(lines), size, weight, colour)


@dataclass(slots=True)
class Sheet:
    """The words and small pictures of a page, each with its place."""

    width: int
    height: int
    lines: list[Line] = field(default_factory=list)
    pictures: list[tuple[Image.Image, int, int]] = field(default_factory=list)

    def put(self, words: Block, *, left: float, top: float) -> float:
        """Set a block with its left edge there; where it ends."""
        for line in words.lines:
            self._set(words, line, left, top)
            top += words.size * LEADING
        return top

    def put_centred(self, words: Block, *, middle: float, top: float) -> float:
        """Set a block with each line around a vertical; where it ends."""
        for line in words.lines:
            self._set(words, line, middle - font(words.weight, words.size).getlength(line) / 2, top)
            top += words.size * LEADING
        return top

    def _set(self, words: Block, line: str, left: float, top: float) -> None:
        base = top + words.size * BASE
        self.lines.append(Line(line, left, base, words.size, words.weight, words.colour))

    def paste(self, picture: Image.Image, *, left: float, top: float) -> None:
        """Set a picture (a code, a seal) there."""
        self.pictures.append((picture, round(left), round(top)))

    @property
    def boxes(self) -> list[tuple[str, Box]]:
        """What stands where: text with the box of its ink, pictures with their size."""
        shown = [(line.text, line.box) for line in self.lines]
        return shown + [("", (x, y, x + one.width, y + one.height)) for one, x, y in self.pictures]

    def paint(self, ground: Image.Image) -> Image.Image:
        """Everything on a ground of the same size."""
        draw = ImageDraw.Draw(ground)
        for line in self.lines:
            at = (round(line.left), round(line.base))
            draw.text(at, line.text, line.colour, font(line.weight, line.size), anchor="ls")
        for picture, x, y in self.pictures:
            ground.paste(picture, (x, y), picture if picture.mode == "RGBA" else None)
        return ground
