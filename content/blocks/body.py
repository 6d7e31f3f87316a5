"""The pieces of a page's body, in the order of the editor's menu."""

from typing import Final

from wagtail import blocks

from content.blocks.facts import DataBlock, TableBlock
from content.blocks.links import ActionBlock, AdBlock, DownloadBlock
from content.blocks.pictures import GalleryBlock, PictureBlock, VideoBlock
from content.blocks.text import PROSE, BoxBlock, HeadingBlock, QaBlock, QuoteBlock, StepBlock

WORDS: Final = "文字"
MEDIA: Final = "图片和视频"
FACTS: Final = "数据和资料"
MORE: Final = "互动"


def body_blocks() -> list[tuple[str, blocks.Block]]:
    """Names and pieces: the names are also what the Word import writes."""
    return [
        ("paragraph", blocks.RichTextBlock(label="正文", features=PROSE, icon="pilcrow", group=WORDS)),
        ("heading", HeadingBlock(group=WORDS)),
        ("quote", QuoteBlock(group=WORDS)),
        (
            "steps",
            blocks.ListBlock(
                StepBlock(),
                label="步骤",
                icon="list-ol",
                min_num=1,
                template="content/blocks/steps.html",
                group=WORDS,
            ),
        ),
        (
            "qa",
            blocks.ListBlock(
                QaBlock(),
                label="问答",
                icon="help",
                min_num=1,
                template="content/blocks/qas.html",
                group=WORDS,
            ),
        ),
        ("box", BoxBlock(group=WORDS)),
        ("picture", PictureBlock(group=MEDIA)),
        ("gallery", GalleryBlock(group=MEDIA)),
        ("video", VideoBlock(group=MEDIA)),
        ("data", DataBlock(group=FACTS)),
        ("table", TableBlock(group=FACTS)),
        ("download", DownloadBlock(group=FACTS)),
        ("action", ActionBlock(group=MORE)),
        ("ad", AdBlock(group=MORE)),
    ]
