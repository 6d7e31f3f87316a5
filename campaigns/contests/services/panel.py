"""Who sits on the panel of a contest, and what jurors say in advance that they cannot judge."""

from django.db import transaction

from accounts.models import Organisation, User
from accounts.rules import phone_number
from accounts.sealing import phone_digest
from campaigns.contests.models import Assignment, Conflict, Contest, JudgingEvent, PanelMember
from campaigns.contests.refusals.contests import NoSuchContest, WrongPhase
from campaigns.contests.refusals.judging import NotOnPanel
from campaigns.contests.rules.phases import Phase
from campaigns.contests.selectors.calendar import check_phase
from campaigns.contests.selectors.people import contest_run_by, member_of, runs
from campaigns.contests.services.drawing import fill, stand_back
from campaigns.contests.services.judging_log import held, write
from core import clock
from core.text import clean
from messaging.models import Message
from messaging.services import notify

Role, What = PanelMember.Role, JudgingEvent.What
UNTIL_JUDGED = (Phase.BEFORE, Phase.ENROL, Phase.MATERIALS, Phase.SCREENING, Phase.VISITS, Phase.JUDGING)


@transaction.atomic
def add_member(*, by: User, contest_id: int, phone: str, role: str) -> PanelMember:
    """Seat the owner of a phone; the same again gives the seat that is there. They read about it.

    Raises NoSuchContest, WrongPhase, or NotOnPanel: no such account, another seat already, too near.
    """
    contest_run_by(by, contest_id)
    contest = held(contest_id)
    check_phase(contest, *UNTIL_JUDGED, what="调整评审组")
    if role not in Role.values:
        raise NotOnPanel("请选择身份：评委、评审组长或现场核查员。")
    user = _owner(phone)
    seat = contest.panel.filter(user=user, ended_at=None).first()
    if seat is not None and seat.role == role:
        return seat
    if seat is not None:
        raise NotOnPanel(f"这位已经是{seat.get_role_display()}，一个人在一个评选里只能有一种身份。")
    if role != Role.INSPECTOR:
        _refuse_who_knows_names(contest, user)
    member = PanelMember.objects.create(contest=contest, user=user, role=role, since=clock.now())
    write(What.JOINED, contest_id=contest.pk, member=member, words=member.get_role_display(), by=by)
    if role == Role.JUROR:
        fill(contest, by=by)
    notify(
        user=user,
        kind=Message.Kind.CAMPAIGN,
        title=f"邀请您担任{member.get_role_display()}",
        body=f"{contest.organiser_name}邀请您参加“{contest.title}”的评审组。不方便的话，请联系主办方。",
        url="/jury/",
        key=f"contest:{contest.pk}:panel:{member.pk}",
    )
    return member


@transaction.atomic
def end_member(*, by: User, contest_id: int, member_id: int) -> PanelMember:
    """End a seat. What they had not locked goes to others; what they had locked stays. Again: nothing."""
    contest_run_by(by, contest_id)
    contest = held(contest_id)
    member = contest.panel.filter(pk=member_id).first()
    if member is None:
        raise NoSuchContest("评审组里没有这个人。")
    if member.ended_at is not None:
        return member
    check_phase(contest, *UNTIL_JUDGED, what="调整评审组")
    member.ended_at = clock.now()
    member.save(update_fields=["ended_at"])
    write(What.LEFT, contest_id=contest.pk, member=member, words=member.get_role_display(), by=by)
    sheets = Assignment.objects.select_for_update(of=("self",)).select_related("entry", "member")
    for sheet in sheets.filter(member=member, state=Assignment.State.OPEN).order_by("pk"):
        sheet.entry.contest = contest
        stand_back(sheet, because="退出评审组", by=by)
    return member


@transaction.atomic
def say_conflict(*, user: User, contest_id: int, organisation_id: int, because: str) -> Conflict:
    """A juror says whom they cannot judge, before the draw; the same again gives what was said."""
    member = _before_the_draw(user, contest_id)
    because = clean(because).strip()[:120]
    organisation = Organisation.objects.filter(pk=organisation_id, closed_at=None).first()
    if organisation is None or not because:
        raise NotOnPanel("请选择单位，并写一句为什么要回避。")
    found, _ = Conflict.objects.get_or_create(
        member=member, organisation=organisation, defaults={"because": because, "at": clock.now()}
    )
    return found


@transaction.atomic
def take_back_conflict(*, user: User, contest_id: int, conflict_id: int) -> None:
    """Take back what was said, before the draw; nothing happens when it is gone."""
    member = _before_the_draw(user, contest_id)
    member.conflicts.filter(pk=conflict_id).delete()


def _before_the_draw(user: User, contest_id: int) -> PanelMember:
    member = member_of(user, contest_id, Role.JUROR)
    contest = held(contest_id)
    check_phase(contest, *UNTIL_JUDGED, what="申明回避")
    if contest.drawn_at is not None:
        raise WrongPhase("已经抽签分配，请在要回避的那一件里点“回避”。")
    return member


def _owner(phone: str) -> User:
    try:
        digest = phone_digest(phone_number(phone))
    except ValueError:
        raise NotOnPanel("请填写11位手机号。") from None
    user = User.objects.filter(phone_digest=digest, is_active=True).first()
    if user is None:
        raise NotOnPanel("还没有用这个手机号登录过的账号，请对方先登录一次。")
    return user


def _refuse_who_knows_names(contest: Contest, user: User) -> None:
    """Judging is blind: neither who runs the contest nor who visited its places can take part in it."""
    if runs(user).filter(pk=contest.pk).exists():
        raise NotOnPanel("主办方的工作人员看得到申报单位，不能担任评委或组长。")
    if contest.panel.filter(user=user, role=Role.INSPECTOR).exists():
        raise NotOnPanel("做过现场核查的人知道是哪一家，不能再担任评委或组长。")
