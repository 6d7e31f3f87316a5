"""Shapes of what comes with photos: a deed, a bill, an appeal."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from carbon_points.forms.records import TOO_LONG, LogForm
from carbon_points.rules.quantities import day_of
from media.forms import PhotoField

MOST_PHOTOS = 3
AMOUNT = re.compile(r"[0-9]{1,6}(\.[0-9]{1,2})?", re.ASCII)
_KEPT = re.compile(r"[1-9][0-9]{0,18}(,[1-9][0-9]{0,18}){0,2}", re.ASCII)


class _SeveralFiles(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """All of them, not the last."""
        return files.getlist(name)


class PhotosField(PhotoField):
    """Up to three photos in one input; the value is a list of bytes."""

    widget = _SeveralFiles(attrs={"accept": "image/*", "class": "ly-input"})

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The bytes of each."""
        if len(data) > MOST_PHOTOS:
            raise forms.ValidationError(f"最多选{MOST_PHOTOS}张照片，请去掉几张。")
        return [super(PhotosField, self).clean(one, initial) for one in data]


class _WithPhotos(forms.Form):
    """Photos that come now, and those that came with an earlier try of the same form."""

    photos = PhotosField(required=False)
    kept = forms.CharField(required=False, max_length=60, error_messages=TOO_LONG)
    note = forms.CharField(
        required=False, max_length=200, error_messages={"max_length": "说明请控制在200个字以内。"}
    )

    def clean_kept(self) -> list[int]:
        """Numbers of photos; whose they are is asked by the service."""
        text: str = self.cleaned_data["kept"]
        if not text:
            return []
        if not _KEPT.fullmatch(text):
            raise forms.ValidationError("页面内容不完整，请刷新页面后重试。")
        return [int(number) for number in text.split(",")]

    def clean(self) -> dict[str, Any]:
        """One to three together."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        several = len(values.get("photos") or []) + len(values.get("kept") or [])
        if "photos" not in self.errors and "kept" not in self.errors:
            if several == 0:
                self.add_error("photos", "请至少拍一张或选一张照片。")
            elif several > MOST_PHOTOS:
                self.add_error("photos", f"连同已经上传的，最多{MOST_PHOTOS}张。")
        return values


class PhotoLogForm(_WithPhotos, LogForm):
    """A deed with its photos."""

    field_order = ("action", "choice", "quantity", "done_on", "photos", "kept", "note", "request_key")


class BillForm(_WithPhotos, LogForm):
    """Two months of one meter, with photos of the bill."""

    quantity = done_on = choice = None  # type: ignore[assignment]
    meter = forms.CharField(max_length=40, error_messages={"required": "请填写账单上的户号。", **TOO_LONG})
    month = forms.CharField(max_length=10, error_messages={"required": "请选择账单月份。", **TOO_LONG})
    used = forms.CharField(max_length=12, error_messages={"required": "请填写本期用量。", **TOO_LONG})
    used_last_year = forms.CharField(
        max_length=12, error_messages={"required": "请填写去年同月的用量。", **TOO_LONG}
    )

    def clean_month(self) -> date:
        """The first day of a month."""
        month = day_of(self.cleaned_data["month"])
        if month is None or month.day != 1:
            raise forms.ValidationError("请选择账单月份。")
        return month

    def clean_used(self) -> Decimal:
        """What the meter counted."""
        return _amount(self.cleaned_data["used"])

    def clean_used_last_year(self) -> Decimal:
        """The same a year before."""
        return _amount(self.cleaned_data["used_last_year"])


class AppealForm(forms.Form):
    """Why a resident disagrees."""

    text = forms.CharField(
        label="说明情况",
        max_length=300,
        help_text="例如：照片里哪里能看出来。最多300个字。",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请说明情况。", "max_length": "请控制在300个字以内。"},
    )


def _amount(text: str) -> Decimal:
    if not AMOUNT.fullmatch(text):
        raise forms.ValidationError("请照账单填半角数字，最多两位小数，例如182.5。")
    return Decimal(text)
