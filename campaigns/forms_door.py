"""What is sent at the door: a tap, a code, a list of names, why an attendance is taken back."""

from typing import cast
from uuid import UUID

from django import forms
from django.http import QueryDict

from accounts.models import User
from campaigns.services.door_list import MOST_AT_ONCE
from core.text import clean

_KEY_FAULT = {"required": "页面内容不完整，请刷新后重试。", "invalid": "页面内容不完整，请刷新后重试。"}


class ArriveForm(forms.Form):
    """The ticket of the screen, and who of the family came along."""

    ticket = forms.CharField(max_length=400)
    family = forms.CharField(required=False)

    def clean_family(self) -> list[int]:
        """Their numbers; the service asks whether the person keeps them."""
        typed = cast("QueryDict", self.data).getlist("family")[:20]
        numbers = {int(one) for one in typed if one.isascii() and one.isdigit() and len(one) < 19}
        if len(numbers) < len(set(typed)):
            raise forms.ValidationError("unreadable")
        return sorted(numbers)


class KeyForm(forms.Form):
    """A button alone: the number of the tap."""

    request_key = forms.UUIDField(error_messages=_KEY_FAULT, widget=forms.HiddenInput)

    @property
    def key(self) -> UUID:
        """The number of the tap; valid forms only."""
        key: UUID = self.cleaned_data["request_key"]
        return key


class CodeForm(KeyForm):
    """A code that was read aloud, or scanned by a reader that types."""

    code = forms.CharField(
        label="号码和六位数字",
        max_length=200,
        help_text="如“12号 384195”，连着写成“12384195”也可以。",
        error_messages={
            "required": "请输入签到码旁边的号码和六位数字。",
            "max_length": "太长了，请核对。",
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )


class DigitsForm(KeyForm):
    """The six digits of 出示我的码."""

    digits = forms.RegexField(
        r"\A[0-9]{6}\Z",
        label="本人“出示我的码”里的六位数字",
        strip=True,
        error_messages={"required": "请输入六位数字。", "invalid": "请输入六位数字。"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "maxlength": "6"}),
    )


class NamesForm(KeyForm):
    """People without a phone: by name, or chosen from those whom the organisation looks after."""

    names = forms.CharField(
        label="姓名，一行一位",
        required=False,
        max_length=6000,
        help_text=f"一次最多{MOST_AT_ONCE}位。只计人数，不记积分；同名的请加上区别，如“李秀英（东街）”。",
        error_messages={"max_length": "太长了，请分几次登记。"},
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
    )
    kept = forms.TypedMultipleChoiceField(
        label="本机构代管的居民",
        required=False,
        coerce=int,
        choices=(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "名单有变化，请刷新后重新勾选。"},
    )
    signed = forms.BooleanField(
        error_messages={"required": "请确认您在现场，再提交名单。"},
    )

    def __init__(self, data: object = None, *, by: User, kept: list[User], **options: object) -> None:
        super().__init__(data, **options)  # type: ignore[arg-type]
        self.fields["signed"].label = f"我在现场，名单上的人都来了。登记人：{by.display_name}"
        choices = [(person.pk, person.nickname) for person in kept]
        self.fields["kept"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["kept"]

    def clean_names(self) -> list[str]:
        """One name a line, without empty lines."""
        lines = clean(self.cleaned_data["names"]).splitlines()
        return [line.strip() for line in lines if line.strip()]

    def clean(self) -> dict[str, object]:
        """Somebody must be meant."""
        cleaned: dict[str, object] = super().clean() or self.cleaned_data
        if not self.errors and not cleaned["names"] and not cleaned.get("kept"):
            self.add_error("names", "请至少写一位或勾选一位。")
        return cleaned


class TakeBackForm(forms.Form):
    """Why an attendance is taken back."""

    reason = forms.CharField(
        label="原因",
        max_length=120,
        help_text="例如“扫错了人”。本人看得到。",
        error_messages={"required": "请写明原因，本人看得到。", "max_length": "最多120个字。"},
    )
