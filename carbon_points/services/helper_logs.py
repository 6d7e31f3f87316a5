"""代记: somebody of an organisation finds a resident and writes down what they did. Both names are kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import rules as phones
from accounts.models import Consent, Organisation, User
from accounts.sealing import phone_digest
from accounts.selectors.consents import latest_consent
from accounts.selectors.households import household_user_ids
from accounts.services.consents import record_consent
from accounts.services.household_rows import lock_household
from accounts.services.rows import lock_user
from accounts.texts import privacy_notice
from carbon_points.models import Action, ActionLog, HelperLog, Lookup
from carbon_points.refusals.desks import HelperLimitReached, HelperRefused, ResidentNotFound, TooManyLookups
from carbon_points.rules.quantities import plain
from carbon_points.selectors.desks import (
    STAFF_ROLES,
    desk_of,
    helper_log,
    lives_within,
    person_at_desk,
    resident_behind,
)
from carbon_points.selectors.policies import city_policy
from carbon_points.services.logs import log_action, undo_log
from core import clock
from core.clock import midnight
from core.refusals import Refused
from messaging.services import notify

LOOKUPS_AN_HOUR = 20
HOUR = timedelta(hours=1)


def look_up(*, helper: User, organisation_id: int, typed: str, now: datetime | None = None) -> User:
    """Find a resident by the whole phone number, or by the six digits that the resident shows.

    Every search counts and leaves a trace, also one that finds nobody. Raises ResidentNotFound (unknown, of
    another township, or not willing to be found by number: nobody learns which) or TooManyLookups.
    """
    now = now or clock.now()
    way, digest, code = _read(typed)
    with transaction.atomic():
        organisation = desk_of(helper, organisation_id=organisation_id).organisation
        lock_user(helper)
        if Lookup.objects.filter(helper=helper, at__gt=now - HOUR).count() >= LOOKUPS_AN_HOUR:
            raise TooManyLookups(f"一小时最多查找{LOOKUPS_AN_HOUR}次，请过一会儿再查，或请居民自己记录。")
        resident = resident_behind(phone_digest=digest, code=code, now=now)
        if resident is not None and not _may_find(organisation, resident, way):
            resident = None
        Lookup.objects.create(helper=helper, organisation=organisation, way=way, resident=resident, at=now)
    # Raised outside the transaction: a refusal must not take the count back.
    if resident is None:
        raise ResidentNotFound("没有找到：请核对号码或六位码；只能为住在本镇街的居民代记。")
    return resident


@transaction.atomic
def record_for(
    *,
    helper: User,
    organisation_id: int,
    resident_id: int,
    action: Action,
    quantity: Decimal,
    done_on: date,
    request_key: str,
    now: datetime | None = None,
) -> ActionLog:
    """Write down what a resident did, in the name of an organisation. The same request_key records once.

    Staff vouch for it where the action takes their word; all else counts as a self-report. The resident is
    told who wrote it down. Raises a Refused, and then nothing has changed.
    """
    now = now or clock.now()
    desk = desk_of(helper, organisation_id=organisation_id)
    organisation = desk.organisation
    resident = person_at_desk(helper, organisation, resident_id, now)
    if helper.pk in {resident.pk, resident.kept_by_id}:
        raise HelperRefused("不能给自己代记；自己和自己的家人，请在“记录”里记。")
    if not lives_within(resident, organisation):
        raise HelperRefused("这位居民不住在本镇街，请由居住地的社区代记。")
    # Lock order: household, person, accounts.
    if action.is_shared:
        lock_household(resident)
    lock_user(helper)
    key = f"desk:{request_key}"
    earlier = HelperLog.objects.filter(helper=helper, log__resident=resident, log__request_key=key)
    known = earlier.select_related("log").first()
    if known is None:
        _check_cap(helper, organisation, now)
    log = log_action(
        resident=resident,
        action=action,
        quantity=quantity,
        done_on=done_on,
        evidence=_evidence(helper, desk.role, action, resident),
        channel=ActionLog.Channel.DESK,
        request_key=key,
        recorded_by=helper,
        now=now,
    )
    if known is None:
        HelperLog.objects.create(log=log, helper=helper, organisation=organisation)
        _tell(resident, helper, organisation, log)
    return log


@transaction.atomic
def undo_for(*, helper: User, organisation_id: int, log_id: int, now: datetime | None = None) -> ActionLog:
    """Take back within ten minutes what one has written down. Raises NotFound, or what `undo_log` raises."""
    desk_of(helper, organisation_id=organisation_id)
    log = helper_log(helper, organisation_id, log_id)
    return undo_log(resident=log.resident, log_id=log.pk, now=now)


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one person of a list: a log, or why there is none."""

    person: User
    log: ActionLog | None
    refusal: str


def record_for_each(
    *,
    helper: User,
    organisation_id: int,
    people: Sequence[User],
    action: Action,
    quantity: Decimal,
    done_on: date,
    request_key: str,
) -> list[Answer]:
    """The same deed of several people, each in a transaction of its own, each with its own answer."""
    answers = []
    for person in people:
        try:
            log = record_for(
                helper=helper,
                organisation_id=organisation_id,
                resident_id=person.pk,
                action=action,
                quantity=quantity,
                done_on=done_on,
                request_key=request_key,
            )
            answers.append(Answer(person, log, ""))
        except Refused as refused:
            answers.append(Answer(person, None, refused.message))
    return answers


def _read(typed: str) -> tuple[str, str, str]:
    """Way of searching, digest of the number, six digits."""
    code = phones.code_typed(typed)
    if code:
        return Lookup.Way.CODE, "", code
    try:
        return Lookup.Way.PHONE, phone_digest(phones.phone_number(typed)), ""
    except ValueError:
        raise ResidentNotFound("请填写完整的11位手机号，或居民出示的六位码。", status=422) from None


def _may_find(organisation: Organisation, resident: User, way: str) -> bool:
    if resident.is_kept or not lives_within(resident, organisation):
        return False
    # Who shows the digits agrees by that; who took a consent back is not found by number any more.
    latest = latest_consent(resident, Consent.Purpose.HELPER_RECORD, _detail(organisation))
    return way == Lookup.Way.CODE or latest is None or latest.given


def _check_cap(helper: User, organisation: Organisation, now: datetime) -> None:
    """The helper's row is locked, so two records at once are counted one after the other."""
    day = timezone.localdate(now)
    most = city_policy(day).helper_logs_a_day
    if HelperLog.objects.filter(helper=helper, log__created_at__gte=midnight(day)).count() >= most:
        raise HelperLimitReached(f"一位志愿者一天最多代记{most}次，请明天再记或请同事帮忙。")


def _evidence(helper: User, role: str, action: Action, resident: User) -> str:
    """Staff vouch for others, not for those who live with them."""
    vouches = role in STAFF_ROLES and ActionLog.Evidence.STAFF in action.evidence
    if vouches and resident.pk not in household_user_ids(helper):
        return ActionLog.Evidence.STAFF
    return ActionLog.Evidence.SELF


def _detail(organisation: Organisation) -> str:
    return f"organisation:{organisation.pk}"


def _tell(resident: User, helper: User, organisation: Organisation, log: ActionLog) -> None:
    """Keep the consent that was given at the desk, and tell who has an inbox."""
    record_consent(
        user=resident,
        notice=privacy_notice(),
        channel=Consent.Channel.WEB,
        purpose=Consent.Purpose.HELPER_RECORD,
        detail=_detail(organisation),
        given_by=helper,
    )
    if resident.is_kept:
        return
    what = f"{log.action.name} {plain(log.quantity)}{log.action.unit}"
    notify(
        user=resident,
        kind="household",
        title=f"{organisation.name}帮您记了一笔",
        body=(
            f"{organisation.name}的{helper.display_name}帮您记了“{what}”，得{log.points}分。\n"
            "如果没有这回事，10分钟内可以在“我的记录”里撤销；过了10分钟，请联系客服更正。\n"
            "以后不想让这家机构按手机号找到您，可以在“我的同意”里撤回“请别人代记”。"
        ),
        url=reverse("carbon_points:points"),
        key=f"desk:{log.pk}",
    )
