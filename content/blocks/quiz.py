"""A question with its choices, for quizzes: the right one, and why it is right."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError


class QuizBlock(blocks.StructBlock):
    """One question of a quiz."""

    text = blocks.CharBlock(label="题目", max_length=200)
    choices = blocks.ListBlock(
        blocks.CharBlock(label="选项", max_length=80), label="选项", min_num=2, max_num=6
    )
    right = blocks.IntegerBlock(label="第几个是对的", min_value=1, max_value=6)
    because = blocks.CharBlock(label="为什么", max_length=300, help_text="答完马上给人看；有数字的写明出处。")

    class Meta:
        icon = "help"
        label = "题目"

    def clean(self, value: Any) -> Any:
        """The right choice is one of them."""
        cleaned = super().clean(value)
        if cleaned["right"] > len(cleaned["choices"]):
            raise StructBlockValidationError({"right": ValidationError("没有这么多选项，请写第几个是对的。")})
        return cleaned
