"""Forms around titles: shape only."""

from typing import Any

from django import forms

from campaigns.contests.selectors.register import Wanted, kinds, towns, years
from core.text import is_readable
from media.forms import PhotoField

STANDINGS = [("", "全部"), ("valid", "有效"), ("ended", "已到期"), ("withdrawn", "已撤销")]


class RegisterForm(forms.Form):
    """What to look for; a wrong choice looks for everything."""

    year = forms.TypedChoiceField(label="年度", required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(label="类别", required=False)
    area = forms.ChoiceField(label="乡镇街道", required=False)
    standing = forms.ChoiceField(label="状态", required=False, choices=STANDINGS)
    words = forms.CharField(
        label="名称里的字",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": 60}),
    )

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        choices: dict[str, list[Any]] = {
            "year": [("", "全部"), *((str(year), f"{year}年度") for year in years())],
            "kind": [("", "全部"), *kinds()],
            "area": [("", "全部"), *((town.code, town.name) for town in towns())],
        }
        for name, pairs in choices.items():
            self.fields[name].choices = pairs  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """What was understood."""
        self.is_valid()
        data = self.cleaned_data
        words = data.get("words", "")
        return Wanted(
            year=data.get("year"),
            kind=data.get("kind", ""),
            area=data.get("area", ""),
            standing=data.get("standing", ""),
            words=words if is_readable(words) else "",
        )


class WithdrawForm(forms.Form):
    """Why; everybody reads it."""

    reason = forms.CharField(
        label="撤销原因",
        max_length=200,
        help_text="会写进公开的名录，也会告诉对方。",
        error_messages={"required": "请写明撤销的原因。", "max_length": "原因最多200个字。"},
    )


class RecheckForm(forms.Form):
    """How the year went."""

    words = forms.CharField(
        label="这一年的情况",
        max_length=2000,
        help_text="做了什么、数字有什么变化。不要写个人的姓名和电话。",
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": 2000}),
        error_messages={"required": "请写几句这一年的情况。", "max_length": "最多2000个字。"},
    )


class RecheckPhotoForm(forms.Form):
    """A fresh picture."""

    photo = PhotoField(label="新照片")


class DecisionForm(forms.Form):
    """Whether a re-check is passed, and what there is to say."""

    verdict = forms.ChoiceField(choices=[("pass", "通过"), ("fail", "不通过")])
    reason = forms.CharField(required=False, max_length=300)


class LeaveOutForm(forms.Form):
    """Which likes are not counted, and why."""

    entry = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    day = forms.DateField()
    reason = forms.CharField(max_length=120)
