"""Shapes of what is typed about partners: by residents who agree, and by staff who set them up."""

from typing import Any

from django import forms

from carbon_points.models import Partner, PartnerScope
from carbon_points.selectors.partners import actions_for_partners


class LinkForm(forms.Form):
    """A number and a yes, to the words that the page showed."""

    number = forms.CharField(
        max_length=60,
        help_text="空格和短横线可以不填。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "请填写号码。", "max_length": "号码太长了，请对照卡面或账单填写。"},
    )
    agree = forms.BooleanField(
        label="我看过上面的说明，同意提供这些数据",
        error_messages={"required": "请先看过说明，同意后打勾，再提交。"},
    )
    terms = forms.CharField(
        max_length=64,
        widget=forms.HiddenInput,
        error_messages={"required": "页面内容不完整，请刷新页面后重试。"},
    )

    def __init__(self, *args: Any, subject_label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].label = subject_label


class PartnerForm(forms.ModelForm):  # type: ignore[type-arg]
    """A new partner."""

    class Meta:
        model = Partner
        fields = ["code", "name", "contact"]
        help_texts = {"code": "小写字母、数字和短横线，以后不能改。", "contact": "单位的业务联系人和电话。"}


class PartnerChangeForm(forms.ModelForm):  # type: ignore[type-arg]
    """A known partner; its code stays."""

    class Meta:
        model = Partner
        fields = ["name", "contact", "is_active"]
        help_texts = {"is_active": "停用后，它的全部密钥马上失效。"}


class ScopeForm(forms.ModelForm):  # type: ignore[type-arg]
    """A scope with the words that residents read."""

    class Meta:
        model = PartnerScope
        fields = ["code", "name", "subject_label", "transferred", "purpose", "actions", "is_open"]
        widgets = {"actions": forms.CheckboxSelectMultiple}
        help_texts = {
            "code": "小写字母、数字和短横线，以后不能改。",
            "subject_label": "例如：公交卡号、用电户号。",
            "transferred": "合作方送来什么，居民授权前会读到，例如：乘车时间、线路和里程。",
            "purpose": "用来做什么，居民授权前会读到。",
            "is_open": "关闭后不能新授权；已经授权的继续有效，直到本人停止。",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["actions"].queryset = actions_for_partners()  # type: ignore[attr-defined]
        if self.instance.pk:
            del self.fields["code"]


class KeyForm(forms.Form):
    """What a new key may report."""

    scopes = forms.ModelMultipleChoiceField(
        label="数据范围",
        queryset=PartnerScope.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选择一个数据范围。"},
    )

    def __init__(self, *args: Any, partner: Partner, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["scopes"]
        field.queryset = partner.scopes.all()
        field.label_from_instance = lambda scope: scope.name
