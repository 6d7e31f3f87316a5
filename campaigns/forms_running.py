"""What organisers send: a message, a reason, a report of how it was."""

from django import forms

from campaigns.models import OrganiserMessage
from carbon_points.forms.records import KeyedForm


class MessageForm(KeyedForm):
    """To whom, and what."""

    to = forms.ChoiceField(label="发给", choices=OrganiserMessage.To.choices)
    title = forms.CharField(label="标题", max_length=40)
    body = forms.CharField(
        label="内容", max_length=500, widget=forms.Textarea(attrs={"rows": 5}), help_text="落款自动写主办方。"
    )


class ReasonForm(forms.Form):
    """Why; people read it."""

    reason = forms.CharField(
        label="原因",
        max_length=120,
        help_text="报名的人会看到，请写清楚。",
        error_messages={"required": "请写明原因。"},
    )


RATINGS = [(5, "很好"), (4, "好"), (3, "一般"), (2, "不太好"), (1, "不好")]


class FeedbackForm(forms.Form):
    """One to five, and a sentence."""

    rating = forms.TypedChoiceField(
        coerce=int,
        choices=RATINGS,
        error_messages={"required": "请选一个评价。", "invalid_choice": "请选一个评价。"},
    )
    words = forms.CharField(label="想说的话", required=False, max_length=300)
