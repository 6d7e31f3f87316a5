"""Form fields that more than one app asks for."""

from django import forms


def join_code_field(help_text: str) -> forms.CharField:
    """Six letters that somebody tells, of a household or a team; whether they are right, services say."""
    return forms.CharField(
        label="加入码",
        max_length=40,
        help_text=help_text,
        widget=forms.TextInput(
            attrs={
                "class": "ly-input--code",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
        error_messages={"required": "请输入六个字母的加入码。", "max_length": "加入码是六个字母。"},
    )
