"""Every address of Wagtail that could change what is public is known by name; a new one fails here."""

from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.views.bulk_action.registry import bulk_action_registry

from content.review.setup import reviewed_snippets
from tests.content.admin_addresses import admin_patterns

# Tried by everybody in test_review_short_cuts, or in test_review at the desk.
TRIED = {
    *("add", "edit", "copy", "move_confirm", "set_page_position", "unpublish", "delete", "convert_alias"),
    *("revisions_revert", "revisions_unschedule", "lock", "unlock", "set_privacy", "workflow_action"),
}
# Show, or ask before one of the above.
READS = {
    *("add_subpage", "choose_parent", "collect_workflow_action_data", "confirm_workflow_cancellation"),
    *("history", "history_results", "move", "revisions_compare", "revisions_index", "revisions_view"),
    *("preview_on_add", "preview_on_edit", "search", "search_results", "type_use", "type_use_results"),
    *("usage", "view_draft", "workflow_history", "workflow_history_detail", "workflow_preview"),
}
TRIED_WORKFLOW = {"add", "disable", "disable_task", "edit_task", "remove"}
# Behind the rights to change workflows and tasks, which no group holds (test_review_short_cuts).
OTHER_WORKFLOW = {
    *("edit", "enable", "enable_task", "add_task", "task_chooser_create"),
    *("index", "index_results", "usage", "usage_results", "select_task_type"),
    *("task_chooser", "task_chooser_results", "task_chosen", "task_index", "task_index_results"),
}
TRIED_API = {
    *("publish", "unpublish", "copy", "create_alias", "move", "delete"),
    *("revert_to_page_revision", "convert_alias", "copy_for_translation"),
}
TRIED_SNIPPET = {
    *("add", "edit", "delete", "unpublish", "lock", "unlock"),
    *("revisions_revert", "revisions_unschedule", "workflow_action"),
}
READS_SNIPPET = {
    *("list", "list_results", "history", "history_results", "usage", "inspect"),
    *("preview_on_add", "preview_on_edit", "revisions_compare", "revisions_view"),
    *("collect_workflow_action_data", "confirm_workflow_cancellation", "workflow_preview"),
    *("workflow_history", "workflow_history_detail"),
}


def names_in(space: str) -> set[str]:
    """The addresses of one of Wagtail's areas."""
    return {name.removeprefix(f"{space}:") for name, _ in admin_patterns() if name.startswith(f"{space}:")}


def test_every_address_of_pages_is_known() -> None:
    assert names_in("wagtailadmin_pages") == TRIED | READS


def test_every_address_of_workflows_is_known() -> None:
    assert names_in("wagtailadmin_workflows") == TRIED_WORKFLOW | OTHER_WORKFLOW


def test_every_action_of_the_api_is_known() -> None:
    assert set(PagesAdminAPIViewSet.actions) == TRIED_API
    assert names_in("wagtailadmin_api") == {
        f"{kind}:{view}"
        for kind in ("pages", "images", "documents")
        for view in ("listing", "detail", "find")
    } | {"pages:action"}


def test_every_bulk_action_is_known() -> None:
    bulk_action_registry._scan_for_bulk_actions()
    actions = bulk_action_registry.actions
    assert set(actions["wagtailcore"]["page"]) == {"publish", "unpublish", "delete", "move"}
    for model in reviewed_snippets():
        found = set(bulk_action_registry.get_bulk_actions_for_model("content", model._meta.model_name))
        assert {action.action_type for action in found} == {"delete"}


def test_every_address_of_a_snippet_is_known() -> None:
    for model in reviewed_snippets():
        names = names_in(model.snippet_viewset.url_namespace)  # type: ignore[attr-defined]
        assert names <= TRIED_SNIPPET | READS_SNIPPET


def test_wagtails_public_api_is_not_mounted() -> None:
    names = {name for name, _ in admin_patterns()}
    assert not {name for name in names if name.startswith(("wagtailapi", "simple_translation"))}
