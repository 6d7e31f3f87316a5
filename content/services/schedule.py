"""Pages and snippets whose time has come: the approved version goes public, the expired one comes down."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Model
from wagtail.models import DraftStateMixin, Page, Revision

from core import clock

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Done:
    """How many went public, and how many came down."""

    published: int
    expired: int


def publish_due() -> Done:
    """Do what is due, each in a transaction of its own: one that fails holds up no other.

    Only a version that three people approved has a time to go public, so nothing passes by 三审 here.
    """
    expired = sum(_tried(_expire, model, pk) for model, pk in _expired())
    due = Revision.objects.filter(approved_go_live_at__lte=clock.now()).order_by("approved_go_live_at")
    published = sum(_tried(_publish, Revision, pk) for pk in list(due.values_list("pk", flat=True)))
    return Done(published=published, expired=expired)


def _tried(work: Callable[[type[Model], int], bool], model: type[Model], pk: int) -> bool:
    try:
        with transaction.atomic():
            return work(model, pk)
    except Exception:
        log.exception("what was due could not be done: %s %s", model.__name__, pk)
        return False


def _expired() -> Iterator[tuple[type[Model], int]]:
    """Everything live that should be down by now; the list is read before anything changes."""
    snippets = [
        model
        for model in apps.get_models()
        if issubclass(model, DraftStateMixin) and not issubclass(model, Page)
    ]
    for model in (Page, *snippets):
        rows = model._default_manager.filter(live=True, expire_at__lte=clock.now()).order_by("expire_at")
        for pk in list(rows.values_list("pk", flat=True)):
            yield model, pk


def _expire(model: Any, pk: int) -> bool:
    """Take one down, unless somebody was faster."""
    rows = model._default_manager.select_for_update().filter(live=True, expire_at__lte=clock.now(), pk=pk)
    found = rows.first()
    if found is None:
        return False
    found.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return True


def _publish(model: type[Model], pk: int) -> bool:
    """Make one public, unless somebody was faster or took the approval back."""
    rows = Revision.objects.select_for_update(of=("self",))
    revision = rows.filter(approved_go_live_at__lte=clock.now(), pk=pk).first()
    if revision is None:
        return False
    revision.publish(log_action="wagtail.publish.scheduled")
    return True
