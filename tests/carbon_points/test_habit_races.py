"""What people cannot do to teams and badges by asking twice at one moment; each beside a control."""

import pytest
from django.db import connection

from accounts.models import User
from accounts.services.erasure import erase_resident
from carbon_points.models import BadgeAward, Team, TeamMember
from carbon_points.refusals import TeamFull
from carbon_points.selectors.teams import standing_members
from carbon_points.services import badges, teams
from carbon_points.services.boards import refresh_boards
from core import clock
from messaging.models import Message
from tests.carbon_points.habit_world import bus, someone, team_of
from tests.carbon_points.ledger_world import record
from tests.machinery.threads import Moment, Rendezvous, together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def kinds(results: list[object]) -> dict[str, int]:
    names = [type(result).__name__ for result in results]
    return {name: names.count(name) for name in set(names)}


def without_locks(monkeypatch, *modules):
    """The same services, but nobody waits for a row."""
    for module in modules:
        monkeypatch.setattr(module, "lock_user", lambda user: User.objects.get(pk=user.pk))
    monkeypatch.setattr(
        "django.db.models.query.QuerySet.select_for_update", lambda rows, **options: rows.all()
    )


def pause_before_entering(monkeypatch, pause: Moment) -> None:
    """From now on there is a pause when somebody has looked and is about to enter."""
    monkeypatch.setattr(TeamMember.objects, "create", pause.before(TeamMember.objects.create))


def fill_the_last_place(monkeypatch, pause: Moment) -> tuple[int, list[object]]:
    monkeypatch.setattr("carbon_points.rules.teams.PEOPLE_A_TEAM", 3)
    team = team_of(someone(), someone())
    guests = [someone() for _ in range(8)]
    pause_before_entering(monkeypatch, pause)
    results = together(lambda number: teams.join_team(user=guests[number], code=team.join_code), 8)
    return standing_members().filter(team=team).count(), results


def test_the_last_place_of_a_team_is_taken_once(monkeypatch):
    people, results = fill_the_last_place(monkeypatch, Moment())

    assert people == 3
    assert kinds(results) == {"Team": 1, TeamFull.__name__: 7}


def test_control_without_the_lock_a_team_overflows(monkeypatch):
    without_locks(monkeypatch, teams)

    people, _ = fill_the_last_place(monkeypatch, Rendezvous(2))

    assert people > 3


def join_many_at_once(monkeypatch, pause: Moment) -> tuple[int, list[object]]:
    guest = someone()
    codes = [team_of(someone()).join_code for _ in range(8)]
    pause_before_entering(monkeypatch, pause)
    results = together(lambda number: teams.join_team(user=guest, code=codes[number]), 8)
    return standing_members().filter(user=guest).count(), results


def test_eight_teams_at_once_are_five(monkeypatch):
    joined, results = join_many_at_once(monkeypatch, Moment())

    assert joined == 5
    assert kinds(results) == {"Team": 5, TeamFull.__name__: 3}


def test_control_without_the_lock_of_the_person_there_are_more(monkeypatch):
    without_locks(monkeypatch, teams)

    joined, _ = join_many_at_once(monkeypatch, Rendezvous(6))

    assert joined > 5


def join_twice_at_once(monkeypatch, pause: Moment) -> list[object]:
    team, guest = team_of(someone()), someone()
    pause_before_entering(monkeypatch, pause)
    return together(lambda _: teams.join_team(user=guest, code=team.join_code), 8)


def test_joining_twice_at_once_is_joining_once(monkeypatch):
    results = join_twice_at_once(monkeypatch, Moment())

    assert kinds(results) == {"Team": 8}
    assert TeamMember.objects.count() == 2


def test_control_without_lock_and_constraint_one_person_stands_twice(monkeypatch):
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX team_member_once")
    without_locks(monkeypatch, teams)

    join_twice_at_once(monkeypatch, Rendezvous(2))

    assert TeamMember.objects.count() > 2


def look_twice_at_once(monkeypatch, pause: Moment) -> tuple[User, list[object]]:
    resident = someone()
    record(resident, bus(), done_on=clock.today(), now=clock.now())
    monkeypatch.setattr(badges, "badge_facts", pause.after(badges.badge_facts))
    return resident, together(lambda _: badges.award_badges(resident=resident), 8)


def test_eight_looks_at_once_give_one_badge_and_one_message(monkeypatch):
    resident, results = look_twice_at_once(monkeypatch, Moment())

    assert sorted(results, key=len) == [[]] * 7 + [["first-step"]]
    assert (BadgeAward.objects.count(), Message.objects.filter(recipient=resident).count()) == (1, 1)


def test_control_without_the_lock_the_constraint_refuses_the_others(monkeypatch):
    without_locks(monkeypatch, badges)

    _, results = look_twice_at_once(monkeypatch, Rendezvous(2))

    assert "IntegrityError" in kinds(results)
    assert BadgeAward.objects.count() == 1


def test_crossing_changes_of_a_team_end_without_a_deadlock():
    captain = someone()
    mates = [someone() for _ in range(6)]
    team = team_of(captain, *mates)

    def act(number: int) -> object:
        mate = mates[number % 6]
        if number % 4 == 0:
            return teams.leave_team(user=mate, team_id=team.pk)
        if number % 4 == 1:
            return teams.join_team(user=mate, code=team.join_code)
        if number % 4 == 2:
            return erase_resident(user=mate, by=mate, now=clock.now())
        return refresh_boards()

    results = together(act, 24)

    assert set(kinds(results)) <= {"NoneType", "Team", "int"}
    assert Team.objects.get().captain == captain


def test_two_counts_at_once_give_the_lines_of_one():
    people = [someone() for _ in range(3)]
    team_of(*people)

    assert kinds(together(lambda _: refresh_boards(), 8)) == {"int": 8}
