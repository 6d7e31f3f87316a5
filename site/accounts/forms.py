"""Shapes of what people type into the pages of their account."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts import rules
from accounts.models import Area, User
from accounts.selectors import choosable_areas

BAD_PHONE = "请输入 11 位中国大陆手机号，例如 138 0000 0000。"


class PhoneForm(forms.Form):
    """Asks for a phone number; `phone` comes out as +86…."""

    phone = forms.CharField(
        label="手机号",
        max_length=40,
        widget=forms.TextInput(
            attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel", "placeholder": "11 位手机号"}
        ),
        error_messages={"required": "请输入手机号。", "max_length": BAD_PHONE},
    )

    def clean_phone(self) -> str:
        """Accept any usual way of writing a mainland mobile number."""
        try:
            return rules.phone_number(self.cleaned_data["phone"])
        except ValueError:
            raise ValidationError(BAD_PHONE, code="invalid_phone") from None


class CodeForm(forms.Form):
    """Asks for the code of the text message."""

    code = forms.CharField(
        label="短信验证码",
        max_length=20,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "placeholder": "6 位数字"}
        ),
        error_messages={"required": "请输入短信里的 6 位验证码。", "max_length": "验证码是 6 位数字。"},
    )

    def clean_code(self) -> str:
        """Six digits; anything else is no try."""
        code = rules.code_typed(self.cleaned_data["code"])
        if not code:
            raise ValidationError("验证码是 6 位数字。", code="incorrect_code")
        return code


class CodeAndConsentForm(CodeForm):
    """On a page the same tap agrees to the privacy notice."""

    consent = forms.BooleanField(
        label="同意《隐私说明》",
        error_messages={"required": "请先阅读并同意《隐私说明》，再继续。"},
    )


class ProfileForm(forms.Form):
    """Nickname, township and age band, all optional."""

    nickname = forms.CharField(
        label="昵称",
        required=False,
        max_length=200,
        help_text=f"最多 {rules.NICKNAME_LENGTH} 个字，可以不填。",
        error_messages={"max_length": f"昵称最多 {rules.NICKNAME_LENGTH} 个字，请写短一些。"},
    )
    area = forms.ModelChoiceField(
        label="所在镇街",
        queryset=Area.objects.none(),
        to_field_name="code",
        required=False,
        empty_label="不选择",
        error_messages={"invalid_choice": "请从列表里选择镇街。"},
    )

    age_band = forms.ChoiceField(
        label="年龄段",
        required=False,
        # A child has no account of its own.
        choices=[
            ("", "不选择"),
            *(choice for choice in User.AgeBand.choices if choice[0] != User.AgeBand.UNDER_14),
        ],
        help_text="用来保护未成年人，可以不选。",
        error_messages={"invalid_choice": "请从列表里选择年龄段。"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["area"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = choosable_areas()
