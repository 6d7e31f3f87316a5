"""What somebody registered for, where they came, and their certificates, for the person who asks for it."""

from typing import Any

from accounts.exporting import exports, moment
from accounts.models import User
from accounts.sealing import unseal
from campaigns.models import Certificate, CheckIn, Question, Registration


@exports("活动报名")
def registrations(user: User) -> list[dict[str, Any]]:
    """Every registration, latest first, with the words of its questions. Two queries."""
    mine = Registration.objects.filter(resident=user).select_related("session__campaign").order_by("-pk")
    rows = list(mine)
    asked = Question.objects.filter(campaign__in={row.session.campaign_id for row in rows})
    texts = {str(key): text for key, text in asked.values_list("key", "text")}
    return [
        {
            "活动": row.session.campaign.title,
            "主办方": row.session.campaign.organiser_name,
            "场次": row.session.when,
            "状态": row.get_state_display(),
            "人数": row.places,
            "称呼": row.name,
            "手机号": unseal(row.phone_sealed) if row.phone_sealed else "",
            "回答": {texts.get(key, key): answer for key, answer in row.answers.items()},
            "短信提醒": row.wants_sms,
            "报名时间": moment(row.created_at),
            "取消时间": moment(row.ended_at),
            "资料清除时间": moment(row.forgotten_at),
        }
        for row in rows
    ]


@exports("活动到场")
def attendance(user: User) -> list[dict[str, Any]]:
    """Every attendance, latest first. One query."""
    rows = CheckIn.objects.filter(resident=user).select_related("session__campaign", "feedback")
    return [
        {
            "活动": row.session.campaign.title,
            "场次": row.session.when,
            "到场时间": moment(row.seen_at),
            "人数": row.places,
            "方式": row.get_way_display(),
            "撤回时间": moment(row.taken_back_at),
            "评价": row.feedback.rating if hasattr(row, "feedback") else None,
            "想说的话": row.feedback.words if hasattr(row, "feedback") else "",
        }
        for row in rows.order_by("-pk")
    ]


@exports("参与证明")
def certificates(user: User) -> list[dict[str, Any]]:
    """Every certificate, latest first. One query."""
    rows = Certificate.objects.filter(check_in__resident=user).order_by("-pk")
    return [
        {
            "编号": row.code,
            "姓名": row.name,
            "发放时间": moment(row.issued_at),
            "作废时间": moment(row.revoked_at),
        }
        for row in rows
    ]
