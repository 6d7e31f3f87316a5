"""A campaign as it is public: what the page of content said when three people had approved it."""

import uuid
from urllib.parse import urlencode

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from campaigns.rules.words import span_words

MOST_PLACES = 10


class Campaign(models.Model):
    """Something that people take part in, written by `services.publishing` from a page that became public."""

    class Kind(models.TextChoices):
        EVENT = "event", "线下活动"
        PLEDGE = "pledge", "绿色承诺"
        QUIZ = "quiz", "知识问答"
        CHALLENGE = "challenge", "团队挑战"
        PHOTOS = "photos", "合影墙"

    class State(models.TextChoices):
        OPEN = "open", "公开"
        CANCELLED = "cancelled", "已取消"
        # The page is no longer public: nobody can begin anything, what was registered stays.
        WITHDRAWN = "withdrawn", "已撤下"

    # What the page and this row share for good; the page itself may be deleted.
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    page = models.OneToOneField(
        "wagtailcore.Page", on_delete=models.SET_NULL, null=True, blank=True, related_name="campaign"
    )
    kind = models.CharField("类型", max_length=10, choices=Kind)
    title = models.CharField("名称", max_length=255)
    # Where its page is: a path of this site.
    url = models.CharField(max_length=255, blank=True)
    summary = models.CharField("摘要", max_length=120, blank=True)
    state = models.CharField("状态", max_length=9, choices=State, default=State.OPEN)
    cancel_reason = models.CharField("取消原因", max_length=200, blank=True)
    # A school, a community, a unit; empty when the city's own departments organise it.
    organisation = models.ForeignKey(
        "accounts.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="campaigns",
        verbose_name="主办机构",
    )
    # Who is named in the consent, on posters and certificates.
    organiser_name = models.CharField("主办方", max_length=120)
    contact = models.CharField("联系方式", max_length=120, blank=True)
    # 五进, as codes of Audience joined by blanks, with one at each end: " school family ".
    audiences = models.CharField("面向", max_length=80, blank=True)
    area = models.ForeignKey(
        "accounts.Area",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="所在乡镇街道",
    )
    theme_day = models.CharField("主题日", max_length=60, blank=True)
    for_children = models.BooleanField("可带孩子", default=False)
    # What taking part is recorded as, if anything.
    action = models.ForeignKey(
        "carbon_points.Action", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    quantity = models.DecimalField("记录的数量", max_digits=8, decimal_places=3, default=1)
    asks_phone = models.BooleanField("主办方需要手机号", default=False)
    # First and last day of an online campaign; of an event, of its sessions.
    starts_on = models.DateField("第一天", null=True, blank=True)
    ends_on = models.DateField("最后一天", null=True, blank=True)
    pledge_text = models.TextField("承诺内容", blank=True)
    # Of a challenge: what counts and how many times a team aims for; no actions: any.
    challenge_actions = models.ManyToManyField("carbon_points.Action", blank=True, related_name="+")
    challenge_goal = models.PositiveIntegerField("团队目标（次）", null=True, blank=True)
    takes_photos = models.BooleanField("开放合影墙", default=False)
    # Of the page, for the poster.
    cover = models.ForeignKey(
        "media.Picture", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField("公开时间")

    class Meta:
        ordering = ["-published_at", "-pk"]
        verbose_name = verbose_name_plural = "活动"
        permissions = [("run_campaign", "Can run any campaign"), ("review_wall", "Can review wall photos")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["event", "pledge", "quiz", "challenge", "photos"]),
                name="campaign_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "cancelled", "withdrawn"]), name="campaign_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancel_reason=""), name="campaign_cancelled_says_why"
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="campaign_quantity_positive"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="campaign_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its public page; empty when there is none any more."""
        return self.url


class Audience(models.TextChoices):
    """五进: where a campaign goes."""

    SCHOOL = "school", "进学校"
    FAMILY = "family", "进家庭"
    COMMUNITY = "community", "进社区"
    ENTERPRISE = "enterprise", "进企业"
    AGENCY = "agency", "进机关"


class Session(models.Model):
    """One time and place. Its seats are counted here, under this row's lock, and never overflow."""

    # Of the row of the page that it comes from; a copied page has the same ones.
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="sessions")
    name = models.CharField("场次名称", max_length=60, blank=True)
    starts_at = models.DateTimeField("开始")
    ends_at = models.DateTimeField("结束")
    place = models.CharField("地点", max_length=80)
    address = models.CharField("地址", max_length=120, blank=True)
    # GCJ-02, degrees: what maps in this country take.
    latitude = models.DecimalField("纬度", max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField("经度", max_digits=9, decimal_places=6, null=True, blank=True)
    accessibility = models.CharField("无障碍说明", max_length=120, blank=True)
    # Empty: no limit.
    capacity = models.PositiveIntegerField("名额", null=True, blank=True)
    # A smaller number that the page asks for while more are taken: seats given back are not given again.
    shrinks_to = models.PositiveIntegerField(null=True, blank=True, editable=False)
    most_places = models.PositiveSmallIntegerField("一次最多报几人", default=1)
    has_waiting_list = models.BooleanField("可以候补", default=True)
    # Empty: from the day on which the page is public.
    opens_at = models.DateTimeField("报名开始", null=True, blank=True)
    closes_at = models.DateTimeField("报名截止")
    cancel_until = models.DateTimeField("可取消到")
    # Places of registrations that hold a seat, and the last number given, waiting ones included.
    seats_taken = models.PositiveIntegerField(default=0, editable=False)
    last_number = models.PositiveIntegerField(default=0, editable=False)
    # Key of the tokens on the screen and of people's own codes, sealed.
    secret_sealed = models.TextField(editable=False)
    cancelled_at = models.DateTimeField("取消时间", null=True, blank=True)
    # How often, and when last, what calendars keep of it became different.
    changes = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = verbose_name_plural = "场次"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "key"], name="session_once_per_key"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_start"),
            models.CheckConstraint(
                condition=Q(closes_at__lte=F("ends_at")), name="session_registration_closes_before_the_end"
            ),
            models.CheckConstraint(
                condition=Q(cancel_until__lte=F("ends_at")), name="session_cancelling_ends_before_the_end"
            ),
            models.CheckConstraint(
                condition=Q(most_places__range=(1, MOST_PLACES)), name="session_places_sane"
            ),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(seats_taken__lte=F("capacity")),
                name="session_never_over_capacity",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="session_on_the_map_or_not",
            ),
        ]
        indexes = [models.Index(fields=["campaign", "starts_at"], name="session_of_campaign")]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def when(self) -> str:
        """10月25日 周日 9:00–11:00."""
        return span_words(timezone.localtime(self.starts_at), timezone.localtime(self.ends_at))

    @property
    def map_url(self) -> str:
        """A map that opens in any browser and in WeChat; empty without a point."""
        if self.latitude is None or self.longitude is None:
            return ""
        words = urlencode({"position": f"{self.longitude},{self.latitude}", "name": self.place})
        return f"https://uri.amap.com/marker?{words}&coordinate=gaode"

    def give_back(self, places: int) -> None:
        """So many seats are free again, unless the session is to have fewer. Not saved."""
        self.seats_taken -= places
        if self.shrinks_to is not None:
            self.capacity = max(self.shrinks_to, self.seats_taken)

    @property
    def planned_capacity(self) -> int | None:
        """How many seats there will be once those above it are given back; None: no limit."""
        return self.capacity if self.shrinks_to is None else self.shrinks_to

    @property
    def most_together(self) -> int:
        """How many people one registration may bring: no more than there are seats."""
        planned = self.planned_capacity
        return self.most_places if planned is None else min(self.most_places, planned)

    @property
    def seats_left(self) -> int | None:
        """How many places are free; None without a limit."""
        return None if self.capacity is None else self.capacity - self.seats_taken


class Question(models.Model):
    """What an organiser asks besides the name: as little as the event needs."""

    key = models.UUIDField(default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="questions")
    text = models.CharField("问题", max_length=80)
    # One a line; empty: a short answer in words.
    choices = models.TextField("选项", blank=True)
    is_required = models.BooleanField("必答", default=False)
    order = models.PositiveSmallIntegerField(default=0)
    # Taken out of the page; answers given before stay readable.
    is_retired = models.BooleanField(default=False)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "key"], name="question_once_per_key"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def lines(self) -> tuple[str, ...]:
        """The choices, one by one."""
        return tuple(line.strip() for line in self.choices.splitlines() if line.strip())
