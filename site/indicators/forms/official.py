"""What the desk of official values sends: a value with its document, a decision, a spreadsheet."""

import re
from typing import Any
from uuid import uuid4

from django import forms

from core import clock
from indicators import official_rules as rules
from indicators.models import PlanIndicator
from indicators.official_rules import Entry
from indicators.services.official.entering import tidy

_KEY = re.compile(r"[A-Za-z0-9-]{8,64}", re.ASCII)


class ValueForm(forms.Form):
    """A value of one indicator. Its key is made with the page, so that a double click enters one."""

    request_key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    value = forms.DecimalField(
        label="数值",
        max_digits=15,
        decimal_places=4,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"required": "请填写数值。", "invalid": "不是数字，只写数字，不写单位。"},
    )
    as_of = forms.DateField(
        label="数据截至",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="这个数值说的是哪一天的情况；年度数据写12月31日。",
        error_messages={"required": "请填写截至日期。", "invalid": "不是日期，请写成 2025-12-31。"},
    )
    document_title = forms.CharField(
        label="依据文件",
        max_length=rules.LENGTHS["document_title"],
        help_text="文件全名，会公开。",
        error_messages={"required": "要写明依据哪份文件。"},
    )
    document_number = forms.CharField(
        label="文号（没有可不填）", max_length=rules.LENGTHS["document_number"], required=False
    )
    document_url = forms.CharField(
        label="公开网址（没有可不填）",
        max_length=rules.LENGTHS["document_url"],
        required=False,
        widget=forms.URLInput,
    )
    document = forms.FileField(
        label="文件（给第二个人核对，不公开）",
        required=False,
        allow_empty_file=True,
        help_text="PDF、OFD、Word（.docx）、Excel（.xlsx）或 JPG、PNG，不超过10MB。",
        widget=forms.FileInput(attrs={"accept": ".pdf,.ofd,.docx,.xlsx,.jpg,.jpeg,.png"}),
    )
    note = forms.CharField(
        label="口径说明（没有可不填）",
        max_length=rules.LENGTHS["note"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="统计范围、算法，或者更正的原因；会公开。",
    )
    is_sure = forms.BooleanField(label="数值无误：已核对单位，确实相差十倍以上", required=False)

    def __init__(self, *args: Any, indicator: PlanIndicator, **options: Any) -> None:
        super().__init__(*args, **options)
        self.indicator = indicator
        self.fields["as_of"].widget.attrs["max"] = clock.today().isoformat()

    def clean_request_key(self) -> str:
        """A fresh one when the page sent none."""
        key: str = self.cleaned_data["request_key"]
        return key or str(uuid4())

    def clean(self) -> dict[str, Any]:
        """What the rules say stands at its field; a broken key has no field to stand at."""
        if not _KEY.fullmatch(self.cleaned_data.get("request_key", "")):
            raise forms.ValidationError("页面内容不完整，请刷新页面后重试。")
        if not self.errors:
            indicator, entry = self.indicator, self.entry
            faults = rules.faults_of(entry, unit=indicator.unit, name=indicator.name, today=clock.today())
            for field, sentence in faults.items():
                self.add_error(field, sentence)
        return self.cleaned_data

    @property
    def entry(self) -> Entry:
        """What was typed. Raises Unreadable."""
        names = ("value", "as_of", *rules.LENGTHS)
        return tidy(Entry(**{name: self.cleaned_data[name] for name in names}))

    @property
    def asks_twice(self) -> bool:
        """The number differs so much from what stands that it has to be ticked."""
        value, official = self.cleaned_data.get("value"), self.indicator.official
        return value is not None and rules.differs_much(official.value if official else None, value)


class RefusalForm(forms.Form):
    """Why a value is sent back."""

    reason = forms.CharField(
        label="退回原因",
        max_length=rules.LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="填报人会看到，不公开。",
        error_messages={"required": "请写明退回的原因。"},
    )


class SheetForm(forms.Form):
    """A spreadsheet to look at."""

    sheet = forms.FileField(
        label="填好的表格",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": "请先选择填好的表格。"},
    )
