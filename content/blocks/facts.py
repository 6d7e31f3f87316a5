"""Pieces that say something that can be checked."""

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock


class DataBlock(blocks.StructBlock):
    """One number with where it is from."""

    label = blocks.CharBlock(label="是什么", max_length=60)
    value = blocks.CharBlock(label="数值", max_length=30)
    unit = blocks.CharBlock(label="单位", max_length=20, required=False)
    note = blocks.CharBlock(label="说明", max_length=120, required=False)
    source = blocks.CharBlock(label="来源", max_length=200)
    source_url = blocks.URLBlock(label="来源网址", required=False)

    class Meta:
        icon = "order"
        label = "数据卡"
        template = "content/blocks/data.html"


class SourceBlock(blocks.StructBlock):
    """A document that the page rests on, and what it says about it."""

    title = blocks.CharBlock(label="文件或资料名称", max_length=200)
    publisher = blocks.CharBlock(label="发布单位", max_length=100, required=False)
    published_on = blocks.CharBlock(
        label="发布时间", max_length=20, required=False, help_text="如 2023-06-05、2023-06 或 2023。"
    )
    url = blocks.URLBlock(label="网址", required=False)
    supports = blocks.CharBlock(
        label="支持哪句话", max_length=200, required=False, help_text="本页哪个数字或说法出自这里。"
    )

    class Meta:
        icon = "link"
        label = "来源"


class TableBlock(blocks.StructBlock):
    """A table; its columns have headings, so that a screen reader can say where it is."""

    caption = blocks.CharBlock(label="表名", max_length=100, required=False)
    table = TypedTableBlock([("text", blocks.TextBlock(label="文字", required=False))], label="表格")

    class Meta:
        icon = "table"
        label = "表格"
        template = "content/blocks/table.html"
