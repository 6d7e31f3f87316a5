"""Pictures of a wall: what everybody sees, what waits, what is mine."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from accounts.models import User
from campaigns.models import Campaign, WallPhoto
from campaigns.selectors.people import may_run, runs
from core.refusals import NotFound

REVIEW_WALL = "campaigns.review_wall"
UNDO_FOR = timedelta(minutes=10)
State = WallPhoto.State


def on_the_wall(campaign: Campaign) -> "QuerySet[WallPhoto]":
    """Approved pictures, the latest decision first. Also what the big screen shows."""
    rows = WallPhoto.objects.filter(campaign=campaign, state=State.APPROVED).exclude(file="")
    return rows.exclude(campaign__state=Campaign.State.WITHDRAWN).order_by("-decided_at", "-pk")


def photo_on_the_wall(photo_id: int) -> WallPhoto | None:
    """A picture that everybody may see."""
    rows = WallPhoto.objects.filter(pk=photo_id, state=State.APPROVED).exclude(file="")
    return rows.exclude(campaign__state=Campaign.State.WITHDRAWN).first()


def my_photos(user: User, campaign: Campaign) -> "QuerySet[WallPhoto]":
    """What somebody handed in, latest first, with what became of it."""
    return WallPhoto.objects.filter(campaign=campaign, resident=user).order_by("-pk")


def my_photo(user: User, photo_id: int) -> WallPhoto:
    """One of somebody's own pictures. Raises NotFound."""
    photo = WallPhoto.objects.filter(pk=photo_id, resident=user).first()
    if photo is None:
        raise NotFound("没有找到这张照片，它可能已经删除了。")
    return photo


def photo_with_campaign(photo_id: int) -> WallPhoto | None:
    """A picture whose file is still there."""
    return WallPhoto.objects.select_related("campaign").filter(pk=photo_id).exclude(file="").first()


def may_review(user: User, campaign: Campaign) -> bool:
    """Who decides about a wall: reviewers of all walls, and whoever may run the campaign."""
    return (user.is_staff and user.has_perm(REVIEW_WALL)) or may_run(user, campaign)


def waiting(user: User, campaign: Campaign | None = None) -> "QuerySet[WallPhoto]":
    """What waits for this reviewer, oldest first: never their own picture."""
    rows = _reviewable(user, campaign).filter(state=State.WAITING).exclude(file="")
    return rows.exclude(resident=user).select_related("campaign").order_by("pk")


def undoable(user: User, now: datetime, campaign: Campaign | None = None) -> "QuerySet[WallPhoto]":
    """This reviewer's decisions of the last ten minutes, latest first."""
    rows = _reviewable(user, campaign).filter(decided_by=user, decided_at__gt=now - UNDO_FOR)
    return rows.exclude(file="").select_related("campaign").order_by("-decided_at", "-pk")


def hanging(user: User, campaign: Campaign | None = None) -> "QuerySet[WallPhoto]":
    """What hangs on the walls of this reviewer, latest first."""
    rows = _reviewable(user, campaign).filter(state=State.APPROVED).exclude(file="")
    return rows.select_related("campaign").order_by("-decided_at", "-pk")


def may_see(photo: WallPhoto, viewer: User) -> bool:
    """Before it is approved: whoever handed it in, and whoever decides."""
    return photo.resident_id == viewer.pk or may_review(viewer, photo.campaign)


def _reviewable(user: User, campaign: Campaign | None) -> "QuerySet[WallPhoto]":
    rows = WallPhoto.objects.filter(campaign=campaign) if campaign else WallPhoto.objects.all()
    if user.is_staff and user.has_perm(REVIEW_WALL):
        return rows
    return rows.filter(campaign__in=runs(user))
