"""三审: the three steps a text goes through, and the names that are printed under it."""

from typing import Any, ClassVar

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q
from wagtail.models import AbstractGroupApprovalTask, TaskState, WorkflowState

from content.review.forms import ApproveForm, RejectForm
from content.review.gate import NotYours, ensure_another_person, ensure_open, ensure_unchanged
from core.refusals import Refused


class ReviewTask(AbstractGroupApprovalTask):
    """一审, 二审 or 三审. Superusers have no say here unless they are in the step's group."""

    step = models.PositiveSmallIntegerField("第几审", unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "审稿步骤"
        constraints = [
            models.CheckConstraint(condition=Q(step__gte=1, step__lte=3), name="review_has_three_steps")
        ]

    def __str__(self) -> str:
        return str(self.name)

    def start(self, workflow_state: WorkflowState, user: Any = None) -> TaskState:
        """Begin with the first step that this revision lacks: what was sent back starts anew at 一审."""
        due = workflow_state.get_next_task()
        if due and due.pk != self.pk:
            return due.specific.start(workflow_state, user=user)
        return super().start(workflow_state, user=user)

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: Any, action_name: str, **given: Any) -> None:
        """Approve or send back. Raises Refused, and nothing is changed then."""
        # Two people at once: the second waits here, and finds it decided.
        WorkflowState.objects.select_for_update().get(pk=task_state.workflow_state_id)
        fresh = TaskState.objects.select_related("workflow_state", "revision").get(pk=task_state.pk)
        ensure_open(fresh)
        if not self._user_in_groups(user):
            raise NotYours(f"这一步要由“{self.name}”的同事处理。")
        ensure_another_person(fresh, user)
        comment = str(given.get("comment", "")).strip()
        if action_name == "approve":
            ensure_unchanged(fresh.revision, fresh.workflow_state.task_states.filter(revision=fresh.revision))
            fresh.approve(user=user, comment=comment)
        elif action_name == "reject":
            if not comment:
                raise Refused("请写明退回原因，作者才知道要改什么。", code="reason_missing", status=422)
            fresh.reject(user=user, comment=comment)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """Nobody edits what is being read: reviewers approve or send back, authors take it back."""
        return True

    def user_can_lock(self, obj: Any, user: Any) -> bool:
        """A lock of one's own would open the text for its holder."""
        return False

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        """Its reviewers may look."""
        return bool(self._user_in_groups(user))

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        """The two decisions, for the people of this step."""
        if not self._user_in_groups(user):
            return []
        return [("reject", "退回修改", True), ("approve", "通过", True)]

    def get_form_for_action(self, action: str) -> type[forms.Form]:
        """Sending back asks for a reason."""
        return RejectForm if action == "reject" else ApproveForm

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> models.QuerySet[TaskState]:
        """What waits at this step, for its people."""
        rows: models.QuerySet[TaskState] = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        return rows if self._user_in_groups(user) else rows.none()

    @classmethod
    def get_description(cls) -> str:
        """What the list of kinds of steps says."""
        return "三审的一步：写稿人和审过前一步的人不能审"


class ReviewSignature(models.Model):
    """One name under a published revision, as it was then; rows are added and never changed."""

    class Step(models.IntegerChoices):
        AUTHOR = 0, "责编"
        FIRST = 1, "一审"
        SECOND = 2, "二审"
        THIRD = 3, "三审"
        # The name is empty when the clock or a command published it.
        PUBLISHED = 4, "发布"

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.CharField(max_length=255)
    # A number and no foreign key: the line stays when old revisions are purged.
    revision = models.BigIntegerField()
    step = models.PositiveSmallIntegerField(choices=Step)
    name = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "三审署名"
        default_permissions = ("view",)
        permissions: ClassVar = [("take_down", "可以撤下已发布的内容")]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "revision", "step"], name="review_signed_once"
            ),
            models.CheckConstraint(condition=Q(step__lte=4), name="review_signature_step"),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()} {self.name}"
