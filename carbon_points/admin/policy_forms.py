"""The form of a rule, made from the list of its values."""

from typing import Any

from django import forms

from carbon_points.models import Policy
from carbon_points.rules.policies import CLASSES, read
from carbon_points.rules.policy_fields import FIELDS, Field, Flag, Part, Whole, Word, faults
from carbon_points.rules.quantities import plain
from carbon_points.selectors.policy_rows import catalogue_words
from carbon_points.selectors.policy_subjects import Subject
from carbon_points.services.policies import LONGEST_NOTE

BY_CATALOGUE = "按目录"


class PolicyForm(forms.Form):
    """All values of one object, the day from which they hold, and why."""

    valid_from = forms.DateField(
        label="从哪天起生效",
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请选择生效日期。", "invalid": "请按 2026-11-23 的样子填写日期。"},
    )
    note = forms.CharField(
        label="为什么改",
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="会和规则一起公开，请不要写人名。",
        error_messages={"required": "请写明为什么改。", "max_length": f"最多{LONGEST_NOTE}个字。"},
    )

    def __init__(self, *args: Any, subject: Subject, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subject = subject
        usual = catalogue_words(subject.action) if subject.action else {}
        own = {
            name: _form_field(field, usual.get(name, ""), subject.unit if name == "max_per_log" else "")
            for name, field in FIELDS[subject.kind].items()
        }
        ending = {name: self.fields[name] for name in ("valid_from", "note")}
        if subject.kind == Policy.Kind.BUDGET:
            ending["valid_from"].widget = forms.HiddenInput()
        self.fields = {**own, **ending}

    def clean(self) -> dict[str, Any]:
        """Each value within its range."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        found = faults(self.subject.kind, self.values(), unit=self.subject.unit, counts=self.subject.counts)
        for name, sentence in found.items():
            if name not in self.errors:
                self.add_error(name, sentence)
        return cleaned

    def values(self) -> dict[str, Any]:
        """The values as JSON; what is left to the catalogue is left out."""
        found = {}
        for name, field in FIELDS[self.subject.kind].items():
            value = self.cleaned_data.get(name)
            if value not in (None, ""):
                found[name] = plain(value) if isinstance(field, Part) else value
        return found


def initial_of(subject: Subject, values: dict[str, Any] | None) -> dict[str, Any]:
    """What the form shows first: what holds."""
    policy = read(CLASSES[subject.kind], values)
    found = {name: getattr(policy, name) for name in FIELDS[subject.kind]}
    return {
        name: plain(value) if isinstance(FIELDS[subject.kind][name], Part) and value is not None else value
        for name, value in found.items()
    }


def _form_field(field: Field, usual: str, unit: str) -> forms.Field:
    """The control of one value; `usual` is what the catalogue says."""
    shared: dict[str, Any] = {
        "label": f"{field.label}（{field.unit or unit}）" if field.unit or unit else field.label,
        "required": not field.optional and not isinstance(field, Flag),
        "help_text": field.help,
    }
    if field.optional:
        left = f"留空按目录：{usual}。" if usual else "留空按目录。"
        shared["help_text"] = f"{left}{field.help}"
    match field:
        case Flag():
            return forms.BooleanField(**shared)
        case Word():
            left_out = [("", f"{BY_CATALOGUE}（{usual}）")] if field.optional else []
            wrong = {"invalid_choice": f"“{field.label}”只能从列表里选。"}
            return forms.ChoiceField(
                choices=[*left_out, *field.words.items()], error_messages=wrong, **shared
            )
        case Whole():
            wrong = {"invalid": field.fault(None), "required": f"请填写“{field.label}”。"}
            return forms.IntegerField(error_messages=wrong, **shared)
    return forms.DecimalField(error_messages={"invalid": field.fault(None)}, **shared)
