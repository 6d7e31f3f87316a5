"""From the digits that staff type to the voucher: only for its provider's people, and not by guessing."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import Organisation, User
from accounts.selectors.organisations import organisations_of
from carbon_points.models import Voucher, WrongCode
from carbon_points.refusals.rewards import NotAtThisDesk, TooManyWrongCodes
from carbon_points.rules.voucher_codes import WRONG_A_MINUTE, code_typed
from carbon_points.voucher_codes import digest_of
from core.refusals import NotFound


def voucher_behind(*, member: User, code: str, now: datetime) -> int:
    """The number of the voucher with this code, for somebody who works for its provider.

    Raises NotAtThisDesk, TooManyWrongCodes, or NotFound for a code that is none or another provider's; that
    try stays written down, so this must not be called where a refusal undoes the transaction.
    """
    found = _look(member, code, now)
    if found is None:
        raise NotFound("没有这个兑换码，或者不是本店的奖励。请核对八位数字，让顾客再出示一次。")
    return found


@transaction.atomic
def _look(member: User, code: str, now: datetime) -> int | None:
    """None after a wrong code. The desks of one organisation look one after the other, so none slips by."""
    own = organisations_of(member)
    desks = list(Organisation.objects.select_for_update(no_key=True).filter(pk__in=own).order_by("pk"))
    if not desks:
        raise NotAtThisDesk("只有兑换点的工作人员可以核销。请让负责人在“机构”里把您加为工作人员。")
    lately = WrongCode.objects.filter(organisation__in=desks, at__gt=now - timedelta(minutes=1))
    if lately.count() >= WRONG_A_MINUTE:
        raise TooManyWrongCodes("一分钟里输错的次数太多了，请等一分钟，再请顾客出示兑换码重试。")
    plain = code_typed(code)
    found = (
        Voucher.objects.filter(code_digest=digest_of(plain), reward__provider__in=desks) if plain else None
    )
    voucher_id = found.values_list("pk", flat=True).first() if found is not None else None
    if voucher_id is None:
        WrongCode.objects.bulk_create(WrongCode(member=member, organisation=desk, at=now) for desk in desks)
    return voucher_id
