"""Forms of what people do from home: shape only."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from campaigns.rules.online import CAPTION_LENGTH
from carbon_points.rules.teams import NAME_LENGTH
from core.text import is_readable
from media.forms import PhotoField


class TeamForm(forms.Form):
    """A name for a new team."""

    name = forms.CharField(
        label="团队名字",
        max_length=NAME_LENGTH,
        help_text="例如“三楼骑行队”。建好以后会有一个加入码，告诉想一起做的人就行。",
        error_messages={"required": "请给团队起个名字。", "max_length": f"名字最多{NAME_LENGTH}个字。"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": NAME_LENGTH}),
    )


class WallPhotoForm(forms.Form):
    """A picture, a sentence, and that everybody in it agrees."""

    photo = PhotoField(label="照片")
    words = forms.CharField(
        label="一句话（可以不写）",
        required=False,
        max_length=CAPTION_LENGTH,
        help_text=f"最多{CAPTION_LENGTH}个字，不要写姓名和电话。",
        error_messages={"max_length": f"最多{CAPTION_LENGTH}个字，请写短一点。"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": CAPTION_LENGTH}),
    )
    people_agree = forms.BooleanField(
        label="画面中的每个人都同意公开；有孩子的，监护人同意",
        error_messages={"required": "请先确认画面中的每个人（孩子由监护人）都同意公开。"},
    )


def answers_in(data: Mapping[str, Any], questions: Sequence[int]) -> dict[int, int]:
    """Question: choice, of those that were answered with a number."""
    given = {question: str(data.get(f"q{question}", "")) for question in questions}
    return {
        question: int(text)
        for question, text in given.items()
        if is_readable(text) and text.isascii() and text.isdigit() and len(text) < 3
    }
