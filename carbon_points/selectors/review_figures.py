"""How each reviewer works: what supervisors look at when somebody approves everything, or in two seconds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Min

from accounts.models import User
from carbon_points.models import Decision, SecondLook, Submission

FIGURES_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class ReviewerFigures:
    """One reviewer in the last 30 days. Rates are whole percent; None where nothing can be said."""

    name: str
    # Decisions that stand, and those taken back.
    decided: int
    undone: int
    approve_rate: int | None
    # From the opening of a card to the word.
    median_seconds: int | None
    # Second looks in which they were the first or the second, and in how many of them both said the same.
    looked_twice: int
    agreement_rate: int | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for anybody."""

    count: int
    oldest: datetime | None


def reviewer_figures(now: datetime) -> list[ReviewerFigures]:
    """Everybody who has decided something in the last 30 days, by name. Two queries."""
    since = now - FIGURES_FOR
    words: dict[User, list[Decision]] = {}
    for word in Decision.objects.filter(at__gte=since).select_related("reviewer").order_by("pk"):
        words.setdefault(word.reviewer, []).append(word)
    looks = SecondLook.objects.filter(agrees__isnull=False, submission__decisions__at__gte=since).order_by()
    agrees = {pk: bool(same) for pk, same in looks.values_list("submission", "agrees")}
    found = [_figures(reviewer, said, agrees) for reviewer, said in words.items()]
    return sorted(found, key=lambda figures: figures.name)


def waiting() -> Waiting:
    """How many wait, and since when. Two queries."""
    rows = Submission.objects.filter(state=Submission.State.PENDING)
    return Waiting(rows.count(), rows.aggregate(oldest=Min("created_at"))["oldest"])


def _figures(reviewer: User, said: Iterable[Decision], agrees: dict[int, bool]) -> ReviewerFigures:
    said = list(said)
    standing = [word for word in said if word.undone_at is None]
    seconds = [(word.at - word.opened_at).total_seconds() for word in standing if word.opened_at]
    twice = [
        agrees[word.submission_id] for word in standing if word.submission_id in agrees and not word.is_final
    ]
    return ReviewerFigures(
        name=reviewer.display_name,
        decided=len(standing),
        undone=len(said) - len(standing),
        approve_rate=_percent(sum(word.verdict == "approve" for word in standing), len(standing)),
        median_seconds=round(median(seconds)) if seconds else None,
        looked_twice=len(twice),
        agreement_rate=_percent(sum(twice), len(twice)),
    )


def _percent(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole else None
