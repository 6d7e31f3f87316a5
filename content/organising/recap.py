"""A campaign's recap: words, numbers and pictures become a draft article for the reviewers."""

import io
from collections.abc import Collection
from pathlib import Path
from typing import Any

from django.core.files.images import ImageFile
from django.db import transaction

from accounts.models import User
from campaigns.models import Campaign, WallPhoto
from campaigns.selectors.numbers import numbers_of
from campaigns.selectors.online.wall import on_the_wall
from content.models import ArticlePage, CampaignPage, NewsIndexPage
from content.organising.drafts import hand_in, paragraphs_of
from core.refusals import NotFound
from media.models import Picture

# Pictures of one recap, and how many are offered.
MOST, OFFERED = 9, 24


@transaction.atomic
def write_recap(
    *, page: CampaignPage, by: User, title: str, summary: str, words: str, photos: Collection[int]
) -> ArticlePage:
    """Write the article and hand it in. Numbers are ours, from ten people on; pictures come from the wall.

    Whoever handed a picture in has said that everybody in it agrees to its being public. Raises NotFound.
    """
    column = NewsIndexPage.objects.first()
    campaign = Campaign.objects.filter(page=page.pk).first()
    if column is None or campaign is None:
        raise NotFound("活动还没有公开，或者网站没有“资讯”栏目，请联系管理员。")
    article = ArticlePage(
        title=title,
        draft_title=title,
        summary=summary,
        kind=ArticlePage.Kind.NEWS,
        interprets=page.page_ptr,
        source=page.organiser_name,
        owner=by,
        live=False,
        theme_day=page.theme_day,
        body=[*paragraphs_of(words), *_figures(campaign), *_pictures(campaign, page, photos)],
    )
    column.add_child(instance=article)
    article.save_revision(user=by)
    hand_in(page=article, by=by)
    return article


def photos_to_choose(page: CampaignPage) -> list[WallPhoto]:
    """Approved pictures of the campaign's wall, the latest first."""
    campaign = Campaign.objects.filter(page=page.pk).first()
    return list(on_the_wall(campaign)[:OFFERED]) if campaign else []


def _figures(campaign: Campaign) -> list[tuple[str, Any]]:
    numbers = numbers_of(campaign)
    told = [("报名", numbers.registered), ("到场", numbers.came)]
    source = f"{campaign.organiser_name}，本网站报名和签到记录"
    blank = {"note": "含同行的人", "source_url": ""}
    return [
        ("data", {"label": label, "value": str(value), "unit": "人", "source": source, **blank})
        for label, value in told
        if value
    ]


def _pictures(campaign: Campaign, page: CampaignPage, photos: Collection[int]) -> list[tuple[str, Any]]:
    chosen = on_the_wall(campaign).filter(pk__in=photos)[:MOST]
    blocks = []
    for photo in chosen:
        words = photo.words or f"{page.title}现场"
        with photo.file.open("rb") as held:
            data = held.read()
        picture = Picture(
            title=words,
            description=words,
            rights_holder=page.organiser_name,
            licence="参加活动的居民上传，同意公开",
            people=Picture.People.CONSENTED,
            file=ImageFile(io.BytesIO(data), name=Path(str(photo.file.name)).name),
            width=photo.width,
            height=photo.height,
        )
        picture.save()
        # How Wagtail's picture block holds a description.
        picture.contextual_alt_text, picture.decorative = words, False
        blocks.append(("picture", {"image": picture, "caption": photo.words}))
    return blocks
