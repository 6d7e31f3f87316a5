"""Shapes of what people type."""

from django import forms
from django.core.exceptions import ValidationError

from accounts.forms import BAD_PHONE
from accounts.rules import phone_number
from feedback import rules
from feedback.models import Topic
from media.forms import PhotoField

NO_TEXT = "请写下要说的话。"


class TicketForm(forms.Form):
    """A complaint, a suggestion, a mistake."""

    topic = forms.ChoiceField(
        label="类别",
        choices=Topic.choices,
        error_messages={"required": "请选择一个类别。", "invalid_choice": "请从列表里选择一个类别。"},
    )
    text = forms.CharField(
        label="要说的话",
        max_length=rules.LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="什么时间、什么地方、发生了什么、希望怎么办。请不要写身份证号。",
        error_messages={"required": NO_TEXT, "max_length": f"最多{rules.LONGEST_TEXT}字，请写短一些。"},
    )
    photo = PhotoField(
        label="照片（可以不加）",
        required=False,
        help_text="一张，不超过10MB。照片里的位置会去掉，只给办理的工作人员看。",
    )
    phone = forms.CharField(
        label="手机号（可以不填）",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
        help_text="只用于核实情况，加密保存。",
        error_messages={"max_length": BAD_PHONE},
    )
    about = forms.CharField(required=False, max_length=1000, widget=forms.HiddenInput)
    request_key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={"required": "请刷新页面重试。", "invalid": "请刷新页面重试。"},
    )
    # People do not see it; what fills in every field gives itself away.
    website = forms.CharField(required=False, max_length=200)

    def clean_phone(self) -> str:
        """Any usual way of writing a mainland mobile number, or nothing."""
        typed = self.cleaned_data["phone"]
        try:
            return phone_number(typed) if typed else ""
        except ValueError:
            raise ValidationError(BAD_PHONE, code="invalid_phone") from None

    def clean_website(self) -> str:
        """Empty."""
        if self.cleaned_data["website"]:
            raise ValidationError("请把“请留空”这一栏清空后再提交。")
        return ""


class LookupForm(forms.Form):
    """Number and code, as they stand on the page after handing in."""

    number = forms.CharField(
        label="编号",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        help_text="例如 TS-20261125-7F3KAB。",
        error_messages={"required": "请输入编号。", "max_length": "编号没有这么长，请核对。"},
    )
    code = forms.CharField(
        label="6位查询码",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": "请输入查询码。", "max_length": "查询码是6位。"},
    )


class AgainForm(forms.Form):
    """What is not solved yet."""

    text = forms.CharField(
        label="还没有解决的是",
        max_length=rules.LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": NO_TEXT, "max_length": f"最多{rules.LONGEST_TEXT}字，请写短一些。"},
    )


class HelpfulForm(forms.Form):
    """A page and a word."""

    page = forms.IntegerField(min_value=1, max_value=2**31 - 1)
    helpful = forms.ChoiceField(choices=[("yes", "有帮助"), ("no", "没帮助")])
