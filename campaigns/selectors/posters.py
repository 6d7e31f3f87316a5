"""The poster of a campaign: what it says, its picture, and a mark that changes when either does."""

from dataclasses import dataclass, replace
from hashlib import sha256

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from campaigns.models import Campaign, Session
from campaigns.rules.posters import picture_for, when_of_days, when_of_sessions
from core import clock
from core.refusals import NotFound
from media.event_posters import Cover, EventPoster
from media.models import Picture

# Goes up when posters are drawn in another way: those that are kept are drawn anew.
DRAWING = 1
# Larger than the poster needs: a JPEG of many megapixels is read in a fraction of them.
COVER_SIZE = (1600, 1600)


@dataclass(frozen=True, slots=True)
class Poster:
    """What is needed to draw it. `text` comes without its cover, which is only read when it is drawn."""

    campaign: Campaign
    text: EventPoster
    mark: str
    # To send on beside it.
    words: str


def poster_of(campaign_id: int) -> Poster:
    """The poster of a public campaign. Raises NotFound for all others. Two queries."""
    campaign = Campaign.objects.select_related("cover").filter(pk=campaign_id).first()
    if campaign is None or campaign.state != Campaign.State.OPEN:
        raise NotFound("这个活动没有海报：它可能已经取消，或者已经撤下。")
    sessions = _to_come(campaign)
    text = _text(campaign, sessions)
    when = " ".join(part for part in (text.day, text.weekday, text.clock) if part)
    said = "，".join(part for part in (when, text.place) if part)
    return Poster(
        campaign=campaign,
        text=text,
        mark=_mark(text, campaign.cover),
        words=f"{campaign.title}（{said}）。详情：{text.qr}",
    )


def with_cover(poster: Poster) -> EventPoster:
    """The text with the campaign's picture, if there is one that can be read."""
    picture = poster.campaign.cover
    if picture is None:
        return poster.text
    try:
        with picture.file.storage.open(picture.file.name, "rb") as file:
            image = Image.open(file)
            image.draft("RGB", COVER_SIZE)
            image.load()
    except OSError:
        # The file is lost, or is no picture: our own scenery takes its place.
        return poster.text
    return replace(poster.text, cover=Cover(image, _focus(picture)))


def _to_come(campaign: Campaign) -> list[Session]:
    """Sessions that are not over, the next one first; when all are over, all of them."""
    standing = [one for one in campaign.sessions.all() if one.cancelled_at is None]
    coming = [one for one in standing if one.ends_at > clock.now()]
    return coming or standing


def _text(campaign: Campaign, sessions: list[Session]) -> EventPoster:
    theme, occasion = picture_for(campaign.theme_day)
    spans = [(timezone.localtime(one.starts_at), timezone.localtime(one.ends_at)) for one in sessions]
    when = when_of_sessions(spans) if spans else when_of_days(campaign.starts_on, campaign.ends_on)
    return EventPoster(
        title=campaign.title,
        day=when.day,
        weekday=when.weekday,
        clock=when.clock,
        more=when.more,
        place=sessions[0].place if sessions else "",
        organiser=campaign.organiser_name,
        sentence=campaign.summary,
        occasion=occasion,
        footer=settings.CITY.site_name,
        qr=f"{settings.SITE_URL}{reverse('campaigns:short', args=[campaign.pk])}",
        theme=theme,
    )


def _focus(picture: Picture) -> tuple[float, float]:
    point = picture.get_focal_point()
    if point is None:
        return (0.5, 0.5)
    return (point.centroid.x / picture.width, point.centroid.y / picture.height)


def _mark(text: EventPoster, cover: Picture | None) -> str:
    shown = repr((DRAWING, text, cover and (cover.pk, cover.file.name, _focus(cover))))
    return sha256(shown.encode()).hexdigest()[:32]
