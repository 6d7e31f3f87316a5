"""What staff type at the desk."""

from typing import Any

from django import forms

from content.models import Department
from feedback import rules
from feedback.models import State, Topic

NEEDED = {"required": "请写明内容。"}


class FilterForm(forms.Form):
    """Which tickets the list shows."""

    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "待答复"), ("all", "全部"), *State.choices]
    )
    topic = forms.ChoiceField(label="类别", required=False, choices=[("", "全部"), *Topic.choices])
    department = forms.ModelChoiceField(
        label="部门", required=False, queryset=Department.objects.all(), empty_label="全部"
    )
    overdue = forms.BooleanField(label="只看超期", required=False)


class RouteForm(forms.Form):
    """To whom it goes."""

    department = forms.ModelChoiceField(
        label="转给",
        queryset=Department.objects.all(),
        empty_label="请选择部门",
        error_messages={"required": "请选择一个部门。", "invalid_choice": "请从列表里选择一个部门。"},
    )
    note = forms.CharField(
        label="交办说明（只有工作人员看得到）",
        required=False,
        max_length=rules.LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AnswerForm(forms.Form):
    """What the resident reads."""

    text = forms.CharField(
        label="答复（本人看得到）",
        max_length=rules.LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="不要写姓名、手机号等个人信息。",
        error_messages=NEEDED,
    )


class NoteForm(forms.Form):
    """For colleagues."""

    text = forms.CharField(
        label="内部备注",
        max_length=rules.LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages=NEEDED,
    )


class SpamForm(forms.Form):
    """Why it is not dealt with."""

    reason = forms.CharField(
        label="理由（本人看得到）",
        max_length=rules.LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写明不予受理的理由。"},
    )


FORMS: dict[str, type[forms.Form]] = {
    "route": RouteForm,
    "answer": AnswerForm,
    "note": NoteForm,
    "spam": SpamForm,
}


def forms_of(step: str, data: Any, first: dict[str, Any]) -> dict[str, forms.Form]:
    """All forms of the page; the one that was sent keeps what was typed and its errors."""
    return {
        name: form(data, prefix=name) if name == step else form(prefix=name, initial=first.get(name))
        for name, form in FORMS.items()
    }
