"""A reader's word on a page."""

from django.db import transaction
from wagtail.models import Page

from core import clock
from core.refusals import NotFound
from feedback.models import Helpful


@transaction.atomic
def say_helpful(*, page_id: int, voter: str, helpful: bool) -> Helpful:
    """One word for each reader and page; the last one counts. Raises NotFound for what is not public."""
    if not Page.objects.live().public().filter(pk=page_id).exists():
        raise NotFound("没有这个页面，它可能已经下线。")
    values = {"helpful": helpful, "at": clock.now()}
    word, _ = Helpful.objects.update_or_create(page_id=page_id, voter=voter, defaults=values)
    return word
