"""Shapes of what people type about their family, their household and the end of their account."""

from django import forms
from django.core.exceptions import ValidationError

from accounts import rules
from accounts.models import User
from core.fields import join_code_field

ERASE_WORD = "注销"
_TOO_LONG = f"最多 {rules.NICKNAME_LENGTH} 个字，请写短一些。"


def _name_field(label: str, help_text: str, *, required: bool) -> forms.CharField:
    """A short name; the service decides whether it is fit."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=200,
        help_text=help_text,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "请填写称呼。", "max_length": _TOO_LONG},
    )


class KeptNameForm(forms.Form):
    """What somebody without a phone is called."""

    nickname = _name_field("称呼", "例如“外婆”“楼下刘奶奶”，不用写真名。", required=True)


class KeepForm(KeptNameForm):
    """Somebody without a phone, with the word of that person."""

    age_band = forms.ChoiceField(
        label="年龄段",
        choices=[("", "请选择"), *User.AgeBand.choices],
        error_messages={"required": "请选择年龄段。", "invalid_choice": "请从列表里选择年龄段。"},
    )
    consented = forms.BooleanField(
        label="我当面问过本人，本人同意由我代为记录；未满14岁的，我是监护人并同意",
        error_messages={"required": "请先当面问过本人，同意后打勾，再添加。"},
    )


class HouseholdForm(forms.Form):
    """What a household is called."""

    name = _name_field("家庭名称", "例如“老街人家”，家里人都看得到；可以不填。", required=False)


class JoinForm(forms.Form):
    """The code that the keeper of a household tells."""

    code = join_code_field("六个字母，向家里的管家要。大小写都可以。")


class EraseForm(forms.Form):
    """The word that nobody types by accident."""

    confirm = forms.CharField(
        label=f"确认要注销，请输入“{ERASE_WORD}”两个字",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": f"请输入“{ERASE_WORD}”两个字。",
            "max_length": f"请输入“{ERASE_WORD}”两个字。",
        },
    )

    def clean_confirm(self) -> str:
        """Nothing but that word."""
        if self.cleaned_data["confirm"] != ERASE_WORD:
            raise ValidationError(f"请输入“{ERASE_WORD}”两个字，不要加别的。")
        return ERASE_WORD
