"""Names in the history of what is done at desks of contests."""

from typing import Any

from wagtail import hooks

from campaigns.contests.services.likes import LEFT_OUT


@hooks.register("register_log_actions")
def name_like_actions(actions: Any) -> None:
    """What the history calls it when likes are left out."""
    actions.register_action(LEFT_OUT, "点赞不计入", "把一批点赞标为不计入")
