"""What people send about results: an objection, and the answer to one."""

from typing import Any

from django import forms

from campaigns.contests.models import Contest, Objection
from campaigns.contests.rules.objections import (
    LONGEST_ANSWER,
    LONGEST_BECAUSE,
    LONGEST_SUMMARY,
    Decision,
    Revision,
)
from carbon_points.forms.records import KeyedForm, person_id_of

AS_IT_IS, NO_LEVEL = "", "none"


class ObjectionForm(KeyedForm):
    """Against which entry (empty: the contest as a whole), and what is wrong."""

    entry = forms.CharField(required=False, max_length=19)
    words = forms.CharField(
        label="哪里不对",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="请写清楚事实和依据，最多1000字。不要写别人的电话、证件号。",
        error_messages={"required": "请写清楚哪里不对。", "max_length": "最多1000字，请写短一些。"},
    )

    def clean_entry(self) -> int | None:
        """The number of an entry; None for the contest."""
        number = person_id_of(self.cleaned_data["entry"])
        if number is None:
            raise forms.ValidationError("公示里没有这一件，请回到公示页重新选择。")
        return number or None


class DecisionForm(forms.Form):
    """The answer, which is published, and whether the level changes."""

    outcome = forms.ChoiceField(
        label="结论",
        choices=Objection.Outcome.choices,
        error_messages={"required": "请选异议是否成立。", "invalid_choice": "请选异议是否成立。"},
    )
    summary = forms.CharField(
        label="异议摘要（会公布）",
        max_length=LONGEST_SUMMARY,
        help_text="用您的话概括，不写是谁提的。",
        error_messages={"required": "请写异议摘要。"},
    )
    answer = forms.CharField(
        label="答复（会公布）",
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "请写答复。"},
    )
    level = forms.ChoiceField(
        label="等次", required=False, error_messages={"invalid_choice": "没有这个等次，请重新选择。"}
    )
    because = forms.CharField(
        label="改等次的原因（会公布）",
        required=False,
        max_length=LONGEST_BECAUSE,
        help_text="结果不变就不用填。",
    )

    def __init__(self, contest: Contest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = [(str(level.pk), f"改为“{level.name}”") for level in contest.levels.all()]
        field = self.fields["level"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(AS_IT_IS, "结果不变"), *levels, (NO_LEVEL, "改为没有等次")]

    def decision(self) -> Decision:
        """What the valid form says."""
        data = self.cleaned_data
        wanted = data["level"]
        revision = None
        if wanted != AS_IT_IS:
            revision = Revision(None if wanted == NO_LEVEL else int(wanted), data["because"])
        return Decision(data["outcome"], data["summary"], data["answer"], revision)
