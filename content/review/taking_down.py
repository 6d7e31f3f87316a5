"""Taking something down at once: the only right over what is public, and it only removes."""

from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from wagtail.actions.unpublish import UnpublishAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import log
from wagtail.models import Page, Revision, Site

from accounts.models import User
from content.review.forms import LONGEST_REASON
from content.review.telling import edit_url
from core.refusals import Refused
from messaging.services import notify

MAY_TAKE_DOWN: Final = "content.take_down"
TAKEN_DOWN: Final = "content.take_down"


@transaction.atomic
def take_down(*, obj: Any, by: User, reason: str) -> None:
    """Remove a live or scheduled page or snippet from the public. To come back it goes through 三审 again.

    Pages below it stay. Raises Refused without the right, without a reason, for the front page, and for what
    is not public.
    """
    reason = reason.strip()
    if not by.has_perm(MAY_TAKE_DOWN):
        raise Refused("撤下已发布的内容要由三审人员操作。", code="not_allowed", status=403)
    if not 1 <= len(reason) <= LONGEST_REASON:
        raise Refused(f"请写明撤下原因，最多{LONGEST_REASON}个字。", code="reason_missing", status=422)
    found = type(obj).objects.select_for_update().get(pk=obj.pk)
    found = found.specific if isinstance(found, Page) else found
    if isinstance(found, Page) and Site.objects.filter(root_page=found.pk).exists():
        raise Refused("首页不能撤下，可以改好后重新送审。", code="front_page")
    revisions = Revision.objects.for_instance(found)
    scheduled = list(revisions.filter(approved_go_live_at__isnull=False).values_list("pk", flat=True))
    if not found.live and not scheduled:
        raise Refused("这条内容没有在线上，不用撤下。", code="not_public")
    shown = [*scheduled, *([found.live_revision_id] if found.live_revision_id else [])]
    revisions.update(approved_go_live_at=None)
    if found.live:
        action = UnpublishPageAction if isinstance(found, Page) else UnpublishAction
        action(found, user=by).execute(skip_permission_checks=True)
    log(instance=found, action=TAKEN_DOWN, user=by, data={"reason": reason})
    _tell_writers(found, shown, by, reason)


def _tell_writers(obj: Any, revisions: list[int], by: User, reason: str) -> None:
    kind = ContentType.objects.get_for_model(obj)
    writers = User.objects.filter(
        Q(pk__in=Revision.objects.filter(pk__in=revisions).values("user"))
        | Q(pk=getattr(obj, "owner_id", None))
    )
    for writer in writers.exclude(pk=by.pk):
        notify(
            user=writer,
            kind="review",
            title=f"已撤下：{obj}",
            body=reason,
            url=edit_url(obj, writer),
            key=f"taken-down:{kind.pk}:{obj.pk}:{max(revisions, default=0)}",
        )
