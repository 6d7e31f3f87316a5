"""Titles and likes, for the person who asks what is kept about them."""

from typing import Any

from accounts.exporting import exports, moment
from accounts.models import User
from campaigns.contests.models import Like, Title
from campaigns.contests.selectors.titles import award_of


@exports("创建称号")
def titles(user: User) -> list[dict[str, Any]]:
    """Of their family and their works, latest first. One query."""
    rows = Title.objects.filter(organisation=None, entry__applicant=user).select_related("contest")
    return [
        {
            "评选": row.contest.title,
            "称号": award_of(row),
            "名称": row.name,
            "编号": row.code,
            "授予日期": row.valid_from.isoformat(),
            "有效期到": row.valid_until.isoformat() if row.valid_until else None,
            "撤销时间": moment(row.withdrawn_at),
            "撤销原因": row.withdrawn_because,
        }
        for row in rows.order_by("-pk")
    ]


@exports("喜欢的作品")
def likes(user: User) -> list[dict[str, Any]]:
    """Every like, latest first. One query."""
    rows = Like.objects.filter(voter=user).select_related("entry__contest").order_by("-pk")
    return [
        {
            "评选": row.entry.contest.title,
            "作品": row.entry.title,
            "时间": moment(row.at),
            "不计入的原因": row.left_out_because,
        }
        for row in rows
    ]
