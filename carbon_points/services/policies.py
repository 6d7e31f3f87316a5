"""The only writer of policies: a rule that changes is a new row, with the day from which it holds."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from carbon_points.models import Policy
from carbon_points.refusals import PolicyRefused, PolicyTaken, PolicyUnchanged
from carbon_points.rules.periods import month_of
from carbon_points.rules.policies import CLASSES, read, written
from carbon_points.rules.policy_fields import faults
from carbon_points.selectors.policies import in_force
from carbon_points.selectors.policy_subjects import Subject, subject_of
from carbon_points.services.rewards.budgets import open_budget_month
from core import clock
from core.text import clean

LONGEST_NOTE = 200
# A rule is announced no longer than this before it holds.
FURTHEST = timedelta(days=366)
# Whoever confirms just before midnight would publish for a day that has begun when the row is written.
BEFORE_MIDNIGHT = timedelta(minutes=10)


@transaction.atomic
def publish_policy(
    *,
    kind: str,
    key: str,
    values: Mapping[str, Any],
    valid_from: date,
    note: str,
    by: User | None,
    now: datetime | None = None,
) -> Policy:
    """Publish what holds from a day on. Raises a Refused, and then nothing has changed.

    `valid_from` is tomorrow at the earliest, so that nothing is judged by a rule of after the fact. A budget
    belongs to one month, running or to come, and holds from the day on which it is published: what is
    committed stays, the rest of the month has the new amount. `values` as JSON: amounts as text.
    """
    now = now or clock.now()
    subject = subject_of(kind, key)
    note = clean(note).strip()
    kept = check_policy(subject=subject, values=values, valid_from=valid_from, note=note, now=now)
    try:
        with transaction.atomic():
            policy = Policy.objects.create(
                kind=kind,
                key=key,
                values=kept,
                valid_from=valid_from,
                note=note,
                published_by=by,
                published_at=now,
            )
    except IntegrityError:
        raise _taken(valid_from) from None
    if subject.line is not None and subject.month is not None:
        open_budget_month(line=subject.line, month=subject.month, points=kept["points"])
    return policy


def check_policy(
    *, subject: Subject, values: Mapping[str, Any], valid_from: date, note: str, now: datetime
) -> dict[str, Any]:
    """The values as they would be kept. Raises a Refused for what publish_policy would refuse."""
    found = faults(subject.kind, values, unit=subject.unit, counts=subject.counts)
    if found:
        raise PolicyRefused(next(iter(found.values())))
    if not 1 <= len(note) <= LONGEST_NOTE:
        raise PolicyRefused(f"请用1到{LONGEST_NOTE}个字写明为什么改，这句话会公开。")
    check_day(subject, valid_from, now)
    kept = written(read(CLASSES[subject.kind], values))
    _check_new(subject, kept, valid_from)
    return kept


def first_day(subject: Subject, now: datetime) -> date:
    """The earliest day from which a new version can hold."""
    if subject.month is not None:
        return timezone.localdate(now)
    return timezone.localdate(now + BEFORE_MIDNIGHT) + timedelta(days=1)


def check_day(subject: Subject, valid_from: date, now: datetime) -> None:
    """Raise PolicyRefused for a day that is not open to a new version."""
    today = timezone.localdate(now)
    if subject.month is not None:
        if month_of(subject.month)[1] < today:
            raise PolicyRefused("这个月已经过去，预算不能再改。")
        if valid_from != today:
            raise PolicyRefused("预算从发布当天起生效，请把生效日期填成今天。")
        return
    if valid_from < first_day(subject, now):
        raise PolicyRefused("规则不能追溯，最早从明天起生效（23:50以后最早从后天起）。")
    if valid_from > today + FURTHEST:
        raise PolicyRefused("生效日期最晚是一年以后，请填近一些的日期。")


def _check_new(subject: Subject, values: dict[str, Any], valid_from: date) -> None:
    """The day is free, and the values are others than those that hold on it."""
    newest = in_force(subject.kind, subject.key, valid_from).first()
    if newest is not None and newest.valid_from == valid_from:
        raise _taken(valid_from)
    before = written(read(CLASSES[subject.kind], newest.values if newest else None))
    if values == before and (newest is not None or subject.kind in {Policy.Kind.CITY, Policy.Kind.ACTION}):
        raise PolicyUnchanged("和现在一样，不用再发布。")


def _taken(day: date) -> PolicyTaken:
    return PolicyTaken(
        f"从{day.year}年{day.month}月{day.day}日起的版本已经发布过，发布后不能改；要改请另选一个生效日期。"
    )
