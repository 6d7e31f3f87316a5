"""Certificates as their owners keep them and as anybody checks them."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.selectors.family import in_hands_of
from campaigns.models import Certificate, CheckIn
from campaigns.rules.certificates import code_typed, day_words, spaced, span_on_paper
from campaigns.rules.words import quoted
from core.refusals import NotFound
from core.text import masked
from media.certificates import CertificateText
from media.lettering import unwritable

PROVES = (
    "本证明只说明到场参加了上述活动，不是学历、资格或志愿服务时长的证明；"
    "姓名由本人填写，没有核对身份证件。扫码可以核验是否有效。"
)


@dataclass(frozen=True, slots=True)
class Verified:
    """What anybody learns of a certificate: its name is masked."""

    is_valid: bool
    number: str
    name: str
    title: str
    when: str
    place: str
    organiser: str
    issued_on: str


def my_check_in(user: User, check_in_id: int) -> CheckIn:
    """An attendance of mine, or of somebody whom I keep. Raises NotFound."""
    rows = CheckIn.objects.filter(in_hands_of(user))
    rows = rows.select_related("session__campaign", "resident", "certificate")
    row = rows.filter(pk=check_in_id).first()
    if row is None:
        raise NotFound("没有找到这次到场记录，请回到“我的活动”里查看。")
    return row


def my_certificates(user: User) -> "QuerySet[Certificate]":
    """Mine and those of whom I keep, the latest first."""
    rows = Certificate.objects.select_related("check_in__session__campaign", "check_in__resident")
    return rows.filter(in_hands_of(user, "check_in__"))


def my_certificate(user: User, certificate_id: int) -> Certificate:
    """One of them. Raises NotFound."""
    row = my_certificates(user).filter(pk=certificate_id).first()
    if row is None:
        raise NotFound("没有找到这张证明，请回到“我的证明”里查看。")
    return row


def verified(typed: str) -> Verified | None:
    """What a code says; None when there is no such certificate. One query."""
    code = code_typed(typed)
    if not code:
        return None
    rows = Certificate.objects.select_related("check_in__session__campaign")
    row = rows.filter(code=code).first()
    if row is None:
        return None
    session = row.check_in.session
    return Verified(
        is_valid=is_valid(row),
        number=spaced(row.code),
        name=masked(row.name),
        title=session.campaign.title,
        when=_when(row),
        place=session.place,
        organiser=session.campaign.organiser_name,
        issued_on=_issued(row),
    )


def is_valid(row: Certificate) -> bool:
    """Neither it nor the attendance behind it was taken back."""
    return row.revoked_at is None and row.check_in.taken_back_at is None


def paper_of(row: Certificate) -> CertificateText:
    """What stands on it."""
    session = row.check_in.session
    return CertificateText(
        heading="参与证明",
        name=row.name,
        said=f"参加了{quoted(session.campaign.title)}，特此证明。",
        facts=(("时间", _when(row)), ("地点", session.place)),
        issuer=session.campaign.organiser_name,
        issued_on=_issued(row),
        number=spaced(row.code),
        note=PROVES,
        qr=address_of(row),
    )


def address_of(row: Certificate) -> str:
    """Where anybody can check it."""
    return f"{settings.SITE_URL}{reverse('campaigns:certificate', args=[row.code])}"


def missing_letters(name: str) -> str:
    """Letters of a name that the picture shows in another way."""
    return unwritable(name)


def _when(row: Certificate) -> str:
    session = row.check_in.session
    return span_on_paper(timezone.localtime(session.starts_at), timezone.localtime(session.ends_at))


def _issued(row: Certificate) -> str:
    return day_words(timezone.localtime(row.issued_at))
