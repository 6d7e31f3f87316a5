"""Shapes of what people send when they register."""

from typing import Any

from django import forms

from campaigns.services.registration import LONGEST_NAME
from carbon_points.forms.records import TOO_LONG, PersonForm

# What a form calls the answer to a question, before its key.
ANSWER = "answer-"


class SignUpForm(PersonForm):
    """Name, number of people, answers. What is allowed is said by the rules."""

    name = forms.CharField(label="怎么称呼", required=False, max_length=LONGEST_NAME, error_messages=TOO_LONG)
    places = forms.CharField(label="几个人来", required=False, max_length=2, error_messages=TOO_LONG)
    wants_sms = forms.BooleanField(label="活动前给我发短信提醒", required=False)

    def clean_places(self) -> int:
        """One when nothing is said."""
        typed: str = self.cleaned_data["places"] or "1"
        if not (typed.isascii() and typed.isdigit()):
            raise forms.ValidationError("人数请用数字填写。")
        return int(typed)

    def wishes(self) -> dict[str, Any]:
        """What the service takes, as plain values that a guest's request can be kept in."""
        data = self.cleaned_data
        answers = {
            name.removeprefix(ANSWER): value[:400]
            for name, value in self.data.items()
            if name.startswith(ANSWER) and value
        }
        return {
            "name": data["name"],
            "places": data["places"],
            "wants_sms": data["wants_sms"],
            "answers": answers,
            "for_person": data["for_person"],
        }


class FewerForm(forms.Form):
    """How many people come after all."""

    places = forms.IntegerField(min_value=1, max_value=10, error_messages={"required": "请选择人数。"})


class SmsForm(forms.Form):
    """Whether to be reminded by text message."""

    wants_sms = forms.BooleanField(required=False)


class CertificateForm(forms.Form):
    """Which name stands on a certificate. What is allowed is said by the rules."""

    name = forms.CharField(
        label="证明上的名字",
        required=False,
        max_length=200,
        error_messages=TOO_LONG,
        help_text="写真实姓名或者昵称都可以，最多60个字。证明做好以后名字不能再改。",
        widget=forms.TextInput({"autocomplete": "name"}),
    )
