"""Pieces made of words."""

from typing import Any, Final

from wagtail import blocks
from wagtail.images.blocks import ImageBlock

# What may stand inside a paragraph. Headings are pieces of their own, so that their levels can be checked.
PROSE: Final = ["bold", "italic", "link", "document-link", "ol", "ul", "superscript", "subscript"]


class HeadingBlock(blocks.StructBlock):
    """A heading: 2 is 一、, 3 is （一）, 4 is 1. of an official document."""

    text = blocks.CharBlock(label="小标题", max_length=100)
    level = blocks.ChoiceBlock(
        label="层级",
        choices=[("2", "一级，如“一、”"), ("3", "二级，如“（一）”"), ("4", "三级，如“1.”")],
        default="2",
    )

    class Meta:
        icon = "title"
        label = "小标题"
        template = "content/blocks/heading.html"

    def get_searchable_content(self, value: Any) -> list[str]:
        """The words alone: nobody looks for the name of a level."""
        return [str(value.get("text") or "")]


class QuoteBlock(blocks.StructBlock):
    """Words of somebody who is named."""

    text = blocks.TextBlock(label="原话", max_length=500)
    by = blocks.CharBlock(label="谁说的", max_length=60)

    class Meta:
        icon = "openquote"
        label = "引用"
        template = "content/blocks/quote.html"


class StepBlock(blocks.StructBlock):
    """One thing to do, in the order of doing."""

    title = blocks.CharBlock(label="做什么", max_length=60)
    text = blocks.TextBlock(label="怎么做", max_length=400, required=False)
    picture = ImageBlock(label="图片", required=False)

    class Meta:
        icon = "list-ol"
        label = "步骤"
        template = "content/blocks/step.html"


class QaBlock(blocks.StructBlock):
    """A question as people ask it, and its answer."""

    question = blocks.CharBlock(label="问题", max_length=100)
    answer = blocks.RichTextBlock(label="回答", features=PROSE)

    class Meta:
        icon = "help"
        label = "问答"
        template = "content/blocks/qa.html"


class BoxBlock(blocks.StructBlock):
    """专栏: something beside the text."""

    title = blocks.CharBlock(label="专栏标题", max_length=60)
    text = blocks.RichTextBlock(label="内容", features=PROSE)

    class Meta:
        icon = "doc-full"
        label = "专栏"
        template = "content/blocks/box.html"
