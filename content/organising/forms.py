"""The one form of an organiser."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from campaigns.models.campaigns import MOST_PLACES
from content.organising.templates import Template
from core import clock

MOMENT = "%Y-%m-%dT%H:%M"
HOURS = [(hours, f"{hours} 小时") for hours in range(1, 13)]


class CampaignForm(forms.Form):
    """What, when, where, for how many, whom to ask."""

    title = forms.CharField(label="名称", max_length=32)
    summary = forms.CharField(label="一句话说明", max_length=120, widget=forms.Textarea(attrs={"rows": 2}))
    starts_at = forms.DateTimeField(
        label="开始时间",
        input_formats=[MOMENT, "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
        error_messages={"invalid": "请选择日期和时间，例如 2027-04-22 09:00。"},
    )
    hours = forms.TypedChoiceField(label="多长时间", choices=HOURS, coerce=int)
    place = forms.CharField(label="地点", max_length=80)
    capacity = forms.IntegerField(
        label="名额", required=False, min_value=1, max_value=10_000, help_text="不填就是不限。"
    )
    most_places = forms.IntegerField(label="一次最多报几人", min_value=1, max_value=MOST_PLACES)
    contact = forms.CharField(
        label="联系人和电话", max_length=120, help_text="公开在活动页面上，建议写办公电话。"
    )
    what_to_bring = forms.CharField(label="要带什么", required=False, max_length=120)
    words = forms.CharField(
        label="活动介绍",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="空一行就是另起一段。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say what to fill in."""
        super().__init__(*args, **kwargs)
        say_what_is_missing(self)

    def clean_summary(self) -> str:
        """One line."""
        return " ".join(self.cleaned_data["summary"].split())

    def clean_starts_at(self) -> datetime:
        """In time for three people to read it."""
        moment: datetime = self.cleaned_data["starts_at"]
        if moment <= clock.now():
            raise forms.ValidationError("开始时间已经过了，请选以后的时间。")
        return moment


def say_what_is_missing(form: forms.Form) -> None:
    """Each field's own name in the sentence for one that was left empty."""
    for field in form.fields.values():
        field.error_messages["required"] = f"请填写“{field.label}”。"


class RecapForm(forms.Form):
    """How it was, in words, and which pictures show it."""

    title = forms.CharField(label="标题", max_length=32)
    summary = forms.CharField(label="一句话说明", max_length=120)
    words = forms.CharField(
        label="现场怎么样",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="谁来了、做了什么、有什么收获。报名和到场人数由系统填写，不用写。",
    )
    photos = forms.TypedMultipleChoiceField(label="照片", required=False, coerce=int)

    def __init__(self, *args: Any, photos: list[int], **kwargs: Any) -> None:
        """Offer these pictures."""
        super().__init__(*args, **kwargs)
        say_what_is_missing(self)
        self.fields["photos"].choices = [(number, number) for number in photos]  # type: ignore[attr-defined]


def first_values(template: Template) -> dict[str, Any]:
    """What the form of a new campaign begins with: two weeks from now, in the morning."""
    day = timezone.localtime(clock.now() + timedelta(days=14))
    values = {name: getattr(template, name) for name in ("title", "summary", "hours", "capacity")}
    return values | {
        "most_places": template.most_places,
        "what_to_bring": template.what_to_bring,
        "starts_at": day.replace(hour=9, minute=0, second=0, microsecond=0),
        "words": "\n\n".join(template.body),
    }
