"""Agreements of residents that a partner reports about them: one number, one kind of data, one person."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Consent, User
from accounts.services.consents import record_consent, withdraw_consent
from accounts.services.rows import lock_user
from carbon_points.models import Anomaly, PartnerLink, PartnerScope, PartnerTerms
from carbon_points.refusals.partners import (
    AlreadyLinked,
    NumberTaken,
    NumberUnreadable,
    TermsChanged,
    TooManyLinks,
)
from carbon_points.rules.partners import LINKS_A_DAY, subject_of
from carbon_points.sealing import subject_digest
from carbon_points.selectors.partners import Terms, consent_detail, scope_row
from core import clock
from core.refusals import NotFound

HINT = 4
PURPOSE = Consent.Purpose.PARTNER_DATA


@transaction.atomic
def link_number(
    *, user: User, scope_id: int, number: str, terms_sha256: str, channel: str, now: datetime | None = None
) -> PartnerLink:
    """Agree that a partner reports what it knows under a number. The same number again gives the same link.

    `terms_sha256` says which words the person has read. Raises NotFound, TermsChanged, NumberUnreadable,
    AlreadyLinked, TooManyLinks or NumberTaken.
    """
    now = now or clock.now()
    user = lock_user(user)
    row = scope_row(user, scope_id)
    subject = _subject(number, row.scope)
    digest = subject_digest(subject)
    if row.link is not None and row.link.subject_digest == digest:
        return row.link
    if not (row.scope.is_open and row.scope.partner.is_active):
        raise NotFound("没有找到这项合作方数据，可能已经停止开放。")
    if terms_sha256 != row.terms.sha256:
        raise TermsChanged("说明有更新，请重新看一遍再同意。")
    if row.link is not None:
        raise AlreadyLinked(f"您已经填过另一个{row.scope.subject_label}，请先停止，再填新的。")
    made_today = _made_today(user, now)
    if made_today >= LINKS_A_DAY:
        raise TooManyLinks(f"一天最多新增{LINKS_A_DAY}个授权，请明天再来。")
    _keep_consent(user, row.scope, row.terms, channel, now)
    link = _insert(user, row.scope, digest, subject[-HINT:], now)
    _note(link, made_today + 1, now)
    return link


@transaction.atomic
def end_link(*, user: User, scope_id: int, channel: str) -> None:
    """Take the agreement back: from now on nothing more is taken. A second time changes nothing.

    Raises NotFound for a scope that this person never agreed to.
    """
    scope = (
        PartnerScope.objects.select_related("partner")
        .filter(pk=scope_id, links__resident=user)
        .distinct()
        .first()
    )
    if scope is None:
        raise NotFound("没有找到这项授权，请刷新页面后重试。")
    withdraw_consent(user=user, purpose=PURPOSE, detail=consent_detail(scope), channel=channel)


def end_links(*, user: User, detail: str, now: datetime) -> None:
    """End the link of a consent that was taken back, in that transaction, by whatever page it was done."""
    partner, _, scope = detail.partition(":")
    PartnerLink.objects.filter(
        resident=user, scope__partner__code=partner, scope__code=scope, ended_at=None
    ).update(ended_at=now)


def forget_numbers_of(*, user: User, now: datetime) -> None:
    """End all links of a person who is erased, and forget the numbers; the records stay as numbers."""
    PartnerLink.objects.filter(resident=user, ended_at=None).update(ended_at=now)
    PartnerLink.objects.filter(resident=user).update(subject_digest="", subject_hint="")


def _subject(number: str, scope: PartnerScope) -> str:
    try:
        return subject_of(number)
    except ValueError:
        raise NumberUnreadable(
            f"{scope.subject_label}要有4到32个字母或数字，请对照卡面或账单填写。"
        ) from None


def _made_today(user: User, now: datetime) -> int:
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return PartnerLink.objects.filter(resident=user, linked_at__gte=today).count()


def _keep_consent(user: User, scope: PartnerScope, terms: Terms, channel: str, now: datetime) -> None:
    PartnerTerms.objects.get_or_create(
        scope=scope, sha256=terms.sha256, defaults={"text": terms.text, "kept_at": now}
    )
    record_consent(
        user=user,
        notice=terms.notice(scope.name),
        channel=channel,
        purpose=PURPOSE,
        detail=consent_detail(scope),
        document="partner",
    )


def _insert(user: User, scope: PartnerScope, digest: str, hint: str, now: datetime) -> PartnerLink:
    try:
        with transaction.atomic():
            return PartnerLink.objects.create(
                scope=scope, resident=user, subject_digest=digest, subject_hint=hint, linked_at=now
            )
    except IntegrityError:
        raise NumberTaken(
            f"这个{scope.subject_label}已经由别人授权，请核对号码；如果是您本人的，请带上卡或账单联系客服。"
        ) from None


def _note(link: PartnerLink, made_today: int, now: datetime) -> None:
    """Leave a note for people to look at; never a refusal."""
    day = timezone.localdate(now)
    found = {}
    if made_today == LINKS_A_DAY:
        found[f"links:{link.resident_id}:{day}"] = f"一天新增了{LINKS_A_DAY}个合作方授权。"
    others = PartnerLink.objects.filter(scope=link.scope, subject_digest=link.subject_digest)
    people = others.values("resident").distinct().count()
    if people > 1:
        found[f"number:{link.pk}"] = f"同一个号码先后由{people}个人授权。"
    for key, summary in found.items():
        Anomaly.objects.get_or_create(
            key=key,
            defaults={
                "kind": Anomaly.Kind.PARTNER,
                "resident_id": link.resident_id,
                "summary": summary,
                "found_at": now,
            },
        )
