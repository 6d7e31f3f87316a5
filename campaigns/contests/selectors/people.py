"""Who may do what in a contest: run it, judge in it, lead the judging, look at places."""

from django.db.models import QuerySet

from accounts.models import User
from accounts.models.organisations import Role
from accounts.selectors.organisations import organisations_of
from campaigns.contests.models import Contest, PanelMember
from campaigns.contests.refusals.contests import NoSuchContest
from core import clock

RUNNERS = (Role.HEAD, Role.STAFF)
RUN_ANY = "contests.run_contest"
# Those who must not learn names before judging is over.
BLIND = (PanelMember.Role.JUROR, PanelMember.Role.CHAIR)


def runs(user: User) -> "QuerySet[Contest]":
    """The contests that a person may run: those of their organisation; with the right to it, any.

    Whoever judges one, or leads its judging, runs it only when judging is over: judging is blind.
    """
    if not user.is_active:
        return Contest.objects.none()
    rows = Contest.objects.exclude(pk__in=judged_blind(user))
    if user.is_staff and user.has_perm(RUN_ANY):
        return rows
    return rows.filter(organisation__in=organisations_of(user, roles=RUNNERS))


def judged_blind(user: User) -> "QuerySet[PanelMember, int]":
    """Contests of which a person must not know who takes part: juror or chair, until all is judged."""
    seats = panels_of(user, *BLIND).filter(contest__judging_until__gte=clock.today())
    return seats.values_list("contest", flat=True)


def contest_run_by(user: User, contest_id: int) -> Contest:
    """The contest, for somebody who may run it. Raises NoSuchContest for everybody else."""
    contest = runs(user).select_related("standard", "organisation", "area").filter(pk=contest_id).first()
    if contest is None:
        raise NoSuchContest("没有这个评选，或者您不是它的主办人员。")
    return contest


def panels_of(user: User, *roles: str) -> "QuerySet[PanelMember]":
    """Where a person sits on a panel now, in one of these roles (all without any named)."""
    rows = PanelMember.objects.filter(user=user, ended_at=None, user__is_active=True)
    return rows.filter(role__in=roles) if roles else rows


def member_of(user: User, contest_id: int, *roles: str) -> PanelMember:
    """The person's seat on the panel of a contest. Raises NoSuchContest for everybody else."""
    rows = panels_of(user, *roles).select_related("contest", "contest__standard")
    member = rows.filter(contest=contest_id).first()
    if member is None:
        raise NoSuchContest("没有这个评选，或者您不在它的评审组里。")
    return member
