"""What a reviewer may look at, and what waits."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Area, User
from accounts.selectors.households import household_user_ids
from carbon_points.models import Appeal, Decision, SecondLook, Submission
from carbon_points.refusals import NotYourReview
from core import clock
from core.pagination import PAGE_SIZE

UNDO_DECISION_FOR = timedelta(minutes=10)
# Of the oldest ones: enough for all reviewers of a city to hold one each.
MOST_OFFERED = 100


def town_of(reviewer: User) -> int:
    """The township where a reviewer lives. Raises NotYourReview when it is not known. One query at most."""
    area = reviewer.area
    if area is None or area.level == Area.Level.CITY or area.parent_id is None:
        raise NotYourReview("您的账号还没有填写居住的乡镇街道，不能核验：请安全管理员在“用户”里为您填写。")
    return area.pk if area.level == Area.Level.TOWN else area.parent_id


def within_reach(reviewer: User) -> QuerySet[Submission]:
    """Everything but what comes from the reviewer's own township, household, family or hand.

    Nothing of accounts that were erased. Raises NotYourReview like `town_of`.
    """
    town = town_of(reviewer)
    own = Q(resident__in=household_user_ids(reviewer)) | Q(resident__kept_by=reviewer)
    near = Q(area=town) | Q(resident__area=town) | Q(resident__area__parent=town)
    living = Submission.objects.filter(resident__erased_at=None)
    return living.exclude(own | near | Q(submitted_by=reviewer))


def waiting_ids(reviewer: User) -> list[int]:
    """What this reviewer can be given, oldest first: fresh ones, and those drawn for a blind second look.

    Nobody gets what they have decided before, unless they took their word back.
    """
    mine = Decision.objects.filter(submission=OuterRef("pk"), reviewer=reviewer)
    reach = within_reach(reviewer).order_by("pk")
    fresh = reach.filter(~Exists(mine.filter(undone_at=None)), state=Submission.State.PENDING)
    final = Decision.objects.filter(submission=OuterRef("pk"), is_final=True)
    again = reach.filter(
        ~Exists(mine),
        ~Exists(final),
        pk__in=SecondLook.objects.filter(second=None).values("submission"),
        state__in=[Submission.State.APPROVED, Submission.State.REJECTED],
    )
    return sorted(
        [
            *fresh.values_list("pk", flat=True)[:MOST_OFFERED],
            *again.values_list("pk", flat=True)[:MOST_OFFERED],
        ]
    )


def decided_today(reviewer: User) -> int:
    """How many this reviewer has decided since midnight, what was taken back not among them."""
    return Decision.objects.filter(reviewer=reviewer, undone_at=None, at__date=clock.today()).count()


def undoable(reviewer: User, now: datetime) -> QuerySet[Decision]:
    """The reviewer's decisions that can still be taken back, latest first."""
    recent = Decision.objects.filter(
        reviewer=reviewer, undone_at=None, is_final=False, at__gt=now - UNDO_DECISION_FOR
    )
    return recent.order_by("-pk").select_related("submission__action")[:PAGE_SIZE]


def open_appeals(reviewer: User) -> QuerySet[Appeal]:
    """Appeals that this reviewer may decide: none of those who spoke before; oldest first."""
    spoke = Decision.objects.filter(submission=OuterRef("submission"), reviewer=reviewer)
    return (
        Appeal.objects.filter(~Exists(spoke), state=Appeal.State.OPEN)
        .filter(submission__in=within_reach(reviewer))
        .select_related("submission__action")
        .order_by("pk")
    )


def open_disagreements(supervisor: User) -> QuerySet[SecondLook]:
    """Second looks that said otherwise and that this supervisor may settle; oldest first."""
    spoke = Decision.objects.filter(submission=OuterRef("submission"), reviewer=supervisor)
    return (
        SecondLook.objects.filter(~Exists(spoke), agrees=False, settled_at=None)
        .filter(submission__in=within_reach(supervisor))
        .select_related("submission__action")
        .order_by("pk")
    )
