"""Texts on their way through 三审, so that the desk and the admin's front page have something to show."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, TaskState

from accounts.models import User
from content.models import ArticlePage, NewsIndexPage

EDITOR = "demo-editor"
REVIEWERS = ("demo-review1", "demo-review2", "demo-review3")
# Title, what each reviewer did in turn (approve or the reason for sending it back), whether handed in at all.
TEXTS: list[tuple[str, list[str], bool]] = [
    ("【示例】社区旧衣回收点开放时间调整", [], False),
    ("【示例】校园节电周小结", ["第二段的用电量没有出处，请补上来源再送。"], True),
    ("【示例】低碳出行周活动预告", [], True),
    ("【示例】乡镇垃圾分类现场会通知", ["approve"], True),
    ("【示例】冬季用电提示", ["approve", "approve"], True),
]
SCHEDULED = "【示例】节能宣传材料领取通知"


@transaction.atomic
def load_manuscripts() -> None:
    """Write each text once, in the name of the demo's editor, and let its reviewers decide."""
    parent = NewsIndexPage.objects.first()
    if parent is None or ArticlePage.objects.filter(title=SCHEDULED).exists():
        return
    editor = User.objects.get(username=EDITOR)
    for number, (title, decisions, handed_in) in enumerate(TEXTS, start=1):
        page = _written(parent, editor, title, f"sample-manuscript-{number}")
        if handed_in:
            page.get_workflow().start(page, editor)
        decide(page, decisions)
    soon = timezone.now() + timedelta(days=3)
    page = _written(parent, editor, SCHEDULED, "sample-manuscript-scheduled", go_live_at=soon)
    page.get_workflow().start(page, editor)
    decide(page, ["approve"] * len(REVIEWERS))


def _written(parent: Any, editor: User, title: str, slug: str, **values: Any) -> ArticlePage:
    page = ArticlePage(
        title=title,
        slug=slug,
        owner=editor,
        live=False,
        is_sample=True,
        summary="供编辑和审稿人员练习的样稿。",
        source="示例",
        **values,
    )
    parent.add_child(instance=page)
    page.save_revision(user=editor)
    return page


def walk_through_review(column: Page, page: Page, editor: User) -> None:
    """Write a page below a column and let all three approve it."""
    page.owner = editor
    column.add_child(instance=page)
    page.save_revision(user=editor)
    page.get_workflow().start(page, editor)
    decide(page, ["approve"] * len(REVIEWERS))


def decide(page: Page, decisions: list[str]) -> None:
    """Let each reviewer in turn approve, or send it back with a reason."""
    for name, decision in zip(REVIEWERS, decisions, strict=False):
        row: TaskState = page.current_workflow_state.current_task_state
        approves = decision == "approve"
        row.task.specific.on_action(
            row,
            User.objects.get(username=name),
            "approve" if approves else "reject",
            comment="" if approves else decision,
        )
