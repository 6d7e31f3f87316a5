"""Shapes of what helpers and keepers of counters type."""

from datetime import date

from django import forms

from accounts.people_forms import KeepForm
from carbon_points.forms.records import TOO_LONG
from carbon_points.rules.quantities import day_of
from core import clock

_WHOLE = {"required": "请填写人数。", "invalid": "人数请填整数。"}


class FindForm(forms.Form):
    """A whole phone number, or the six digits that a resident shows."""

    who = forms.CharField(
        label="手机号或六位码",
        max_length=40,
        help_text="填居民报出的完整手机号，或居民“出示我的码”里的六位数字。",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": "请填写手机号或六位码。", **TOO_LONG},
    )


class DeskPersonForm(KeepForm):
    """Somebody without a phone whom an organisation looks after."""

    consented = forms.BooleanField(
        label="我当面问过本人，本人同意由我们代为记录",
        error_messages={"required": "请先当面问过本人，同意后打勾，再添加。"},
    )


class CounterForm(forms.Form):
    """A class or a part of a community, and what it counts."""

    name = forms.CharField(
        label="名称",
        max_length=200,
        help_text="例如“三年级二班”“滨江小区3栋”，不要写人名。",
        error_messages={"required": "请填写名称。", **TOO_LONG},
    )
    action = forms.ChoiceField(
        label="计哪一项行动",
        error_messages={"required": "请选择一项行动。", "invalid_choice": "请从列表里选择行动。"},
    )
    size = forms.IntegerField(
        label="一共多少人",
        min_value=1,
        max_value=5000,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages=_WHOLE | {"min_value": "人数至少是1。", "max_value": "人数最多5000。"},
    )


class EntryForm(forms.Form):
    """How many took part on a day."""

    day = forms.CharField(
        label="哪一天",
        max_length=10,
        widget=forms.TextInput(attrs={"type": "date"}),
        error_messages={"required": "请选择日期。", **TOO_LONG},
    )
    people = forms.IntegerField(
        label="多少人参加了",
        min_value=1,
        max_value=5000,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages=_WHOLE | {"min_value": "人数至少是1。", "max_value": "人数最多5000。"},
    )
    note = forms.CharField(
        label="说明（可以不填）",
        required=False,
        max_length=200,
        help_text="不要写任何人的姓名。",
        error_messages=TOO_LONG,
    )

    def clean_day(self) -> date:
        """A day of the calendar."""
        day = day_of(self.cleaned_data["day"])
        if day is None:
            raise forms.ValidationError("日期不对，请重新选择。")
        return day


def today_entry() -> EntryForm:
    """An empty form for today."""
    return EntryForm(initial={"day": clock.today().isoformat()})
