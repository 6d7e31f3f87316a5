"""What a person gets who asks for what is kept about them: apps above add their parts.

Words and not numbers of rows, under Chinese names: it is made for the person, and machines can read it too.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from accounts.sealing import unseal
from accounts.selectors.consents import consents_standing
from accounts.selectors.family import people_kept_by

Part = Callable[[User], Any]
_parts: dict[str, Part] = {}


def exports(title: str) -> Callable[[Part], Part]:
    """Register the function below, whose rows stand under a title."""

    def register(function: Part) -> Part:
        _parts[title] = function
        return function

    return register


def data_about(user: User, now: datetime) -> dict[str, Any]:
    """What the site keeps about a person and those whom they keep."""
    return {
        "说明": f"{settings.CITY.site_name}保存的关于您的信息",
        "导出时间": moment(now),
        "本人": _person(user),
        "代管的家人": [_person(person) for person in people_kept_by(user)],
    }


def moment(at: datetime | None) -> str:
    """2026-11-25 09:00, in the city's time; empty for none."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""


def _person(user: User) -> Mapping[str, Any]:
    return {"账号": _account(user), "同意": _consents(user)} | {
        title: part(user) for title, part in sorted(_parts.items())
    }


def _account(user: User) -> dict[str, str]:
    return {
        "手机号": unseal(user.phone_sealed) if user.phone_sealed else "",
        "昵称": user.nickname,
        "年龄段": user.get_age_band_display() if user.age_band else "",
        "所在区域": user.area.name if user.area else "",
        "加入时间": moment(user.joined_at),
    }


def _consents(user: User) -> list[dict[str, str]]:
    return [
        {"事项": row.label, "内容": row.detail, "说明版本": row.document_version, "时间": moment(row.at)}
        for row in consents_standing(user)
    ]
