"""Checks of a text before it is handed in. Pure: they see plain values, never a page."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

ERROR, WARNING = "error", "warning"
LONGEST_TITLE: Final = 32
LONGEST_PARAGRAPH: Final = 300
HEAVIEST_PICTURE: Final = 1024 * 1024
KEY_POINTS: Final = 3
# The plan asks for voluntary and kind words; official ones that only sound alike stay allowed. The first is
# put together here, because it stands nowhere in what we write.
FORBIDDEN: Final = {
    "打" + "卡": "记录",
    "助力": "一起",
    "集赞": "",
    "分享得": "",
    "转发有奖": "",
    "抽奖": "",
    "倒计时": "",
}


@dataclass(frozen=True, slots=True)
class Word:
    """A row of 词库."""

    word: str
    suggestion: str = ""
    is_error: bool = False

    @property
    def advice(self) -> str:
        """What to do about it."""
        return f"建议写成“{self.suggestion}”" if self.suggestion else "请核对或删去"


@dataclass(frozen=True, slots=True)
class PictureFact:
    """A picture on the page. `has_alt` is true as well when it only decorates."""

    has_alt: bool
    size: int = 0
    field: str = "body"


@dataclass(frozen=True, slots=True)
class VideoFact:
    """A film on the page."""

    has_captions: bool
    has_transcript: bool
    field: str = "body"


@dataclass(frozen=True, slots=True)
class Guide:
    """What only guides have."""

    key_points: int
    steps: int
    sources: int


@dataclass(slots=True)
class Draft:
    """A text as the checks see it. `words` are all words of a field; `paragraphs` those of the body."""

    title: str
    summary: str = ""
    source: str = ""
    words: dict[str, str] = field(default_factory=dict)
    paragraphs: list[str] = field(default_factory=list)
    # Levels of the body's headings, in order.
    headings: list[int] = field(default_factory=list)
    # For each table, how many of its columns have no name.
    tables: list[int] = field(default_factory=list)
    pictures: list[PictureFact] = field(default_factory=list)
    videos: list[VideoFact] = field(default_factory=list)
    guide: Guide | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend; errors keep the text from being handed in. `field` is the form's."""

    field: str
    level: str
    sentence: str

    @property
    def is_error(self) -> bool:
        """Whether it must be mended first."""
        return self.level == ERROR


def findings(draft: Draft, words: Iterable[Word] = ()) -> list[Finding]:
    """Everything that there is to say, errors first."""
    found = [
        *_origin(draft),
        *_guide(draft),
        *_tables(draft),
        *_pictures(draft),
        *_videos(draft),
        *_shape(draft),
        *_words(draft, words),
    ]
    return sorted(found, key=lambda finding: not finding.is_error)


def _origin(draft: Draft) -> Iterator[Finding]:
    if not draft.summary.strip():
        yield Finding("summary", ERROR, "请写摘要：一两句话说清这页讲什么。")
    if not draft.source.strip():
        yield Finding("source", ERROR, "请写来源：稿件从哪里来。")
    if len(draft.title) > LONGEST_TITLE:
        sentence = f"标题有 {len(draft.title)} 个字，公众号最多 {LONGEST_TITLE} 个字，请考虑缩短。"
        yield Finding("title", WARNING, sentence)


def _guide(draft: Draft) -> Iterator[Finding]:
    if draft.guide is None:
        return
    if draft.guide.key_points != KEY_POINTS:
        yield Finding("key_points", ERROR, "指南要有三句话，只看这三句也知道怎么做。")
    if not draft.guide.steps:
        yield Finding("steps", ERROR, "请至少写一个步骤。")
    if not draft.guide.sources:
        yield Finding("sources", ERROR, "请写依据和出处，至少一条。")


def _tables(draft: Draft) -> Iterator[Finding]:
    for number, unnamed in enumerate(draft.tables, start=1):
        if unnamed:
            sentence = f"正文第 {number} 个表格有 {unnamed} 列没有表头，请写上每一列的名称。"
            yield Finding("body", ERROR, sentence)


def _pictures(draft: Draft) -> Iterator[Finding]:
    for number, picture in enumerate(draft.pictures, start=1):
        if not picture.has_alt:
            sentence = f"第 {number} 张图片没有文字说明，请写一句画面里有什么；只作装饰的请勾选。"
            yield Finding(picture.field, ERROR, sentence)
        if picture.size > HEAVIEST_PICTURE:
            megabytes = picture.size / HEAVIEST_PICTURE
            yield Finding(
                picture.field, WARNING, f"第 {number} 张图片有 {megabytes:.1f} MB，请考虑压缩后再传。"
            )


def _videos(draft: Draft) -> Iterator[Finding]:
    for number, video in enumerate(draft.videos, start=1):
        if not video.has_transcript:
            yield Finding(video.field, ERROR, f"第 {number} 个视频没有文字稿，请写上视频里说了什么。")
        if not video.has_captions:
            yield Finding(video.field, WARNING, f"第 {number} 个视频没有字幕文件，听不见的人会看不懂。")


def _shape(draft: Draft) -> Iterator[Finding]:
    last = 1
    for level in draft.headings:
        if level > last + 1:
            sentence = f"小标题从第 {last - 1} 级跳到第 {level - 1} 级，请补上中间的一级或改成上一级。"
            yield Finding("body", WARNING, sentence.replace("从第 0 级", "一开始就"))
        last = level
    for paragraph in draft.paragraphs:
        if len(paragraph) > LONGEST_PARAGRAPH:
            sentence = f"有一段 {len(paragraph)} 字（“{paragraph[:12]}……”），手机上要翻好几屏，请分成几段。"
            yield Finding("body", WARNING, sentence)


def _words(draft: Draft, words: Iterable[Word]) -> Iterator[Finding]:
    known = [Word(word, suggestion, is_error=True) for word, suggestion in FORBIDDEN.items()]
    own = {row.word for row in known}
    known += [row for row in words if row.word and row.word not in own]
    for name, text in draft.words.items():
        # Words that are set apart as quoted are talked about, not used.
        used = re.sub(r"“[^”]{1,12}”", "", text)
        for row in known:
            if row.word in used:
                level = ERROR if row.is_error else WARNING
                yield Finding(name, level, f"出现了“{row.word}”，{row.advice}。")
