"""What residents choose about habits, the personal list, and what is forgotten when they leave."""

from datetime import datetime

from django.db import transaction

from accounts.models import Consent, User
from accounts.services.consents import record_consent, withdraw_consent
from accounts.services.rows import lock_user
from accounts.texts import privacy_notice
from carbon_points.models import BadgeAward, BoardRow, HabitChoice
from carbon_points.refusals import HabitRefused
from carbon_points.services.team_leaving import leave_all_teams

PURPOSE = Consent.Purpose.RANKING_ALIAS
MINORS = {User.AgeBand.UNDER_14, User.AgeBand.TEEN}


@transaction.atomic
def choose_habits(
    *,
    resident: User,
    weekly_goal: int | None,
    shows_week: bool,
    shows_badges: bool,
    in_ranking: bool,
    year_account: bool,
    channel: str,
) -> HabitChoice:
    """Keep all choices at once; taking part in the personal list is a consent of its own.

    `weekly_goal` is 1 to 7 days, or None. Raises HabitRefused; then nothing has changed.
    """
    if weekly_goal is not None and not 1 <= weekly_goal <= 7:
        raise HabitRefused("每周目标请选 1 到 7 天，也可以不设。", status=422)
    resident = lock_user(resident)
    if in_ranking:
        _enter_ranking(resident, channel)
    else:
        _quit_ranking(resident, channel)
    choice, _ = HabitChoice.objects.update_or_create(
        resident=resident,
        defaults={
            "weekly_goal": weekly_goal,
            "shows_week": shows_week,
            "shows_badges": shows_badges,
            "in_ranking": in_ranking,
            "year_account": year_account,
        },
    )
    return choice


@transaction.atomic
def leave_ranking(*, resident: User, channel: str) -> None:
    """Take the resident out of the personal list at once; a second time changes nothing."""
    resident = lock_user(resident)
    HabitChoice.objects.filter(resident=resident).update(in_ranking=False)
    _quit_ranking(resident, channel)


@transaction.atomic
def forget_habits(*, resident: User, now: datetime) -> None:
    """Choices, badges, teams and lines of boards of somebody whose account is erased."""
    leave_all_teams(user=resident, now=now)
    HabitChoice.objects.filter(resident=resident).delete()
    BadgeAward.objects.filter(resident=resident).delete()
    _off_the_list(resident)


def _enter_ranking(resident: User, channel: str) -> None:
    if resident.kept_by_id or resident.age_band in MINORS:
        raise HabitRefused("个人排行只请年满18岁的居民自愿参加，其他功能照常使用。", status=403)
    record_consent(user=resident, notice=privacy_notice(), channel=channel, purpose=PURPOSE)


def _quit_ranking(resident: User, channel: str) -> None:
    withdraw_consent(user=resident, purpose=PURPOSE, channel=channel)
    _off_the_list(resident)


def _off_the_list(resident: User) -> None:
    BoardRow.objects.filter(board=BoardRow.Board.PERSON, key=str(resident.pk)).delete()
