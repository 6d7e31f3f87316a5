"""Keeps the index current where rows are written all at once; of single saves Wagtail tells it."""

from typing import Any

from django.dispatch import receiver

from carbon_points.models import Action
from carbon_points.signals import catalogue_loaded
from content.models import PlanPassage
from content.signals import plan_text_changed
from search.services.index import reindex


@receiver(catalogue_loaded, dispatch_uid="index-actions")
def index_actions(sender: object, **values: Any) -> None:
    """The catalogue is another one now."""
    reindex(Action)


@receiver(plan_text_changed, dispatch_uid="index-plan-text")
def index_plan_text(sender: object, **values: Any) -> None:
    """The official text is another one now."""
    reindex(PlanPassage)
