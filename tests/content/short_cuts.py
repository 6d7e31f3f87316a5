"""Every way we know to change what is public without 三审, as requests to try; and what is public."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import (
    GroupPagePermission,
    Page,
    PageViewRestriction,
    Revision,
    Site,
    Task,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from accounts.models import User
from content.models import PlanPage, PublicServiceAd, ReviewTask
from content.review.setup import reviewed_snippets
from tests.content.reviewing import (
    Room,
    as_,
    draft_page,
    edit_data,
    edit_url,
    public_page,
    publish,
    save,
    submit,
    waiting,
)

Attempt = Callable[[Client, User], Any]


@dataclass
class World:
    """One page in each state that there is."""

    room: Room
    draft: Page
    live: Page
    in_review: Page
    scheduled: Page
    alias: Page
    elsewhere: Page

    @property
    def task_state(self) -> Any:
        """The step at which `in_review` waits."""
        return waiting(self.in_review)


def world_of(room: Room) -> World:
    """The pages of the world, as three reviewers and an editor left them."""
    elsewhere = PlanPage(title="另一个栏目", slug="elsewhere")
    room.section.get_parent().add_child(instance=elsewhere)
    elsewhere.save_revision().publish()
    live = public_page(room, "公开的")
    in_review = draft_page(room, "审核中的")
    submit(in_review, room.editor)
    scheduled = draft_page(room, "排好期的")
    later = timezone.localtime() + timedelta(days=3)
    save(scheduled, room.editor, {"go_live_at": f"{later:%Y-%m-%d %H:%M}"})
    publish(room, scheduled)
    alias = live.create_alias(parent=elsewhere, update_slug="alias", user=None)
    # Drafts below a page of one's own are the easiest to move and to copy.
    return World(room, draft_page(room, "草稿"), live, in_review, scheduled, alias, elsewhere)


def public_state() -> list[Any]:
    """All that a short cut would change: what is public or will be, and the rules that guard it."""
    models: list[type[Model]] = [Page, *reviewed_snippets()]
    shown = [
        list(
            model.objects.filter(live=True)
            .order_by("pk")
            .values_list(*[field.name for field in model._meta.concrete_fields if field.name not in _DRAFTS])
        )
        for model in models
    ]
    rules: list[Any] = [
        Revision.objects.filter(approved_go_live_at__isnull=False).values_list("pk", "approved_go_live_at"),
        PageViewRestriction.objects.values_list("page", "restriction_type"),
        Page.objects.filter(locked=True).values_list("pk", "locked_by"),
        WorkflowPage.objects.values_list("page", "workflow"),
        WorkflowContentType.objects.values_list("content_type", "workflow"),
        WorkflowTask.objects.values_list("workflow", "task", "sort_order"),
        Workflow.objects.values_list("pk", "active", "name"),
        Task.objects.values_list("pk", "active", "name"),
        ReviewTask.objects.values_list("pk", "groups"),
        GroupPagePermission.objects.values_list("group", "page", "permission"),
        Group.objects.values_list("name", "permissions"),
        User.objects.values_list("pk", "is_superuser", "groups"),
        Site.objects.values_list("pk", "hostname", "root_page"),
    ]
    return [*shown, *(sorted(map(repr, rows)) for rows in rules)]


# What changes on a public page when somebody saves a draft of it.
_DRAFTS = {
    "latest_revision",
    "latest_revision_created_at",
    "has_unpublished_changes",
    "draft_title",
    "numchild",
}


def page_attempts(world: World) -> dict[str, Attempt]:
    """The ways through the screens for pages, by what one tries."""
    draft, live, scheduled = world.draft, world.live, world.scheduled
    parent = world.room.section
    past = {"go_live_at": "2026-01-01 08:00"}
    add = reverse("wagtailadmin_pages:add", args=["content", "planchapterpage", parent.pk])
    revert = [live.pk, live.revisions.order_by("pk").first().pk]
    copied = {"new_title": "副本", "new_parent_page": parent.pk, "new_slug": "copy"}
    return {
        "publish a draft": _form(draft, {"action-publish": "1"}),
        "publish a change": _form(live, {"action-publish": "1"}),
        "publish with a date that has passed": _form(draft, past | {"action-publish": "1"}),
        "publish at a date to come": _form(draft, {"go_live_at": "2099-01-01 08:00", "action-publish": "1"}),
        "publish what is in review": _form(world.in_review, {"action-publish": "1"}),
        "make and publish": lambda client, by: client.post(
            add, edit_data(draft, by) | {"slug": "new-one", "action-publish": "1"}
        ),
        "publish many": _post(_bulk("publish", draft, live), {"include_descendants": "on"}),
        "unpublish many": _post(_bulk("unpublish", live), {"include_descendants": "on"}),
        "delete many": _post(_bulk("delete", live), {}),
        "move many": _post(_bulk("move", live), {"chooser": str(world.elsewhere.pk)}),
        "copy as public": _post(_page("copy", live.pk), copied | {"publish_copies": "on"}),
        "copy as alias": _post(_page("copy", live.pk), copied | {"alias": "on"}),
        "move": _post(_page("move_confirm", live.pk, world.elsewhere.pk), {}),
        "reorder": _post(_page("set_page_position", live.pk), {}),
        "unpublish": _post(_page("unpublish", live.pk), {"include_descendants": "on"}),
        "delete": _post(_page("delete", live.pk), {}),
        "go back to an old revision": lambda client, by: client.post(
            _page("revisions_revert", *revert), edit_data(live, by) | {"action-publish": "1"}
        ),
        "take out of the schedule": _post(
            _page("revisions_unschedule", scheduled.pk, scheduled.scheduled_revision.pk), {}
        ),
        "lock": _post(_page("lock", live.pk), {}),
        "restrict to readers": _post(_page("set_privacy", live.pk), {"restriction_type": "login"}),
    }


def api_attempts(world: World) -> dict[str, Attempt]:
    """The ways through Wagtail's own API below /cms/api/."""
    live, elsewhere = world.live, world.elsewhere
    return {
        "api: publish": _api(world.draft, "publish"),
        "api: publish what is in review": _api(world.in_review, "publish"),
        "api: unpublish": _api(live, "unpublish"),
        "api: copy as public": _api(live, "copy", keep_live=True, slug="copied"),
        "api: alias": _api(live, "create_alias", update_slug="alias-2", recursive=False),
        "api: alias elsewhere": _api(
            live, "create_alias", destination_page_id=elsewhere.pk, update_slug="alias-3", recursive=False
        ),
        "api: move": _api(live, "move", destination_page_id=elsewhere.pk, position="last-child"),
        "api: delete": _api(live, "delete"),
    }


def all_attempts(world: World) -> dict[str, Attempt]:
    """All of them."""
    return page_attempts(world) | api_attempts(world) | rule_attempts(world) | powerless_attempts(world)


def rule_attempts(world: World) -> dict[str, Attempt]:
    """The ways to change the rules first: workflow, steps, groups, people, site."""
    workflow = Workflow.objects.get(name="三审")
    task = Task.objects.filter(reviewtask__isnull=False).order_by("pk").first()
    group = Group.objects.get(name="编辑")
    site = Site.objects.get()
    assert task
    return {
        "switch the workflow off": _post(_flow("disable", workflow.pk), {}),
        "switch a step off": _post(_flow("disable_task", task.pk), {}),
        "give a step to others": _post(_flow("edit_task", task.pk), {"groups": [group.pk]}),
        "take the workflow off the pages": _post(_flow("remove", 1, workflow.pk), {}),
        "a workflow of one's own": _post(_flow("add"), _formsets("workflow_tasks", "pages", name="快速")),
        "a group of one's own": _post(
            reverse("wagtailusers_groups:add"),
            _formsets("page_permissions", "document_permissions", "image_permissions", name="快速")
            | _formsets("collection_permissions"),
        ),
        "a site of one's own": _post(
            reverse("wagtailsites:edit", args=[site.pk]),
            {"hostname": "x", "port": 80, "root_page": world.live.pk, "is_default_site": "on"},
        ),
    }


def powerless_attempts(world: World) -> dict[str, Attempt]:
    """Requests that nobody, not even a superuser, changes anything with; still tried by everybody."""
    state = world.task_state
    copied = {"new_title": "副本", "new_parent_page": world.room.section.pk}
    act = "wagtailadmin_pages:workflow_action"
    return {
        "unlock": _post(_page("unlock", world.live.pk), {}),
        "approve at Wagtail's own address": _post(
            reverse(act, args=[world.in_review.pk, "approve", state.pk]), {"comment": ""}
        ),
        "approve through another page": _post(
            reverse(act, args=[world.live.pk, "approve", state.pk]), {"comment": ""}
        ),
        "approve in the form": _form(
            world.in_review,
            {
                "action-workflow-action": "1",
                "workflow-action-name": "approve",
                "workflow-action-extra-data": '{"update": false}',
            },
        ),
        "save a date that has passed, then let the clock publish": _clock(
            _form(world.draft, {"go_live_at": "2026-01-01 08:00"})
        ),
        "save a date to come on a public page, then let the clock publish": _clock(
            _form(world.live, {"go_live_at": "2026-01-01 08:00", "expire_at": ""})
        ),
        "keep a copy of a scheduled page": _clock(
            _post(_page("copy", world.scheduled.pk), copied | {"new_slug": "copied-schedule"})
        ),
        "api: go back": _api(
            world.live, "revert_to_page_revision", revision_id=world.live.revisions.order_by("pk").first().pk
        ),
        "api: translate": _api(world.live, "copy_for_translation", locale="zh-hans"),
        "api: copy as draft": _api(world.live, "copy", keep_live=False, slug="copied-draft"),
    }


@dataclass
class Ads:
    """One snippet in each state that there is."""

    draft: PublicServiceAd
    live: PublicServiceAd
    in_review: PublicServiceAd
    scheduled: PublicServiceAd


def ads_of(room: Room) -> Ads:
    """The ads as three reviewers and an editor left them."""
    live, in_review, scheduled = (
        draft_ad(room, "公开的"),
        draft_ad(room, "审核中的"),
        draft_ad(room, "排好期的"),
    )
    publish(room, live)
    live.refresh_from_db()
    live.title = "没有审过的改动"
    live.save_revision(user=room.editor)
    live.refresh_from_db()
    submit(in_review, room.editor)
    later = timezone.now() + timedelta(days=3)
    scheduled.go_live_at = later
    scheduled.save_revision(user=room.editor)
    scheduled.get_workflow().start(scheduled, room.editor)
    for reviewer in room.reviewers:
        row = waiting(scheduled)
        row.task.specific.on_action(row, reviewer, "approve")
    return Ads(draft_ad(room, "草稿"), live, in_review, scheduled)


def draft_ad(room: Room, title: str) -> PublicServiceAd:
    """An ad that nobody has published, written by the editor."""
    ad = PublicServiceAd.objects.create(title=title, text="随手关灯", issuer="市委宣传部", live=False)
    ad.save_revision(user=room.editor)
    return ad


def snippet_attempts(ads: Ads) -> dict[str, Attempt]:
    """The ways through the screens for snippets; each works for a superuser."""
    old = ads.live.revisions.order_by("pk").first()
    fields = {"title": "新的", "text": "新的", "issuer": "宣传部", "slot": "home"}
    bulk = reverse("wagtail_bulk_action", args=["content", "publicservicead", "delete"])
    return {
        "publish a draft": _form(ads.draft, {"action-publish": "1"}),
        "publish a change": _form(ads.live, {"action-publish": "1"}),
        "make and publish": _post(_ad("add"), fields | {"action-publish": "1"}),
        "unpublish": _post(_ad("unpublish", ads.live.pk), {}),
        "delete": _post(_ad("delete", ads.live.pk), {}),
        "delete many": _post(f"{bulk}?id={ads.live.pk}", {}),
        "go back to an old revision": lambda client, by: client.post(
            _ad("revisions_revert", ads.live.pk, old.pk), edit_data(ads.live, by) | {"action-publish": "1"}
        ),
        "take out of the schedule": _post(
            _ad("revisions_unschedule", ads.scheduled.pk, ads.scheduled.scheduled_revision.pk), {}
        ),
    }


def powerless_snippet_attempts(ads: Ads) -> dict[str, Attempt]:
    """Requests that nobody changes what is public with; still tried by everybody."""
    state = waiting(ads.in_review)
    act = ads.live.snippet_viewset.get_url_name("workflow_action")
    chooser = "wagtailsnippetchoosers_content_publicservicead:create"
    fields = {"title": "新的", "text": "新的", "issuer": "宣传部", "slot": "home", "live": "on"}
    return {
        "publish what is in review": _form(ads.in_review, {"action-publish": "1"}),
        "lock": _post(_ad("lock", ads.draft.pk), {}),
        "unlock": _post(_ad("unlock", ads.in_review.pk), {}),
        # There is no such screen: Wagtail's saves over the ad that it copies.
        "copy": _post(_ad("edit", ads.live.pk).replace("/edit/", "/copy/"), fields),
        "make in the chooser": _post(reverse(chooser), fields, broken=True),
        "approve at Wagtail's own address": _post(
            reverse(act, args=[ads.in_review.pk, "approve", state.pk]), {"comment": ""}
        ),
        "approve through another ad": _post(
            reverse(act, args=[ads.live.pk, "approve", state.pk]), {"comment": ""}
        ),
        "approve in the form": _form(
            ads.in_review,
            {
                "action-workflow-action": "1",
                "workflow-action-name": "approve",
                "workflow-action-extra-data": '{"update": false}',
            },
        ),
        "save a date that has passed, then let the clock publish": _clock(
            _form(ads.draft, {"go_live_at": "2026-01-01 08:00"})
        ),
        "save a change, then let the clock publish": _clock(_form(ads.live, {"title": "改动"})),
    }


def _ad(name: str, *args: int) -> str:
    return reverse(PublicServiceAd.snippet_viewset.get_url_name(name), args=args)


def detach_alias(world: World, by: User) -> None:
    """An alias becomes a page of its own, through the screen and through the API."""
    as_(by).post(_page("convert_alias", world.alias.pk))
    _api(world.alias, "convert_alias")(as_(by), by)


def _form(obj: Any, more: dict[str, str]) -> Attempt:
    return lambda client, by: client.post(edit_url(obj), edit_data(obj, by) | more)


def _post(url: str, data: dict[str, Any], broken: bool = False) -> Attempt:
    def send(client: Client, by: User) -> Any:
        # Some of Wagtail's screens break when something is sent that they never ask for.
        client.raise_request_exception = not broken
        return client.post(url, data)

    return send


def _api(page: Page, action: str, **data: Any) -> Attempt:
    url = f"/cms/api/main/pages/{page.pk}/action/{action}/"
    return lambda client, by: client.post(url, data, content_type="application/json")


def _clock(first: Attempt) -> Attempt:
    def both(client: Client, by: User) -> None:
        first(client, by)
        call_command("publish_scheduled")

    return both


def _page(name: str, *args: int) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=args)


def _flow(name: str, *args: int) -> str:
    return reverse(f"wagtailadmin_workflows:{name}", args=args)


def _bulk(action: str, *pages: Page) -> str:
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    return f"{url}?{'&'.join(f'id={page.pk}' for page in pages)}"


def _formsets(*names: str, **values: str) -> dict[str, str]:
    return values | {
        f"{name}-{field}": "0"
        for name in names
        for field in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
    }
