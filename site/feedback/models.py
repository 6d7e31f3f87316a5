"""Tickets with their history, who works for which department, and what readers found helpful."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core import clock
from feedback import rules
from feedback.storage import TicketStorage


class Topic(models.TextChoices):
    """What a ticket is about."""

    COMPLAINT = "complaint", "投诉"
    SUGGESTION = "suggestion", "建议"
    SITE = "site", "网站找错"
    CONTENT = "content", "内容纠错"
    PLAN = "plan", "实施方案意见"


class State(models.TextChoices):
    """How far a ticket is."""

    RECEIVED = "received", "已收到"
    ROUTED = "routed", "已转部门"
    ANSWERED = "answered", "已答复"
    CLOSED = "closed", "已办结"
    SPAM = "spam", "不予受理"


OPEN = (State.RECEIVED, State.ROUTED)


class Ticket(models.Model):
    """What somebody told the desk. The history is TicketEvent; this row is where it stands now."""

    number = models.CharField("编号", max_length=24, unique=True)
    # A double tap is one ticket.
    request_key = models.UUIDField(unique=True, editable=False)
    topic = models.CharField("类别", max_length=10, choices=Topic)
    text = models.TextField("内容")
    about_path = models.CharField("所说的页面", max_length=300, blank=True)
    about_title = models.CharField("页面标题", max_length=200, blank=True)
    contact_sealed = models.TextField(blank=True, editable=False)
    photo = models.FileField("照片", storage=TicketStorage(), blank=True, editable=False)
    resident = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="tickets"
    )
    # For limits, forgotten after a day: a digest of the session, the network without the last part.
    sender = models.CharField(max_length=64, blank=True, editable=False)
    network = models.CharField(max_length=64, blank=True, editable=False)
    state = models.CharField("状态", max_length=10, choices=State, default=State.RECEIVED)
    department = models.ForeignKey(
        "content.Department", on_delete=models.PROTECT, null=True, blank=True, related_name="tickets"
    )
    answer = models.TextField("答复", blank=True)
    received_at = models.DateTimeField("收到")
    due_on = models.DateField("应答复日期")
    # The first answer: what deadlines and statistics look at.
    answered_at = models.DateTimeField("首次答复", null=True, blank=True)
    last_answered_at = models.DateTimeField(null=True, blank=True)
    first_due_on = models.DateField(editable=False)
    satisfied = models.BooleanField("满意", null=True)
    reopened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField("办结", null=True, blank=True)
    lookup_tries = models.PositiveSmallIntegerField(default=0, editable=False)
    lookup_tried_at = models.DateTimeField(null=True, editable=False)
    # Grows with every step: whoever looked at an older one is told so.
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "投诉建议"
        default_permissions = ()
        permissions = [("handle_ticket", "答复投诉建议"), ("route_ticket", "分派投诉建议")]
        constraints = [
            models.CheckConstraint(condition=Q(topic__in=Topic.values), name="ticket_topic_known"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="ticket_state_known"),
            models.CheckConstraint(
                condition=~Q(state="routed") | Q(department__isnull=False), name="ticket_routed_somewhere"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["received", "routed", "spam"]) | ~Q(answer=""),
                name="ticket_answered_with_words",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(state__in=["closed", "spam"]),
                name="ticket_closed_is_closed",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(answered_at__gte=F("received_at")),
                name="ticket_answered_after_received",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_on"], name="ticket_waiting"),
            models.Index(fields=["resident", "-id"], name="ticket_of_resident"),
            models.Index(fields=["network", "received_at"], name="ticket_by_network"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def state_words(self) -> str:
        """已转市城管局, with the department's name."""
        if self.state == State.ROUTED and self.department:
            return f"已转{self.department.label}"
        return str(self.get_state_display())

    @property
    def is_open(self) -> bool:
        """Somebody has to answer."""
        return self.state in OPEN

    @property
    def is_overdue(self) -> bool:
        """Open, and its last day is over."""
        return self.is_open and self.due_on < clock.today()


class TicketEvent(models.Model):
    """One step of a ticket: who, when, what, in which words. Never changed; triggers refuse it."""

    class Kind(models.TextChoices):
        RECEIVED = "received", "收到"
        ROUTED = "routed", "转部门"
        ANSWERED = "answered", "答复"
        NOTE = "note", "内部备注"
        RATED = "rated", "评价"
        REOPENED = "reopened", "再次反映"
        CLOSED = "closed", "办结"
        SPAM = "spam", "不予受理"
        REVEALED = "revealed", "查看联系方式"

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField("事项", max_length=10, choices=Kind)
    # Staff only; residents stand in the ticket, from where they can be taken out.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="ticket_events"
    )
    department = models.ForeignKey(
        "content.Department", on_delete=models.PROTECT, null=True, related_name="ticket_events"
    )
    text = models.TextField("说明", blank=True)
    at = models.DateTimeField("时间")

    class Meta:
        ordering = ["pk"]
        verbose_name = verbose_name_plural = "办理记录"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.kind}"


class DepartmentStaff(models.Model):
    """Who answers for a department."""

    department = models.ForeignKey(
        "content.Department", on_delete=models.CASCADE, related_name="clerks", verbose_name="部门"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="departments",
        verbose_name="经办人",
        limit_choices_to={"is_staff": True, "is_active": True},
    )

    class Meta:
        verbose_name = verbose_name_plural = "部门经办人"
        constraints = [models.UniqueConstraint(fields=["department", "user"], name="clerk_once")]

    def __str__(self) -> str:
        return f"{self.department} {self.user}"


class AnswerTime(models.Model):
    """In how many natural days a topic is answered, where it is not as in the rules."""

    topic = models.CharField("类别", max_length=10, choices=Topic, unique=True)
    days = models.PositiveSmallIntegerField("答复期限（自然日）")

    class Meta:
        verbose_name = verbose_name_plural = "答复期限"
        constraints = [
            models.CheckConstraint(condition=Q(days__gte=1, days__lte=60), name="answer_time_is_sane")
        ]

    def __str__(self) -> str:
        return f"{self.get_topic_display()} {self.days}天"


class AnswerTemplate(models.Model):
    """Words with which an answer can begin."""

    title = models.CharField("名称", max_length=60)
    text = models.TextField("内容", max_length=rules.LONGEST_ANSWER)

    class Meta:
        ordering = ["pk"]
        verbose_name = verbose_name_plural = "答复模板"

    def __str__(self) -> str:
        return self.title


class Intake(models.Model):
    """A row to lock while the tickets of one network are counted."""

    network = models.CharField(max_length=64, unique=True)
    touched_at = models.DateTimeField(auto_now=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.network


class Helpful(models.Model):
    """Whether one reader found one page helpful. Whose word it is cannot be read from the digest."""

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="feedback_words")
    voter = models.CharField(max_length=64)
    helpful = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["page", "voter"], name="helpful_once")]

    def __str__(self) -> str:
        return f"{self.page_id} {self.helpful}"
