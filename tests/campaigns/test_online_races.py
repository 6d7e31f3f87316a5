"""What two taps in one moment cannot do: one pledge, one quiz, one entry, one decision; beside controls."""

from datetime import timedelta

import pytest
from django.db import connection

from accounts.models import User
from campaigns.models import ChallengeEntry, Pledge, QuizEntry, WallPhoto
from campaigns.services.online import challenge_counts, opening, wall, wall_review
from campaigns.services.online.challenges import enter_challenge, enter_with_new_team
from campaigns.services.online.pledges import give_pledge
from campaigns.services.online.quizzes import enter_quiz
from carbon_points.models import ActionLog, Team
from core import clock
from messaging.models import Message
from tests.campaigns.online_world import (
    answers_to,
    challenge,
    hung_by,
    over_on,
    pledge_campaign,
    quiz_campaign,
)
from tests.campaigns.online_world import online as campaign_of
from tests.campaigns.world import make_organiser
from tests.carbon_points.habit_world import someone, team_of
from tests.carbon_points.ledger_world import make_action
from tests.machinery.threads import Moment, Rendezvous, together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
TAPS = 8


def kinds(results: list[object]) -> dict[str, int]:
    names = [type(result).__name__ for result in results]
    return {name: names.count(name) for name in set(names)}


def without_locks(monkeypatch) -> None:
    """The same services, but nobody waits for a row."""
    monkeypatch.setattr(opening, "lock_user", lambda user: User.objects.get(pk=user.pk))
    monkeypatch.setattr(
        "django.db.models.query.QuerySet.select_for_update", lambda rows, **options: rows.all()
    )


def without(index: str) -> None:
    """The database no longer says that there is one."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {index.split('.')[0]} DROP CONSTRAINT {index.split('.')[1]}")


def pledge_at_once(monkeypatch, pause: Moment) -> list[object]:
    campaign, resident = pledge_campaign(), someone()
    monkeypatch.setattr(Pledge.objects, "create", pause.before(Pledge.objects.create))
    return together(lambda _: give_pledge(resident=resident, campaign_id=campaign.pk), TAPS)


def test_eight_taps_are_one_pledge(monkeypatch):
    results = pledge_at_once(monkeypatch, Moment())

    assert kinds(results) == {"Pledge": TAPS}
    assert Pledge.objects.count() == 1


def test_control_without_lock_and_constraint_there_are_more_pledges(monkeypatch):
    without("campaigns_pledge.pledge_once")
    without_locks(monkeypatch)

    pledge_at_once(monkeypatch, Rendezvous(2))

    assert Pledge.objects.count() > 1


def answer_at_once(monkeypatch, pause: Moment) -> list[object]:
    action = make_action(
        "TO-LEARN", name="学低碳知识", engagement_points=1, method={"tier": "C"}, evidence=["self"]
    )
    campaign, resident = quiz_campaign(action_id=action.pk), someone()
    answers = answers_to(campaign, 1, 0)
    monkeypatch.setattr(QuizEntry.objects, "create", pause.before(QuizEntry.objects.create))
    return together(lambda _: enter_quiz(resident=resident, campaign_id=campaign.pk, answers=answers), TAPS)


def test_eight_taps_are_one_quiz_entry_and_one_record(monkeypatch):
    results = answer_at_once(monkeypatch, Moment())

    assert kinds(results) == {"QuizEntry": TAPS}
    assert (QuizEntry.objects.count(), ActionLog.objects.count()) == (1, 1)


def test_control_without_the_lock_the_constraint_refuses_the_others(monkeypatch):
    monkeypatch.setattr("campaigns.services.online.quizzes._record", lambda campaign, resident: (None, ""))
    without_locks(monkeypatch)

    results = answer_at_once(monkeypatch, Rendezvous(2))

    assert "IntegrityError" in kinds(results)
    assert QuizEntry.objects.count() == 1


def test_eight_taps_are_one_entry_of_a_team():
    captain = someone()
    campaign, team = challenge(), team_of(captain)

    results = together(
        lambda _: enter_challenge(captain=captain, campaign_id=campaign.pk, team_id=team.pk), TAPS
    )

    assert kinds(results) == {"ChallengeEntry": TAPS}
    assert ChallengeEntry.objects.count() == 1


def make_at_once(monkeypatch, pause: Moment) -> list[object]:
    campaign, captain = challenge(), someone()
    monkeypatch.setattr(Team.objects, "create", pause.before(Team.objects.create))
    return together(
        lambda _: enter_with_new_team(captain=captain, campaign_id=campaign.pk, name="骑行队"), TAPS
    )


def test_eight_taps_make_one_team_that_is_entered_once(monkeypatch):
    results = make_at_once(monkeypatch, Moment())

    assert kinds(results) == {"ChallengeEntry": TAPS}
    assert (Team.objects.count(), ChallengeEntry.objects.count()) == (1, 1)


def test_control_without_the_lock_there_are_more_teams(monkeypatch):
    monkeypatch.setattr("carbon_points.services.teams.lock_user", lambda user: User.objects.get(pk=user.pk))
    without_locks(monkeypatch)

    make_at_once(monkeypatch, Rendezvous(2))

    assert Team.objects.count() > 1


def test_eight_counts_at_once_thank_everybody_once():
    captain = someone()
    campaign = challenge(starts_on=clock.today(), ends_on=clock.today() + timedelta(days=6))
    enter_challenge(captain=captain, campaign_id=campaign.pk, team_id=team_of(captain).pk)
    now = clock.midnight(over_on(campaign))

    results = together(lambda _: challenge_counts.count_challenges(now=now), TAPS)

    assert kinds(results) == {"int": TAPS}
    assert sum(results) == 1
    assert Message.objects.filter(title__startswith="谢谢参加").count() == 1
    assert ChallengeEntry.objects.get().final_at == now


def hand_in_at_once(monkeypatch, pause: Moment) -> list[object]:
    monkeypatch.setattr(wall, "read_photo", lambda data: wall.Photo(data, 10, 10, dhash=0, phash=0))
    campaign, owner = campaign_of("photos"), someone()
    monkeypatch.setattr(WallPhoto.objects, "create", pause.before(WallPhoto.objects.create))
    return together(lambda number: hung_by(owner, campaign, data=b"%d" % number), TAPS)


def test_of_eight_pictures_at_once_five_wait(monkeypatch):
    results = hand_in_at_once(monkeypatch, Moment())

    assert kinds(results) == {"WallPhoto": 5, "PhotoRefused": 3}
    assert WallPhoto.objects.count() == 5


def test_control_without_the_lock_more_than_five_wait(monkeypatch):
    without_locks(monkeypatch)

    hand_in_at_once(monkeypatch, Rendezvous(6))

    assert WallPhoto.objects.count() > 5


def test_of_approving_and_refusing_at_once_one_holds(monkeypatch):
    school, head = make_organiser()
    photo = hung_by(someone(), campaign_of("photos", organisation_id=school.pk))

    def decide(number: int) -> WallPhoto:
        if number % 2:
            return wall_review.approve_photo(reviewer=head, photo_id=photo.pk)
        return wall_review.refuse_photo(reviewer=head, photo_id=photo.pk, reason="看不清楚。")

    results = together(decide, TAPS)

    assert kinds(results) == {"WallPhoto": 1, "AlreadyDecided": TAPS - 1}
    assert Message.objects.count() == 1
