"""The line under a text: who wrote it and which three people approved it, as their names were then."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wagtail.log_actions import get_active_log_context
from wagtail.models import Revision, TaskState, WorkflowState

from content.models import ReviewSignature
from content.review.people import approvals, writers
from core import clock

Step = ReviewSignature.Step


@dataclass(frozen=True)
class Signature:
    """Names as text; an empty one was not recorded. `published_at` is when it became public."""

    author: str = ""
    first: str = ""
    second: str = ""
    third: str = ""
    published_by: str = ""
    published_at: datetime | None = None

    @property
    def reviewed(self) -> bool:
        """Three people approved it. What commands or IT published was not reviewed, and says so."""
        return bool(self.first and self.second and self.third)


def signature(obj: Any) -> Signature:
    """Who signed the live revision of a page or snippet: one query, none for what has no live revision."""
    if not obj.live_revision_id:
        return Signature(published_at=obj.last_published_at)
    rows = ReviewSignature.objects.filter(
        content_type=obj.get_base_content_type(),
        object_id=str(obj.pk),
        revision=obj.live_revision_id,
    )
    names = {row.step: row.name for row in rows}
    return Signature(
        author=names.get(Step.AUTHOR, ""),
        first=names.get(Step.FIRST, ""),
        second=names.get(Step.SECOND, ""),
        third=names.get(Step.THIRD, ""),
        published_by=names.get(Step.PUBLISHED, ""),
        published_at=obj.last_published_at,
    )


def sign(*, obj: Any, revision: Revision) -> None:
    """Write down who approved a revision at the moment it becomes public. Safe to repeat."""
    given = _approvals_of(revision)
    presser = get_active_log_context().user
    if not given and presser is None:
        return
    rows = [(Step.PUBLISHED, str(presser.display_name) if presser else "", clock.now())]
    if given:
        author = getattr(obj, "responsible_editor", "") or _names(revision)
        rows.append((Step.AUTHOR, author, revision.created_at))
        rows += [(Step(one.step), _name(one.finished_by), one.finished_at) for one in given]
    ReviewSignature.objects.bulk_create(
        [
            ReviewSignature(
                content_type_id=revision.base_content_type_id,
                object_id=revision.object_id,
                revision=revision.pk,
                step=step,
                name=name,
                at=at,
            )
            for step, name, at in rows
        ],
        ignore_conflicts=True,
    )


def _approvals_of(revision: Revision) -> list[TaskState]:
    state = (
        WorkflowState.objects.filter(
            task_states__revision=revision,
            task_states__status=TaskState.STATUS_APPROVED,
            status=WorkflowState.STATUS_APPROVED,
        )
        .order_by("-pk")
        .first()
    )
    return approvals(state, revision) if state else []


def _names(revision: Revision) -> str:
    return "、".join(_name(user) for user in writers(revision))


def _name(user: Any) -> str:
    return str(user.display_name) if user else ""
