"""What jurors, chairs and whoever seats the panel send."""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal

from django import forms

from accounts.models import Organisation
from campaigns.contests.models import Contest, Kind, PanelMember
from campaigns.contests.refusals.judging import BadMarks
from campaigns.contests.services.sheets import MarkIn

_POINTS = re.compile(r"\d{1,3}(\.\d)?", re.ASCII)
_REVISION = re.compile(r"\d{1,9}", re.ASCII)


class SeatForm(forms.Form):
    """Whom to seat, and as what."""

    phone = forms.CharField(
        label="手机号",
        max_length=20,
        help_text="对方要先用这个手机号登录过一次。",
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(label="身份", choices=PanelMember.Role.choices)


class BecauseForm(forms.Form):
    """Why."""

    because = forms.CharField(label="原因", max_length=120, error_messages={"required": "请写一句原因。"})


class ConflictForm(BecauseForm):
    """Which organisation a juror cannot judge. All of the kind are offered: who has applied is not told."""

    organisation = forms.ModelChoiceField(
        label="单位",
        queryset=Organisation.objects.none(),
        error_messages={"required": "请选择单位。", "invalid_choice": "请选择单位。"},
    )
    field_order = ("organisation", "because")

    def __init__(self, *args: object, contest: Contest, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        kind = Organisation.Kind.SCHOOL if contest.kind == Kind.WORKS else contest.kind
        chosen = self.fields["organisation"]
        assert isinstance(chosen, forms.ModelChoiceField)
        chosen.queryset = Organisation.objects.filter(kind=kind, closed_at=None).order_by("name")


def revision_in(sent: Mapping[str, str]) -> int:
    """The revision that the screen was drawn with. Raises BadMarks."""
    typed = sent.get("revision", "")
    if not _REVISION.fullmatch(typed):
        raise BadMarks("页面内容不完整，请刷新后重试。")
    return int(typed)


def marks_in(sent: Mapping[str, str]) -> dict[str, MarkIn]:
    """The marks of a sheet from fields p-<key>, v-<key> and c-<key>. Raises BadMarks."""
    keys = {name[2:] for name in sent if name[:2] in {"p-", "v-", "c-"} and len(name) <= 10}
    return {
        key: MarkIn(
            points=_points(sent.get(f"p-{key}", ""), key),
            is_vetoed=sent.get(f"v-{key}", "") == "yes",
            comment=sent.get(f"c-{key}", ""),
        )
        for key in sorted(keys)
    }


def _points(typed: str, key: str) -> Decimal | None:
    plain = unicodedata.normalize("NFKC", typed).strip()
    if not plain:
        return None
    if not _POINTS.fullmatch(plain):
        raise BadMarks(f"{key} 的分要写成数字，例如 8 或 8.5。")
    return Decimal(plain)
