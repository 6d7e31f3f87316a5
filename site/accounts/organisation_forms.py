"""Shapes of what people type who register an organisation, or look after its people."""

from typing import Any
from uuid import UUID, uuid4

from django import forms

from accounts.forms import PhoneForm
from accounts.models import Area
from accounts.models.organisations import Role
from accounts.selectors import choosable_areas
from accounts.selectors.organisation_requests import REQUESTED_KINDS


class RegisterForm(forms.Form):
    """What exists, where, and how staff can see that it does."""

    name = forms.CharField(
        label="机构名称",
        max_length=60,
        help_text="写全称，例如“市实验小学”。",
        error_messages={"required": "请填写机构名称。", "max_length": "名称最多60个字。"},
    )
    kind = forms.ChoiceField(
        label="类别",
        choices=[("", "请选择"), *((kind.value, kind.label) for kind in REQUESTED_KINDS)],
        error_messages={"required": "请选择类别。", "invalid_choice": "请从列表里选择类别。"},
    )
    area = forms.ModelChoiceField(
        label="所在镇街",
        queryset=Area.objects.none(),
        to_field_name="code",
        required=False,
        empty_label="不选择",
        error_messages={"invalid_choice": "请从列表里选择镇街。"},
    )
    doing = forms.CharField(
        label="您在机构里做什么",
        max_length=40,
        help_text="例如“德育主任”“店长”。",
        error_messages={"required": "请填写您在机构里做什么。", "max_length": "最多40个字。"},
    )
    proof = forms.CharField(
        label="工作人员怎样核对",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="例如“打学校总机找我”“营业执照挂在店里”。不用写身份证号。",
        error_messages={"required": "请写一句怎样核对。", "max_length": "最多200个字。"},
    )
    request_key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["area"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = choosable_areas()

    def wishes(self) -> dict[str, str]:
        """The fields as plain text, so that they can wait for a sign-in."""
        data, area = self.cleaned_data, self.cleaned_data["area"]
        plain = {name: data[name] for name in ("name", "kind", "doing", "proof")}
        return plain | {"area": area.code if area else ""}

    def key(self) -> UUID:
        """The key of the page; a fresh one when it cannot be read."""
        try:
            return UUID(self.cleaned_data["request_key"])
        except ValueError:
            return uuid4()


ROLES = [
    (Role.STAFF.value, "工作人员（填申报、办活动）"),
    (Role.HELPER.value, "志愿者（只帮忙记录）"),
    (Role.HEAD.value, "负责人（还能管理成员）"),
]


class RoleForm(forms.Form):
    """What somebody does for the organisation."""

    role = forms.ChoiceField(
        label="身份",
        choices=ROLES,
        error_messages={"required": "请选择身份。", "invalid_choice": "请从列表里选择身份。"},
    )


class DelegateForm(RoleForm, PhoneForm):
    """A phone, and what its owner will do."""

    field_order = ("phone", "role")
