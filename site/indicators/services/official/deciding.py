"""The second person: confirms a value, or sends it back with a reason."""

from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from core import clock
from core.refusals import NotFound, Refused
from core.text import clean
from indicators.access import CONFIRM
from indicators.models import OfficialValue
from indicators.official_rules import LONGEST_REASON
from indicators.selectors.official import indicators_of
from indicators.services.official.refusals import NotWaiting, NotYours, SamePerson, ValueRefused
from messaging.models import Message
from messaging.services import notify

State = OfficialValue.State


@transaction.atomic
def confirm_value(*, by: User, value_id: int) -> OfficialValue:
    """Agree to a value: from now on it is public. Twice is once.

    Raises NotFound, NotYours, SamePerson or NotWaiting.
    """
    value = _held(by, value_id)
    if value.state == State.CONFIRMED and value.decided_by_id == by.pk:
        return value
    return _decide(value, by, State.CONFIRMED)


@transaction.atomic
def refuse_value(*, by: User, value_id: int, reason: str) -> OfficialValue:
    """Send a value back; whoever entered it is told why. Twice is once.

    Raises NotFound, NotYours, SamePerson, NotWaiting or ValueRefused.
    """
    value = _held(by, value_id)
    if value.state == State.REFUSED and value.decided_by_id == by.pk:
        return value
    reason = " ".join(clean(reason).split())
    if not 1 <= len(reason) <= LONGEST_REASON:
        raise ValueRefused(f"请写明退回的原因，最多{LONGEST_REASON}个字。")
    value.reason = reason
    value = _decide(value, by, State.REFUSED)
    notify(
        user=value.entered_by,
        kind=Message.Kind.SYSTEM,
        title=f"{value.indicator.code} 的官方数值被退回，请重新填报",
        body=f"{value.indicator.name}，截至{value.as_of:%Y-%m-%d}：{reason}",
        url=reverse("indicators:official-value", args=[value.pk]),
        key=f"official:{value.pk}:refused",
    )
    return value


def confirm_values(*, by: User, value_ids: Iterable[int]) -> tuple[int, list[str]]:
    """Agree to several, each for itself: how many are confirmed, and a sentence for each that is not."""
    done, faults = 0, []
    for value_id in dict.fromkeys(value_ids):
        try:
            confirm_value(by=by, value_id=value_id)
            done += 1
        except Refused as refused:
            code = OfficialValue.objects.filter(pk=value_id).values_list("indicator__code", flat=True).first()
            faults.append(f"{code or value_id}：{refused.message}")
    return done, faults


def _held(by: User, value_id: int) -> OfficialValue:
    rows = OfficialValue.objects.select_for_update(of=("self",)).select_related("indicator", "entered_by")
    value = rows.filter(pk=value_id).first()
    if value is None:
        raise NotFound("没有这条数值。")
    if not (by.has_perm(CONFIRM) and indicators_of(by).filter(pk=value.indicator_id).exists()):
        raise NotYours("这个指标不归您确认：方案写明由其他单位负责，或者您没有确认权限。")
    if value.entered_by_id == by.pk:
        raise SamePerson("填报人不能确认或退回自己填的数值，请由另一位同事核对；填错了可以撤回。")
    return value


def _decide(value: OfficialValue, by: User, state: str) -> OfficialValue:
    if value.state != State.WAITING:
        raise NotWaiting(f"这条数值{value.get_state_display()}，不能再处理。")
    value.state, value.decided_by, value.decided_at = state, by, clock.now()
    value.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    return value
