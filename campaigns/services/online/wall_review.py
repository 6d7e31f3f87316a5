"""Deciding about pictures of a wall: seen by everybody, refused, removed later; taken back within minutes."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from campaigns.models import WallPhoto
from campaigns.refusals.online import AlreadyDecided, PhotoRefused
from campaigns.rules.words import quoted
from campaigns.selectors.online.wall import UNDO_FOR, may_review
from core import clock
from core.refusals import NotFound
from core.text import clean
from messaging.models import Message
from messaging.services import notify

State = WallPhoto.State
REASON_LENGTH = 120


@transaction.atomic
def approve_photo(*, reviewer: User, photo_id: int) -> WallPhoto:
    """Let everybody see it. Raises NotFound, PhotoRefused or AlreadyDecided."""
    photo = _waiting(reviewer, photo_id)
    return _decide(photo, reviewer, State.APPROVED, "")


@transaction.atomic
def refuse_photo(*, reviewer: User, photo_id: int, reason: str) -> WallPhoto:
    """Keep it off the wall, for a reason that its owner reads.

    Raises NotFound, PhotoRefused or AlreadyDecided.
    """
    photo = _waiting(reviewer, photo_id)
    return _decide(photo, reviewer, State.REFUSED, _reason(reason))


@transaction.atomic
def remove_photo(*, reviewer: User, photo_id: int, reason: str) -> WallPhoto:
    """Take a picture off the wall again. Raises NotFound, PhotoRefused or AlreadyDecided."""
    photo = _held(reviewer, photo_id)
    if photo.state != State.APPROVED:
        raise AlreadyDecided("这张照片已经不在墙上了。")
    return _decide(photo, reviewer, State.REMOVED, _reason(reason))


@transaction.atomic
def undo_decision(*, reviewer: User, photo_id: int) -> WallPhoto:
    """Take one's own decision of the last ten minutes back: the picture waits again, or hangs again.

    Raises NotFound or AlreadyDecided.
    """
    photo, now = _held(reviewer, photo_id), clock.now()
    if photo.decided_by_id != reviewer.pk or photo.decided_at is None or now - photo.decided_at > UNDO_FOR:
        raise AlreadyDecided("只能撤销自己10分钟内的决定。已经上墙的照片，可以在下面“墙上的照片”里撤下。")
    if not photo.file:
        raise AlreadyDecided("这张照片的文件已经清除，不能再撤销。")
    if photo.state == State.REMOVED:
        return _decide(photo, reviewer, State.APPROVED, "")
    photo.state, photo.reason, photo.decided_by, photo.decided_at = State.WAITING, "", None, None
    photo.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    return photo


def _held(reviewer: User, photo_id: int) -> WallPhoto:
    rows = WallPhoto.objects.select_for_update(of=("self",)).select_related("campaign", "resident")
    photo = rows.filter(pk=photo_id).first()
    if photo is None or not may_review(reviewer, photo.campaign):
        raise NotFound("没有这张照片，它可能已经被本人删除。")
    return photo


def _waiting(reviewer: User, photo_id: int) -> WallPhoto:
    photo = _held(reviewer, photo_id)
    if photo.resident_id == reviewer.pk:
        raise PhotoRefused("自己的照片要请别人来审核。", status=403)
    if photo.state != State.WAITING:
        raise AlreadyDecided("这张照片已经有人处理过了，请看下一张。")
    return photo


def _decide(photo: WallPhoto, reviewer: User, state: State, reason: str) -> WallPhoto:
    """Write the decision, and tell whoever handed the picture in."""
    photo.state, photo.reason = state, reason
    photo.decided_by, photo.decided_at = reviewer, clock.now()
    photo.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    _tell(photo, photo.decided_at)
    return photo


def _tell(photo: WallPhoto, at: datetime) -> None:
    happened, what = {
        State.APPROVED: ("照片上墙了", "已经展示在合影墙上，谢谢您。随时可以自己删除。"),
        State.REFUSED: ("照片没有上墙", f"没有通过：{photo.reason}欢迎换一张再来。"),
        State.REMOVED: ("照片已撤下", f"从合影墙上撤下了：{photo.reason}不同意可以写投诉建议。"),
    }[State(photo.state)]
    notify(
        user=photo.resident,
        kind=Message.Kind.CAMPAIGN,
        title=happened,
        body=f"您给{quoted(photo.campaign.title)}的照片{what}",
        url=reverse("campaigns:online-photos", args=[photo.campaign_id]),
        key=f"wall:{photo.pk}:{photo.state}:{at:%Y%m%d%H%M%S%f}",
    )


def _reason(typed: str) -> str:
    reason = " ".join(clean(typed).split())[:REASON_LENGTH]
    if not reason:
        raise PhotoRefused("请写一句理由，上传的人会看到。")
    return reason if reason.endswith(("。", "！", "？")) else f"{reason[: REASON_LENGTH - 1]}。"
