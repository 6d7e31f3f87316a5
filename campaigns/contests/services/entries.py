"""Beginning an entry: for an organisation, a family, or a work."""

from datetime import datetime
from uuid import uuid4

from django.db import transaction

from accounts.models import Consent, Organisation, User
from accounts.selectors.households import household_of, household_user_ids
from accounts.services.consents import record_consent
from accounts.services.rows import lock_user
from accounts.texts import contest_notice
from campaigns.contests.models import Contest, Entry, EntryEvent, Kind
from campaigns.contests.refusals.contests import NoSuchContest
from campaigns.contests.refusals.entries import AlreadyApplied, MayNotApply, NoSuchEntry
from campaigns.contests.rules.answers import LONGEST_NAME
from campaigns.contests.rules.phases import Phase
from campaigns.contests.selectors.calendar import check_phase
from campaigns.contests.selectors.entries import (
    NOT_YOURS,
    organisation_kind,
    organisations_for,
    own_entries,
    takes_people,
)
from campaigns.contests.selectors.people import judged_blind
from carbon_points.refusals import KeyReused
from carbon_points.rules.keys import check_key
from core import clock
from core.text import clean

State = Entry.State
# How the detail of a consent begins.
DETAIL = "contest:"


@transaction.atomic
def begin_entry(
    *,
    contest_id: int,
    by: User,
    request_key: str,
    organisation_id: int | None = None,
    name: str = "",
    channel: str = Consent.Channel.WEB,
    now: datetime | None = None,
) -> Entry:
    """Begin an application or a work. The same request_key gives back the first one.

    With an organisation its head or staff applies for it; without one a person for the own family, or the
    author of a work. Beginning agrees that the organiser uses what is handed in for this contest alone.
    Raises NoSuchContest, WrongPhase, MayNotApply, AlreadyApplied or KeyReused, and then nothing has changed.
    """
    now = now or clock.now()
    check_key(request_key)
    by = lock_user(by)
    contest = lock_contest(contest_id)
    if earlier := _same_request(contest, by, request_key, organisation_id):
        return earlier
    check_phase(contest, Phase.ENROL, what="开始申报")
    if judged_blind(by).filter(contest=contest).exists():
        raise MayNotApply("您在这个评选的评审组里，不能申报；请由单位的其他同事来申报。")
    organisation = _organisation(contest, by, organisation_id)
    slot = _slot(contest, by, organisation)
    _check_once(contest, by, organisation, slot)
    contest.last_number += 1
    contest.save(update_fields=["last_number"])
    entry = Entry.objects.create(
        contest=contest,
        number=contest.last_number,
        organisation=organisation,
        applicant=by,
        slot=slot,
        name=_name(contest, by, organisation, name),
        area=organisation.area if organisation else by.area,
        request_key=request_key,
        created_at=now,
    )
    EntryEvent.objects.create(entry=entry, what=EntryEvent.What.BEGUN, by=by, at=now)
    _agree(contest, by, channel)
    return entry


def lock_contest(contest_id: int) -> Contest:
    """The contest as it is now, held: numbers are given under it. Raises NoSuchContest."""
    rows = Contest.objects.select_for_update(no_key=True).exclude(state=Contest.State.WITHDRAWN)
    contest = rows.filter(pk=contest_id).first()
    if contest is None:
        raise NoSuchContest("没有这个评选，它可能已经撤下。")
    return contest


def lock_entry(by: User, entry_id: int) -> Entry:
    """The entry as it is now, held, with its contest, for its own people. Raises NoSuchEntry."""
    rows = Entry.objects.select_for_update(of=("self",)).select_related("contest__standard", "organisation")
    entry = rows.filter(pk=entry_id, pk__in=own_entries(by).values("pk")).first()
    if entry is None:
        raise NoSuchEntry(NOT_YOURS)
    return entry


def contest_of_consent(detail: str) -> int | None:
    """The contest that a consent is about; None when its detail is not of ours."""
    number = detail.removeprefix(DETAIL).partition("/")[0]
    return int(number) if detail.startswith(DETAIL) and number.isdecimal() else None


def _same_request(contest: Contest, by: User, request_key: str, organisation_id: int | None) -> Entry | None:
    earlier = Entry.objects.filter(contest=contest, applicant=by, request_key=request_key).first()
    if earlier is None:
        return None
    if earlier.organisation_id != organisation_id:
        raise KeyReused("这个请求标识已经用于另一份申报，请换一个标识再提交。")
    return earlier


def _organisation(contest: Contest, by: User, organisation_id: int | None) -> Organisation | None:
    """For whom it is. Raises MayNotApply, which says what to do."""
    if organisation_id is None:
        _check_person(contest, by)
        return None
    found = {one.pk: one for one in organisations_for(by, contest)}
    organisation = found.get(organisation_id)
    if organisation is None:
        raise MayNotApply(f"只有{_whose(contest)}的负责人或工作人员可以申报，请让负责人把您加为成员。")
    if not organisation.is_verified:
        raise MayNotApply(f"“{organisation.name}”还没有核实。请先完成机构核实，再来申报。")
    return organisation


def _check_person(contest: Contest, by: User) -> None:
    if not takes_people(contest):
        raise MayNotApply(f"这个评选由{_whose(contest)}申报，请选择您所在的单位。")
    if by.is_kept or not by.is_active:
        raise MayNotApply("申报要用本人的账号，请用手机号登录后再申报。")


def _whose(contest: Contest) -> str:
    return dict(Organisation.Kind.choices).get(organisation_kind(contest), "单位")


def _slot(contest: Contest, by: User, organisation: Organisation | None) -> str:
    if contest.kind == Kind.WORKS:
        return f"work:{uuid4().hex}"
    return f"org:{organisation.pk}" if organisation else f"user:{by.pk}"


def _check_once(contest: Contest, by: User, organisation: Organisation | None, slot: str) -> None:
    """One for an organisation, one for a household. Raises AlreadyApplied."""
    if contest.kind == Kind.WORKS:
        return
    standing = Entry.objects.filter(contest=contest).exclude(state=State.WITHDRAWN)
    if standing.filter(slot=slot).exists():
        whom = organisation.name if organisation else "您家"
        raise AlreadyApplied(f"{whom}已经有一份申报了，在“我的申报”里接着填就好。")
    if organisation is None:
        family = standing.filter(organisation=None, applicant__in=household_user_ids(by))
        if family.exists():
            raise AlreadyApplied("您家里已经有人申报了，一家一份就够了，请和家人商量。")


def _name(contest: Contest, by: User, organisation: Organisation | None, typed: str) -> str:
    """As the result will name it; the author of a work chooses an alias later."""
    if contest.kind == Kind.WORKS:
        return ""
    if organisation is not None:
        return organisation.name[:LONGEST_NAME]
    chosen = " ".join(clean(typed).split())
    if len(chosen) > LONGEST_NAME:
        raise MayNotApply(f"名称最多{LONGEST_NAME}个字，请写短一点。", status=422)
    household = household_of(by)
    return chosen or (household.name if household else f"{by.display_name}家")


def _agree(contest: Contest, by: User, channel: str) -> None:
    record_consent(
        user=by,
        notice=contest_notice(),
        channel=channel,
        purpose=Consent.Purpose.CONTEST,
        detail=f"{DETAIL}{contest.pk}/{contest.organiser_name}"[:80],
        document="contest",
    )
