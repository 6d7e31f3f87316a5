"""Pictures for the wall: handed in by residents, taken away by them at any time."""

import hashlib
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction

from accounts.models import User
from campaigns.models import Campaign, WallPhoto
from campaigns.refusals.online import NoSuchCampaign, NotRunning, PhotoRefused
from campaigns.rules import online as rules
from campaigns.selectors.online.part import has_wall
from campaigns.services.online.opening import person, refuse_closed
from core import clock
from core.refusals import NotFound
from core.text import clean
from media.decoding import Photo
from media.storage import WallStorage, random_name
from media.uploads import read_photo

State = WallPhoto.State
USED = "这面墙上已经有这张照片了，请换一张。"


def hand_in_photo(
    *, resident: User, campaign_id: int, data: bytes, words: str = "", people_agree: bool = False
) -> WallPhoto:
    """Keep a picture until somebody of the organiser has looked at it; nobody else sees it before.

    Not inside a transaction: reading a picture takes up to a second. What is kept is our own re-encoding,
    without EXIF and place. The same file again gives the picture that is there already. Raises
    NoSuchCampaign, NotRunning, PhotoRefused, PictureRefused or TooManyAtOnce.
    """
    if not people_agree:
        raise PhotoRefused("请先确认画面中的每个人（孩子由监护人）都同意公开，再上传。")
    words = _caption(words)
    digest = hashlib.sha256(data).hexdigest()
    if earlier := _earlier(resident, _open_wall(campaign_id), digest):
        return earlier
    photo, now = read_photo(data), clock.now()
    storage, kept = WallStorage(), False
    name = storage.save(random_name(now), ContentFile(photo.data))
    try:
        row = _insert(resident, campaign_id, digest, photo, name, words, now)
        kept = row.file.name == name
        return row
    finally:
        if not kept:
            storage.delete(name)


@transaction.atomic
def remove_own_photo(*, resident: User, photo_id: int) -> Campaign:
    """Take one's own picture away, file and row, whatever was decided. Raises NotFound."""
    rows = WallPhoto.objects.select_for_update(of=("self",)).select_related("campaign")
    photo = rows.filter(pk=photo_id, resident=resident).first()
    if photo is None:
        raise NotFound("没有找到这张照片，它可能已经删除了。")
    _forget(photo)
    return photo.campaign


@transaction.atomic
def remove_all_of(*, user: User) -> int:
    """Take all pictures of somebody away who leaves; how many."""
    rows = list(WallPhoto.objects.select_for_update().filter(resident=user).order_by("pk"))
    for photo in rows:
        _forget(photo)
    return len(rows)


def _forget(photo: WallPhoto) -> None:
    # The file first: a crash in between leaves a row that is found again, never a file without one.
    if photo.file:
        WallStorage().delete(str(photo.file.name))
    photo.delete()


@transaction.atomic
def _insert(
    resident: User, campaign_id: int, digest: str, photo: Photo, name: str, words: str, now: datetime
) -> WallPhoto:
    """The new row. One person's pictures come in turn."""
    resident = person(resident)
    # Held, so that of two people with one file the second sees the first.
    Campaign.objects.select_for_update(no_key=True).get(pk=campaign_id)
    campaign = _open_wall(campaign_id)
    if earlier := _earlier(resident, campaign, digest):
        return earlier
    if WallPhoto.objects.filter(resident=resident, state=State.WAITING).count() >= rules.MOST_WAITING:
        raise PhotoRefused(f"您有{rules.MOST_WAITING}张照片还在审核，有结果以后再传。", status=429)
    return WallPhoto.objects.create(
        campaign=campaign,
        resident=resident,
        file=name,
        width=photo.width,
        height=photo.height,
        sha256=digest,
        words=words,
        people_agree=True,
        at=now,
    )


def _open_wall(campaign_id: int) -> Campaign:
    row = Campaign.objects.filter(pk=campaign_id).first()
    if row is None or not has_wall(row):
        raise NoSuchCampaign("这个活动没有合影墙，请从活动页面重新进入。")
    refuse_closed(row)
    if not rules.takes_photos(row.starts_on, row.ends_on, clock.today()):
        raise NotRunning("合影墙现在不收照片：活动还没开始，或者已经结束一个月了。")
    return row


def _earlier(resident: User, campaign: Campaign, digest: str) -> WallPhoto | None:
    """The same file of the same person; None for a new file. Raises PhotoRefused for any other case."""
    earlier = WallPhoto.objects.filter(campaign=campaign, sha256=digest).first()
    if earlier is None:
        return None
    if earlier.resident_id != resident.pk:
        raise PhotoRefused(USED, status=409)
    if earlier.state in {State.REFUSED, State.REMOVED}:
        raise PhotoRefused(f"这张照片没有上墙：{earlier.reason}请换一张。", status=409)
    return earlier


def _caption(words: str) -> str:
    caption = " ".join(clean(words).split())
    if len(caption) > rules.CAPTION_LENGTH:
        raise PhotoRefused(f"一句话最多{rules.CAPTION_LENGTH}个字，请写短一点。")
    return caption
