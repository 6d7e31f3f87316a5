"""Pieces of the pages of the plan."""

from typing import Any

from wagtail import blocks


class FigureBlock(blocks.StructBlock):
    """One number of the plan: 森林覆盖率 ≥ 50 %, 2025年."""

    label = blocks.CharBlock(label="是什么", max_length=80)
    value = blocks.CharBlock(label="数值", max_length=30)
    unit = blocks.CharBlock(label="单位", max_length=30, required=False)
    year = blocks.IntegerBlock(label="目标年", min_value=1990, max_value=2100, required=False)
    comparator = blocks.ChoiceBlock(
        label="怎么比",
        choices=[("=", "等于"), (">=", "不低于"), ("<=", "不高于"), ("≈", "左右")],
        required=False,
    )
    code = blocks.CharBlock(label="指标代码", max_length=20, required=False)

    class Meta:
        icon = "order"
        label = "数字"

    def get_searchable_content(self, value: Any) -> list[str]:
        """What it is and how much; not its code, and no 不低于 for every number."""
        return [" ".join(str(value.get(name) or "") for name in ("label", "value", "unit"))]


class BoxItemBlock(blocks.StructBlock):
    """One project of a box, in our own words."""

    name = blocks.CharBlock(label="项目", max_length=80)
    note = blocks.CharBlock(label="一句话", max_length=200, required=False)

    class Meta:
        icon = "list-ul"
        label = "项目"
