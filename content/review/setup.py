"""The workflow itself: made once, put over everything that can be published, with no right beside it."""

from typing import Final

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q
from wagtail.models import (
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowContentType,
    WorkflowMixin,
    WorkflowPage,
    WorkflowTask,
)

from content.models import ReviewTask

NAME: Final = "三审"
STEPS: Final = ("一审", "二审", "三审")
# Rights that would let one person alone make something public, or change what is locked for its reviewers.
SHORT_CUTS: Final = ("publish", "unlock", "lock", "bulk_delete")
_WAGTAILS_GROUPS: Final = ("Moderators", "Editors")


@transaction.atomic
def ensure_review_workflow() -> Workflow:
    """三审 over all pages and all snippets with a workflow. Safe to repeat; takes every short cut away."""
    workflow, _ = Workflow.objects.get_or_create(name=NAME)
    for step, name in enumerate(STEPS, start=1):
        task, _ = ReviewTask.objects.get_or_create(step=step, defaults={"name": name})
        task.groups.set([Group.objects.get_or_create(name=name)[0]])
        WorkflowTask.objects.update_or_create(workflow=workflow, task=task, defaults={"sort_order": step})
    WorkflowPage.objects.exclude(workflow=workflow).delete()
    WorkflowPage.objects.update_or_create(page=Page.get_first_root_node(), defaults={"workflow": workflow})
    for model in reviewed_snippets():
        WorkflowContentType.objects.update_or_create(
            content_type=ContentType.objects.get_for_model(model), defaults={"workflow": workflow}
        )
    for other in Workflow.objects.filter(active=True).exclude(pk=workflow.pk):
        other.deactivate()
    remove_short_cuts()
    return workflow


def reviewed_snippets() -> list[type[models.Model]]:
    """Every snippet that goes through 三审."""
    return [
        model
        for model in apps.get_models()
        if issubclass(model, WorkflowMixin) and not issubclass(model, Page)
    ]


def remove_short_cuts() -> None:
    """Take from all groups what Wagtail's migrations or a hasty hand gave them."""
    Group.objects.filter(name__in=_WAGTAILS_GROUPS, user=None).delete()
    codenames = [f"{right}_page" for right in SHORT_CUTS]
    GroupPagePermission.objects.filter(permission__codename__in=codenames).delete()
    Group.permissions.through.objects.filter(permission__in=short_cut_permissions()).delete()


def short_cut_permissions() -> models.QuerySet[Permission]:
    """Rights over pages, snippets, the workflow and the groups that would go round 三审."""
    wanted = Q(content_type__app_label="wagtailcore", content_type__model__in=_MACHINERY)
    for model in [Page, *reviewed_snippets()]:
        rights = [f"{right}_{model._meta.model_name}" for right in (*SHORT_CUTS, "delete")]
        wanted |= Q(content_type=ContentType.objects.get_for_model(model), codename__in=rights)
    return Permission.objects.filter(wanted)


_MACHINERY: Final = (
    "workflow",
    "task",
    "workflowpage",
    "workflowtask",
    "workflowcontenttype",
    "workflowstate",
    "taskstate",
    "groupapprovaltask",
    "grouppagepermission",
    "revision",
)
