"""What the desk sends: a decision with its reason, a message, what to list."""

from django import forms

from campaigns.contests.models import DeskMessage
from carbon_points.forms.records import KeyedForm

VERDICTS = ("accept", "return", "refuse")


class DecisionForm(forms.Form):
    """A verdict about the form as it was read; the service says whether a reason is missing."""

    verdict = forms.ChoiceField(
        choices=[(verdict, verdict) for verdict in (*VERDICTS, "undo")],
        error_messages={"required": "请选择怎样处理。", "invalid_choice": "请选择怎样处理。"},
    )
    # Of a button with a reason on it; words that were typed go before.
    reason = forms.CharField(required=False, max_length=1000)
    words = forms.CharField(required=False, max_length=1000)
    revision = forms.IntegerField(required=False, min_value=0, max_value=2_147_483_647)

    @property
    def because(self) -> str:
        """The reason that goes out."""
        return str(self.cleaned_data["words"].strip() or self.cleaned_data["reason"])


class DeskMessageForm(KeyedForm):
    """To whom, and what."""

    to = forms.ChoiceField(
        label="发给",
        choices=DeskMessage.To.choices,
        error_messages={"required": "请选择发给谁。", "invalid_choice": "请选择发给谁。"},
    )
    title = forms.CharField(label="标题", max_length=40)
    body = forms.CharField(
        label="内容", max_length=500, widget=forms.Textarea(attrs={"rows": 5}), help_text="落款自动写主办方。"
    )
