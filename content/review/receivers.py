"""What follows from a step of 三审: the signature, and the news in people's inboxes."""

from typing import Any

from django.db.models.signals import pre_save
from django.dispatch import receiver
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import published, task_submitted, workflow_approved, workflow_rejected

from content.models import ReviewTask
from content.review.files import refuse_exchange
from content.review.signatures import sign
from content.review.telling import tell_published, tell_rejected, tell_reviewers


@receiver(published)
def keep_signature(instance: Any, revision: Any, **kwargs: Any) -> None:
    """The names are kept when it becomes public; what is only scheduled is signed later."""
    if instance.live:
        sign(obj=instance, revision=revision)


@receiver(task_submitted)
def waits(instance: TaskState, **kwargs: Any) -> None:
    """A step began."""
    if isinstance(instance.task.specific, ReviewTask):
        tell_reviewers(instance)


@receiver(workflow_rejected)
def sent_back(instance: WorkflowState, **kwargs: Any) -> None:
    """A reviewer sent it back."""
    tell_rejected(instance)


@receiver(workflow_approved)
def passed(instance: WorkflowState, **kwargs: Any) -> None:
    """The third reviewer approved."""
    tell_published(instance)


@receiver(pre_save, sender=get_image_model())
@receiver(pre_save, sender=get_document_model())
def file_changes(instance: Any, raw: bool, **kwargs: Any) -> None:
    """Whoever exchanges a file, through whichever screen."""
    if not raw:
        refuse_exchange(instance)
