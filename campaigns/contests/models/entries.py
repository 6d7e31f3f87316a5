"""What somebody hands in: an application against a standard, or a work; its files, and what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from campaigns.contests.models.contests import Contest
from campaigns.contests.models.standards import Criterion
from campaigns.contests.storage import ContestStorage
from carbon_points.models.ledger import AppendOnly


class Entry(models.Model):
    """One application, or one work. Only its own people, the desk, and, blind, its jurors see inside."""

    class State(models.TextChoices):
        DRAFT = "draft", "填写中"
        SUBMITTED = "submitted", "已提交"
        RETURNED = "returned", "退回修改"
        ACCEPTED = "accepted", "通过初审"
        REFUSED = "refused", "未通过初审"
        WITHDRAWN = "withdrawn", "已撤回"

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="entries")
    # Counted within the contest; all that jurors learn of who it is.
    number = models.PositiveIntegerField("编号")
    organisation = models.ForeignKey(
        "accounts.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name="申报单位",
    )
    # Who began it; of a family, whose family it is. Delegates of the organisation go on with it.
    applicant = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="entries")
    # What may stand once: "org:12", "user:5"; each work has a slot of its own.
    slot = models.CharField(max_length=48)
    # As the result is published: the organisation's name, 小林家, a pupil's alias.
    name = models.CharField("公布用的名称", max_length=60)
    area = models.ForeignKey(
        "accounts.Area", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Of a work alone.
    title = models.CharField("作品名", max_length=60, blank=True)
    words = models.TextField("简介或正文", blank=True, max_length=5000)
    video_url = models.URLField("视频链接", blank=True, max_length=300)
    # That the guardian of each pupil in it agrees to its being shown, and how the school holds it in writing.
    guardian_consent = models.BooleanField("监护人同意", default=False)
    state = models.CharField("状态", max_length=9, choices=State, default=State.DRAFT)
    # Grows with every change of the form: whoever saves names the one they saw.
    revision = models.PositiveIntegerField(default=0, editable=False)
    request_key = models.CharField(max_length=80)
    created_at = models.DateTimeField("开始时间")
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["contest", "number"]
        verbose_name = verbose_name_plural = "申报"
        constraints = [
            models.UniqueConstraint(fields=["contest", "number"], name="entry_numbered_once"),
            models.UniqueConstraint(
                fields=["contest", "slot"], condition=~Q(state="withdrawn"), name="entry_once_per_slot"
            ),
            models.UniqueConstraint(
                fields=["contest", "applicant", "request_key"], name="entry_once_per_key"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "draft",
                        "submitted",
                        "returned",
                        "accepted",
                        "refused",
                        "withdrawn",
                    ]
                ),
                name="entry_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | Q(submitted_at__isnull=False),
                name="entry_submitted_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["contest", "state"], name="entry_of_contest"),
            models.Index(fields=["applicant", "-id"], name="entry_of_applicant"),
        ]

    def __str__(self) -> str:
        return f"{self.contest_id} {self.label}"

    @property
    def label(self) -> str:
        """All that a juror is told: 007."""
        return f"{self.number:03}"


class Answer(models.Model):
    """What an entry says to one criterion, and how many points it gives itself."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="answers")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    # Of a veto: 0 says that it does not apply to us.
    self_score = models.DecimalField("自评分", max_digits=5, decimal_places=1, null=True, blank=True)
    words = models.TextField("说明", blank=True, max_length=1000)
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["entry", "criterion"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "criterion"], name="answer_once"),
            models.CheckConstraint(
                condition=Q(self_score__isnull=True) | Q(self_score__gte=0), name="answer_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.criterion_id}"


class EntryFile(models.Model):
    """A picture, re-encoded without EXIF or place, or a document; private, and gone when its time is over."""

    class Kind(models.TextChoices):
        PICTURE = "picture", "照片"
        DOCUMENT = "document", "文件"

    class Purpose(models.TextChoices):
        MATERIAL = "material", "申报材料"
        VISIT = "visit", "现场核查"
        RECHECK = "recheck", "复核材料"

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="files")
    criterion = models.ForeignKey(
        Criterion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    purpose = models.CharField(max_length=8, choices=Purpose, default=Purpose.MATERIAL)
    kind = models.CharField(max_length=8, choices=Kind)
    file = models.FileField(storage=ContestStorage(), editable=False)
    # As its owner called it, for its owner and the desk; jurors see 材料 1, 材料 2.
    name = models.CharField("文件名", max_length=120)
    size = models.PositiveIntegerField("字节")
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    # Of what was sent: the same bytes in one entry are one file.
    sha256 = models.CharField(max_length=64, editable=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["entry", "pk"]
        verbose_name = verbose_name_plural = "申报材料"
        constraints = [
            models.UniqueConstraint(fields=["entry", "purpose", "sha256"], name="entry_file_same_bytes_once"),
            models.CheckConstraint(
                condition=Q(kind="picture", width__gt=0, height__gt=0) | Q(kind="document"),
                name="entry_file_picture_has_a_size",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.name}"


class Upload(models.Model):
    """A file on its way: it comes in pieces, and goes on where the line broke."""

    # Chosen by the sender's device.
    key = models.UUIDField()
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="uploads")
    criterion = models.ForeignKey(
        Criterion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    purpose = models.CharField(max_length=8, choices=EntryFile.Purpose, default=EntryFile.Purpose.MATERIAL)
    name = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    received = models.PositiveIntegerField(default=0)
    part = models.CharField(max_length=80, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    # What it became.
    done = models.OneToOneField(
        EntryFile, on_delete=models.CASCADE, null=True, blank=True, related_name="upload"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "key"], name="upload_once_per_key"),
            models.CheckConstraint(
                condition=Q(received__lte=models.F("size")), name="upload_never_more_than_announced"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.name} {self.received}/{self.size}"


class EntryEvent(AppendOnly):
    """What happened to an entry, when, by whom, and why. Added, never changed."""

    class What(models.TextChoices):
        BEGUN = "begun", "开始填写"
        SUBMITTED = "submitted", "提交"
        RETURNED = "returned", "退回修改"
        ACCEPTED = "accepted", "通过初审"
        REFUSED = "refused", "未通过初审"
        WITHDRAWN = "withdrawn", "撤回"
        # Whoever decided took it back within ten minutes.
        REOPENED = "reopened", "撤销初审决定"

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="events")
    what = models.CharField(max_length=9, choices=What)
    words = models.CharField(max_length=500, blank=True)
    # Of a decision: the form as it was decided about.
    revision = models.PositiveIntegerField(null=True, blank=True)
    # Empty: it happened by date.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.what}"
