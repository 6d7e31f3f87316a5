"""Fills the running site with a contest in its judging; run by `manage.py shell` beside it."""

from datetime import timedelta
from itertools import count

from accounts.models import User
from accounts.rules import phone_number
from accounts.sealing import phone_digest
from campaigns.contests.models import Contest, PanelMember
from campaigns.contests.services.advancing import advance_contests
from campaigns.contests.services.locking import lock
from core import clock
from tests.carbon_points import ledger_world
from tests.contests import world
from tests.contests.judging_world import JUDGES, make_entry, mark, sheet


def contest_in_judging(*phones: str, role: str = "juror", others: int = 0, marked: bool = False) -> Contest:
    """A contest of today with the owners of these phones on its panel; the others have marked and locked."""
    # Each call is a process of its own: what it numbers must not be there yet.
    start = 1000 * (Contest.objects.count() + 1)
    world._numbers = ledger_world._numbers = count(start)
    late = (clock.today() - world.TODAY).days
    contest = world.make_contest(day=JUDGES - late, title="绿色学校创建评选")
    for _ in range(5):
        make_entry(contest)
    members = [world.make_member(contest) for _ in range(others)]
    for phone in phones:
        user = User.objects.get(phone_digest=phone_digest(phone_number(phone)))
        PanelMember.objects.create(contest=contest, user=user, role=role, since=clock.now())
    advance_contests(clock.now() + timedelta(seconds=1))
    for place, member in enumerate(members if marked else []):
        for number in range(member.assignments.count()):
            done = mark(sheet(member, number), _1_1=[55, 48, 25][place % 3])
            lock(user=member.user, sheet_id=done.pk, revision=done.revision)
    contest.refresh_from_db()
    return contest
