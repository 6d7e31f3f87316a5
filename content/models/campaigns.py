"""Campaigns: what they are about, when and where, how to take part."""

import uuid
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.http import HttpRequest
from modelcluster.fields import ParentalManyToManyField
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from campaigns.models import Audience, Campaign
from content.blocks import QuizBlock
from content.checks.form import CampaignPageForm
from content.models.base import Column, ReadingPage, reading_panels
from content.selectors.campaigns import campaign_beside, campaign_column

# What an online campaign may last: short enough to have a visible end.
LONGEST_CHALLENGE = 28


class CampaignIndexPage(Column):
    """活动: what is coming, what goes on, what was."""

    template = "content/campaigns/index.html"
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["content.HomePage"]
    subpage_types: ClassVar[list[str]] = ["content.CampaignPage"]

    class Meta:
        verbose_name = "栏目：活动"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What comes, or with ?year= what was."""
        return super().get_context(request, *args, **kwargs) | campaign_column(self, request)

    @property
    def tab(self) -> str:
        """The tab that is lit."""
        return "campaigns"


class CampaignPage(ReadingPage):
    """One campaign. Sessions and questions are rows of it; registration begins when the page is public."""

    # What the page and its campaign share; a copy of the page is another campaign.
    campaign_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("类型", max_length=10, choices=Campaign.Kind, default=Campaign.Kind.EVENT)
    organisation = models.ForeignKey(
        "accounts.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="主办机构",
        help_text="学校、社区、单位自己办的活动选它；市里各部门办的不选，写在下面“负责单位”里。",
    )
    partners = StreamField(
        [("partner", blocks.CharBlock(label="协办单位", max_length=60))], blank=True, verbose_name="协办单位"
    )
    for_schools = models.BooleanField("进学校", default=False)
    for_families = models.BooleanField("进家庭", default=False)
    for_communities = models.BooleanField("进社区", default=False)
    for_enterprises = models.BooleanField("进企业", default=False)
    for_agencies = models.BooleanField("进机关", default=False)
    area = models.ForeignKey(
        "accounts.Area",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="乡镇街道",
        help_text="不选就是全市。",
    )
    contact = models.CharField("联系方式", max_length=120, blank=True, help_text="如“张老师 0734-0000000”。")
    what_to_bring = models.CharField("要带什么", max_length=120, blank=True)
    for_children = models.BooleanField("可带孩子", default=False)
    asks_phone = models.BooleanField(
        "需要报名人的手机号", default=False, help_text="确实要打电话联系才勾选；活动结束30天后自动清除。"
    )
    takes_photos = models.BooleanField("开放合影墙", default=False, help_text="照片先审核，通过后才展示。")
    points_action = models.ForeignKey(
        "carbon_points.Action",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="参加后记录为",
        help_text="到场或完成后替居民记一条行为，如“学低碳知识”；不选就不记。",
    )
    points_quantity = models.DecimalField("记录的数量", max_digits=8, decimal_places=3, default=1)
    starts_on = models.DateField("第一天", null=True, blank=True)
    ends_on = models.DateField("最后一天", null=True, blank=True)
    pledge_text = models.TextField("承诺内容", max_length=500, blank=True)
    quiz = StreamField([("question", QuizBlock())], blank=True, verbose_name="题目")
    challenge_actions = ParentalManyToManyField(
        "carbon_points.Action", blank=True, related_name="+", verbose_name="挑战的行为"
    )
    challenge_goal = models.PositiveIntegerField(
        "每队目标（次）", null=True, blank=True, validators=[MinValueValidator(1)]
    )

    base_form_class = CampaignPageForm
    template = "content/campaigns/campaign.html"
    parent_page_types: ClassVar[list[str]] = ["content.CampaignIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    exclude_fields_in_copy: ClassVar[list[str]] = ["campaign_key"]
    content_panels = reading_panels(
        "<p>标题写清做什么，不超过 32 个字。先选类型：线下活动填“场次”，线上活动填起止日期和对应的一组。"
        "三审通过、页面公开以后，居民才能报名；改时间地点也要重新三审，公开后系统会通知已报名的人。</p>",
        FieldPanel("kind"),
        MultiFieldPanel(
            [FieldPanel("organisation"), FieldPanel("partners"), FieldPanel("contact")], heading="谁来办"
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("for_schools"),
                        FieldPanel("for_families"),
                        FieldPanel("for_communities"),
                        FieldPanel("for_enterprises"),
                        FieldPanel("for_agencies"),
                    ]
                ),
                FieldPanel("area"),
                FieldPanel("for_children"),
                FieldPanel("what_to_bring"),
            ],
            heading="面向谁（五进）",
        ),
        InlinePanel("sessions", label="场次", heading="场次（线下活动）"),
        InlinePanel("questions", label="问题", heading="报名时问什么（尽量少问）"),
        MultiFieldPanel(
            [
                FieldPanel("asks_phone"),
                FieldPanel("takes_photos"),
                FieldRowPanel([FieldPanel("points_action"), FieldPanel("points_quantity")]),
            ],
            heading="报名和记录",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
                FieldPanel("pledge_text"),
                FieldPanel("quiz"),
                FieldPanel("challenge_actions"),
                FieldPanel("challenge_goal"),
            ],
            heading="线上活动（承诺、问答、团队挑战、合影墙）",
        ),
    )
    search_fields = [
        *ReadingPage.search_fields,
        index.SearchField("pledge_text"),
        index.FilterField("kind"),
        index.FilterField("area"),
        index.FilterField("organisation"),
        index.RelatedFields("sessions", [index.SearchField("place"), index.SearchField("address")]),
    ]

    class Meta:
        verbose_name = "活动"

    @property
    def tab(self) -> str:
        """The tab that is lit."""
        return "campaigns"

    @property
    def audience_codes(self) -> list[str]:
        """五进, as codes of Audience."""
        ticked = {
            Audience.SCHOOL: self.for_schools,
            Audience.FAMILY: self.for_families,
            Audience.COMMUNITY: self.for_communities,
            Audience.ENTERPRISE: self.for_enterprises,
            Audience.AGENCY: self.for_agencies,
        }
        return [str(code) for code, is_ticked in ticked.items() if is_ticked]

    @property
    def audience_words(self) -> list[str]:
        """五进, as they are said."""
        return [str(Audience(code).label) for code in self.audience_codes]

    @property
    def organiser_name(self) -> str:
        """Who is named as the organiser: the organisation, else the department, else the source."""
        if self.organisation is not None:
            return str(self.organisation.name)
        return str(self.department.name if self.department is not None else self.source)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The page beside the campaign that it became."""
        return super().get_context(request, *args, **kwargs) | campaign_beside(self)

    def clean(self) -> None:
        """What each kind needs, so that three reviewers do not find it missing."""
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": "最后一天不能早于第一天。"})
        if self.kind == Campaign.Kind.EVENT:
            return
        if not (self.starts_on and self.ends_on):
            raise ValidationError({"starts_on": "线上活动请写第一天和最后一天，让大家看得到什么时候结束。"})
        needs: dict[str, tuple[str, Any, str]] = {
            Campaign.Kind.PLEDGE: ("pledge_text", self.pledge_text, "请写承诺内容。"),
            Campaign.Kind.QUIZ: ("quiz", self.quiz, "请至少写一道题。"),
            Campaign.Kind.CHALLENGE: ("challenge_goal", self.challenge_goal, "请写每队的目标次数。"),
        }
        field, value, sentence = needs.get(self.kind, ("", True, ""))
        if not value:
            raise ValidationError({field: sentence})
        days = (self.ends_on - self.starts_on).days + 1
        if self.kind == Campaign.Kind.CHALLENGE and not 7 <= days <= LONGEST_CHALLENGE:
            raise ValidationError({"ends_on": "团队挑战请安排1到4周（7到28天）。"})
