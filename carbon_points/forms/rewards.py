"""Shapes of what people send about rewards, gifts and vouchers: text to numbers."""

import re
from typing import Any

from django import forms

from carbon_points.forms.records import TOO_LONG, KeyedForm

_COUNT = re.compile(r"[0-9]{1,7}", re.ASCII)
GIFTS = (10, 50, 100)
# What goes wrong at a desk, to be chosen instead of typed.
REASONS = ("点错了", "顾客不要了", "没有货了")


class GiveForm(KeyedForm):
    """A gift: one of the amounts, or an own one."""

    choice = forms.CharField(required=False, max_length=7, error_messages=TOO_LONG)
    points = forms.CharField(required=False, max_length=7, error_messages=TOO_LONG)

    def clean_points(self) -> int:
        """What was typed wins over what was chosen."""
        typed = self.cleaned_data["points"] or self.cleaned_data.get("choice") or ""
        if not typed:
            raise forms.ValidationError("请选择或填写要捐的积分。")
        if not _COUNT.fullmatch(typed) or int(typed) == 0:
            raise forms.ValidationError("积分请用整数填写，要大于0，例如50。")
        return int(typed)


class ReasonForm(forms.Form):
    """Why a use is taken back."""

    choice = forms.CharField(required=False, max_length=40, error_messages=TOO_LONG)
    reason = forms.CharField(required=False, max_length=120, error_messages=TOO_LONG)

    def clean_reason(self) -> str:
        """What was typed wins over what was chosen; the service asks for one of them."""
        return self.cleaned_data["reason"] or self.cleaned_data.get("choice") or ""


class StockForm(forms.Form):
    """Pieces that came in, or were taken out."""

    WAYS = (("more", "增加"), ("less", "减少"))

    way = forms.ChoiceField(
        label="增加还是减少",
        choices=WAYS,
        widget=forms.RadioSelect,
        initial="more",
        error_messages={"required": "请选择增加还是减少。", "invalid_choice": "请选择增加还是减少。"},
    )
    pieces = forms.CharField(
        label="数量", max_length=7, error_messages={"required": "请填写数量，例如20。", **TOO_LONG}
    )
    reason = forms.CharField(
        label="原因",
        max_length=120,
        error_messages={"required": "请写明原因，例如“补货”。", **TOO_LONG},
    )

    def clean_pieces(self) -> int:
        """A whole number above 0."""
        typed: str = self.cleaned_data["pieces"].strip()
        if not _COUNT.fullmatch(typed) or int(typed) == 0:
            raise forms.ValidationError("数量请用整数填写，要大于0，例如20。")
        return int(typed)

    @property
    def change(self) -> int:
        """The pieces with their sign."""
        values: dict[str, Any] = self.cleaned_data
        return int(values["pieces"]) if values["way"] == "more" else -int(values["pieces"])
