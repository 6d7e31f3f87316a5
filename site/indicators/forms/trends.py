"""What staff ask of the trends; whatever an address does not make clear is the usual."""

from datetime import date, timedelta

from django import forms
from django.core.validators import MinValueValidator

from core import clock
from indicators import stretches
from indicators.selectors.staff import totals
from indicators.selectors.staff.crossed import MOST_DAYS, Filters
from indicators.selectors.statistics import EVIDENCE_LABELS
from indicators.services.deltas import UNQUANTIFIED

ALL = [("", "全部")]
USUAL_DAYS = 30
_CALENDAR = forms.DateInput(attrs={"type": "date"})
# Before any log; years at the end of the calendar have no year before.
_NOT_BEFORE = MinValueValidator(date(2010, 1, 1), "请填写2010年以后的日期。")
# Field → scope of the period totals.
SCOPES = ("town", "community", "category", "channel", "evidence", "organisation")


class TrendForm(forms.Form):
    """One filter is answered with people; several with logs and grams of at most 92 days."""

    period = forms.ChoiceField(
        label="时间单位", choices=[*stretches.STAFF_PERIODS.items()], required=False, initial="day"
    )
    from_on = forms.DateField(label="从", required=False, widget=_CALENDAR, validators=[_NOT_BEFORE])
    to_on = forms.DateField(label="到", required=False, widget=_CALENDAR, validators=[_NOT_BEFORE])
    town = forms.ChoiceField(label="乡镇街道", required=False)
    community = forms.ChoiceField(label="村社区", required=False)
    category = forms.ChoiceField(label="类别", required=False)
    channel = forms.ChoiceField(label="渠道", required=False)
    evidence = forms.ChoiceField(label="凭证", required=False)
    organisation = forms.CharField(
        label="机构代码", required=False, max_length=40, help_text="在总览的机构表里点机构名。"
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = {
            "town": totals.places("town"),
            "community": totals.places("community"),
            "category": totals.categories(),
            "channel": totals.channels(),
            "evidence": EVIDENCE_LABELS,
        }
        for name, values in choices.items():
            self.fields[name].choices = [*ALL, *values.items()]  # type: ignore[attr-defined]
        if not choices["community"]:
            del self.fields["community"]

    def clean(self) -> dict[str, object]:
        """Days in order, not in the future, and not too many when filters are crossed."""
        data = super().clean() or {}
        today = clock.today()
        to_on = min(data.get("to_on") or today, today)
        from_on = data.get("from_on") or to_on - timedelta(days=USUAL_DAYS - 1)
        if from_on > to_on:
            self.add_error("from_on", "开始日期不能晚于结束日期。")
            return data
        chosen = [name for name in SCOPES if data.get(name)]
        if len(chosen) > 1:
            self._check_crossed(chosen, (to_on - from_on).days + 1, str(data.get("evidence", "")))
        return {**data, "from_on": from_on, "to_on": to_on, "chosen": chosen}

    def _check_crossed(self, chosen: list[str], days: int, evidence: str) -> None:
        if days > MOST_DAYS:
            self.add_error("from_on", f"同时筛选几项时，最多看{MOST_DAYS}天。")
        if "organisation" in chosen:
            self.add_error("organisation", "机构只能单独筛选。")
        if evidence == UNQUANTIFIED:
            self.add_error("evidence", "“暂不量化”只能单独筛选。")
        if {"town", "community"} <= set(chosen):
            self.add_error("community", "乡镇街道和村社区选一个。")

    @property
    def chosen(self) -> list[str]:
        """The filters that are set."""
        return list(self.cleaned_data["chosen"])

    @property
    def filters(self) -> Filters:
        """The same for crossed filters."""
        data = self.cleaned_data
        from_on: date = data["from_on"]
        return Filters(
            from_on,
            data["to_on"],
            town=data["town"],
            community=data.get("community", ""),
            category=data["category"],
            channel=data["channel"],
            evidence=data["evidence"],
        )

    def label_of(self, name: str) -> str:
        """What a chosen filter is called."""
        value = self.cleaned_data[name]
        choices = dict(getattr(self.fields[name], "choices", []))
        return str(choices.get(value, value))
