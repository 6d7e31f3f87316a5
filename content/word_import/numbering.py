"""Numbers that Word draws by itself (一、 （一） 第一条), written out so that no text depends on Word."""

from dataclasses import dataclass, field

from lxml import etree

from content.plan.numerals import chinese
from content.word_import.ooxml import child, q, value

CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "chineseLegalSimplified",
    "ideographDigital",
    "japaneseCounting",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
}
PLAIN = {"decimal", "decimalFullWidth", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman"}
CIRCLED = {"decimalEnclosedCircle", "decimalEnclosedCircleChinese"}


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered."""

    kind: str
    text: str
    start: int

    @property
    def is_list(self) -> bool:
        """Whether an HTML list says the same: bullets, and 1. or a) before one level."""
        if self.kind in {"bullet", "none", ""}:
            return True
        return (
            self.kind in PLAIN and self.text.count("%") == 1 and self.text.strip("%123456789.、．)） ") == ""
        )

    def drawn(self, count: int) -> str:
        """The number itself."""
        if self.kind in CHINESE and count < 100:
            return chinese(count)
        if self.kind in CIRCLED and count <= 20:
            return chr(0x2460 + count - 1)
        if self.kind.endswith("Letter") and count <= 26:
            letter = chr(ord("a") + count - 1)
            return letter.upper() if self.kind.startswith("upper") else letter
        return str(count)


@dataclass(slots=True)
class Numbers:
    """The lists of a document and how far each has counted."""

    levels: dict[str, dict[int, Level]]
    by_style: dict[str, tuple[str, int]]
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def place(self, paragraph: etree._Element) -> tuple[str, int] | None:
        """The list and level of a paragraph, its own or its style's."""
        own = child(paragraph, "w:pPr", "w:numPr")
        number = value(own, "w:numId")
        if number == "0":
            return None
        if number in self.levels:
            return number, int(value(own, "w:ilvl") or 0)
        return self.by_style.get(value(paragraph, "w:pPr", "w:pStyle"))

    def level(self, place: tuple[str, int]) -> Level | None:
        """How the paragraph at this place is numbered."""
        return self.levels.get(place[0], {}).get(place[1])

    def next(self, place: tuple[str, int]) -> str:
        """Count on, and the number as Word shows it."""
        number, depth = place
        counts = self._counts.setdefault(number, {})
        known = self.levels[number]
        counts[depth] = counts.get(depth, known[depth].start - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        text = known[depth].text
        for other, level in known.items():
            if f"%{other + 1}" in text:
                text = text.replace(f"%{other + 1}", level.drawn(counts.get(other, level.start)))
        return text


def numbers_of(numbering: etree._Element | None, styles: etree._Element | None) -> Numbers:
    """The lists that numbering.xml and styles.xml tell of."""
    if numbering is None:
        return Numbers({}, {})
    abstract = {
        str(one.get(q("w:abstractNumId"))): _levels(one) for one in numbering.findall(q("w:abstractNum"))
    }
    levels = {
        str(one.get(q("w:numId"))): abstract.get(value(one, "w:abstractNumId"), {})
        for one in numbering.findall(q("w:num"))
    }
    by_style: dict[str, tuple[str, int]] = {}
    for style in [] if styles is None else styles.findall(q("w:style")):
        own = child(style, "w:pPr", "w:numPr")
        if (number := value(own, "w:numId")) in levels and number:
            by_style[str(style.get(q("w:styleId")))] = (number, int(value(own, "w:ilvl") or 0))
    return Numbers(levels, by_style)


def _levels(abstract: etree._Element) -> dict[int, Level]:
    return {
        int(one.get(q("w:ilvl")) or 0): Level(
            kind=value(one, "w:numFmt"), text=value(one, "w:lvlText"), start=int(value(one, "w:start") or 1)
        )
        for one in abstract.findall(q("w:lvl"))
    }
