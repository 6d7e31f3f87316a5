"""Who wants to come, in which order, and what the organiser told them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from campaigns.models.campaigns import MOST_PLACES, Campaign, Session


class Registration(models.Model):
    """Somebody's places at a session: held, or waiting in the order of `number`."""

    class State(models.TextChoices):
        CONFIRMED = "confirmed", "已报名"
        WAITING = "waiting", "候补中"
        CANCELLED = "cancelled", "已取消"

    class EndedBy(models.TextChoices):
        SELF = "self", "本人取消"
        ORGANISER = "organiser", "主办方取消"
        # Nobody gave a seat back before the session was over.
        OVER = "over", "没有等到名额"

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="registrations")
    resident = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="registrations"
    )
    # Who did it: the person, whoever keeps them, a helper of an organisation.
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField("状态", max_length=9, choices=State)
    # Counted within the session; whoever is first in line moves up first.
    number = models.PositiveIntegerField("序号")
    places = models.PositiveSmallIntegerField("人数", default=1)
    # How the organiser calls them. Emptied, like the phone and the answers, 30 days after the session.
    name = models.CharField("称呼", max_length=40, blank=True)
    phone_sealed = models.TextField(blank=True, editable=False)
    # Key of a question: what was answered.
    answers = models.JSONField(default=dict, blank=True, editable=False)
    wants_sms = models.BooleanField("短信提醒", default=False)
    request_key = models.CharField(max_length=80)
    # SHA-256 of what was asked for under the key; emptied with the name.
    request_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField("报名时间")
    # When a place became free for somebody who waited.
    moved_up_at = models.DateTimeField("递补时间", null=True, blank=True)
    ended_at = models.DateTimeField("取消时间", null=True, blank=True)
    ended_by = models.CharField("由谁取消", max_length=9, choices=EndedBy, blank=True)
    # Which of the organiser's people took this person out, and what they wrote.
    taken_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_out_because = models.CharField("取消原因", max_length=200, blank=True)
    forgotten_at = models.DateTimeField("资料清除时间", null=True, blank=True)

    class Meta:
        ordering = ["number"]
        verbose_name = verbose_name_plural = "报名"
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="registration_numbered_once"),
            models.UniqueConstraint(
                fields=["session", "resident"],
                condition=~Q(state="cancelled"),
                name="registration_once_per_person",
            ),
            models.UniqueConstraint(fields=["resident", "request_key"], name="registration_once_per_key"),
            models.CheckConstraint(
                condition=Q(places__range=(1, MOST_PLACES)), name="registration_places_sane"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["confirmed", "waiting"], ended_at__isnull=True, ended_by="")
                | Q(state="cancelled", ended_at__isnull=False, ended_by__in=["self", "organiser", "over"]),
                name="registration_state_and_end_agree",
            ),
            models.CheckConstraint(
                condition=Q(forgotten_at__isnull=True)
                | Q(name="", phone_sealed="", answers={}, request_sha256="", taken_out_because=""),
                name="registration_forgotten_says_nothing",
            ),
        ]
        indexes = [
            models.Index(fields=["resident", "-id"], name="registration_of_resident"),
            models.Index(fields=["session", "state", "number"], name="registration_in_line"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} #{self.number} {self.state}"


# What holds a seat or a place in line.
STANDING = (Registration.State.CONFIRMED, Registration.State.WAITING)


class OrganiserMessage(models.Model):
    """What an organiser told everybody who was registered, word for word."""

    class To(models.TextChoices):
        CONFIRMED = "confirmed", "已报名的人"
        WAITING = "waiting", "候补的人"
        EVERYBODY = "everybody", "已报名和候补的人"

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="messages")
    # Empty: of all sessions.
    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, null=True, blank=True, related_name="messages"
    )
    to = models.CharField("发给", max_length=9, choices=To)
    title = models.CharField("标题", max_length=40)
    body = models.TextField("内容")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    request_key = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["sent_by", "request_key"], name="organiser_message_once"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.title}"


class Pause(models.Model):
    """Two sessions missed without a word: one registration at a time until a day. Kind, and stated."""

    resident = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # The second session that was missed.
    registration = models.OneToOneField(Registration, on_delete=models.PROTECT, related_name="pause")
    until = models.DateField("到")
    # Lifted by the organiser who knows why somebody could not come.
    lifted_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["resident", "until"], name="pause_of_resident")]
        constraints = [
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True) | Q(lifted_at__gte=F("created_at")),
                name="pause_lifted_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resident_id} {self.until}"
