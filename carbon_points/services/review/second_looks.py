"""The blind second look: which decisions are drawn, and what becomes of the two words."""

from datetime import datetime

from django.utils import timezone

from carbon_points.models import Decision, SecondLook, Submission
from carbon_points.sealing import lot
from carbon_points.selectors.policies import city_policy


def second_look_of(submission: Submission) -> SecondLook | None:
    """Its second look, if it was drawn."""
    return SecondLook.objects.select_related("second").filter(submission=submission).first()


def draw(submission: Submission, decision: Decision, now: datetime) -> None:
    """Draw the share of CityPolicy.second_look_percent by lot: the same ones always, foretold by nobody."""
    look = second_look_of(submission)
    if look is not None:
        compare(look, decision)
    elif lot("second-look", submission.pk) < city_policy(timezone.localdate(now)).second_look_percent:
        SecondLook.objects.create(submission=submission, drawn_at=now)


def compare(look: SecondLook, first: Decision | None) -> None:
    """Keep whether the two agree; unknown while one of them is missing."""
    look.agrees = look.second.verdict == first.verdict if look.second and first else None
    look.save(update_fields=["second", "agrees"])


def forget_first(submission: Submission) -> None:
    """The first word was taken back: nothing is drawn until there is another one."""
    look = second_look_of(submission)
    if look is not None and look.second is None:
        look.delete()
    elif look is not None:
        compare(look, None)


def close_disagreement(submission: Submission, now: datetime) -> None:
    """A final word was said, so nobody has to look any more."""
    SecondLook.objects.filter(submission=submission, settled_at=None).update(settled_at=now)
