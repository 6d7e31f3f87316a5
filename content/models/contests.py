"""Contests: rules first, then the days, the standard and how it is judged."""

import uuid
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.search import index

from campaigns.contests.models import Contest, Kind
from campaigns.contests.rules.words import PRIVACY
from content.checks.contest_form import ContestPageForm
from content.checks.contest_page import faults_of
from content.models.base import Column, ReadingPage, reading_panels
from content.selectors.contests import contest_beside, contest_column

MOST_JURORS = 9
HELP = (
    "<p>正文写评选规则：为什么办、谁可以申报、怎样申报、得了称号有什么责任。标题不超过 32 个字。</p>"
    "<p>选一个类别和它的标准版本，写好每一步的截止日期；三审通过、页面公开以后，各阶段按日期自动往前走，"
    "不用人来切换。公开以后，类别和标准不能再换；改日期要重新三审，公开后系统会通知已经申报的人。</p>"
)


def usual_privacy() -> str:
    """What a new page says of personal data."""
    return PRIVACY


class ContestIndexPage(Column):
    """创建评选: what takes entries, what is judged, what was."""

    template = "content/contests/index.html"
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["content.HomePage"]
    subpage_types: ClassVar[list[str]] = ["content.ContestPage"]

    class Meta:
        verbose_name = "栏目：创建评选"

    @property
    def tab(self) -> str:
        """The tab that is lit."""
        return "campaigns"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The contests, with ?kind=, ?phase= or ?year= some of them."""
        return super().get_context(request, *args, **kwargs) | contest_column(self, request)


class ContestPage(ReadingPage):
    """One round of a creation, with levels as rows; entries begin when it is public and its day has come."""

    # What the page and its contest share; a copy of the page is another contest.
    contest_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("类别", max_length=10, choices=Kind)
    standard = models.ForeignKey(
        "contests.Standard",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="评选标准",
        help_text="选这一类别的标准。页面公开以后不能再换，标准修订要等下一届。",
    )
    year = models.PositiveSmallIntegerField(
        "年度", validators=[MinValueValidator(2020), MaxValueValidator(2100)]
    )
    organisation = models.ForeignKey(
        "accounts.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="主办机构",
        help_text="学校、社区自己办的选它；市里各部门办的不选，写在下面“负责单位”里。",
    )
    contact = models.CharField("联系方式", max_length=120, blank=True, help_text="如“张老师 0734-0000000”。")
    area = models.ForeignKey(
        "accounts.Area",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="乡镇街道",
        help_text="不选就是全市。",
    )
    enrol_from = models.DateField("报名第一天", help_text="留出三审的时间，一般放在两周以后。")
    enrol_until = models.DateField("报名截止", help_text="这一天结束前都可以开始申报。")
    materials_until = models.DateField(
        "材料截止", help_text="报了名的在这一天以前补齐材料；可以和报名截止同一天。"
    )
    screening_until = models.DateField(
        "初审截止", help_text="到这一天还没有作出决定的，按通过处理。退回修改的，请给申报人留出时间。"
    )
    visits_until = models.DateField(
        "现场核查截止", null=True, blank=True, help_text="不去现场的不写，初审以后直接评审。"
    )
    judging_until = models.DateField("评审截止", help_text="到这一天还没有锁定的评分不算。")
    notice_until = models.DateField("公示截止", help_text="公示从评审截止的第二天开始，至少5天。")
    recheck_from = models.DateField("复核第一天", null=True, blank=True, help_text="称号每年复核一次。")
    recheck_until = models.DateField(
        "复核截止", null=True, blank=True, help_text="称号先有效到这一天；作品征集不写。"
    )
    jurors_per_entry = models.PositiveSmallIntegerField(
        "每件由几位评委评",
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_JURORS)],
        help_text="至少3位为好；评委名单公开后在评审组里定。",
    )
    normalisation = models.CharField(
        "计分办法",
        max_length=7,
        choices=Contest.Normalisation,
        default=Contest.Normalisation.PLAIN,
        help_text="件数多、每位评委只看一部分的，选“校正松紧”更公平；办法写在页面上。",
    )
    for_pupils = models.BooleanField(
        "未成年人作品", default=False, help_text="只用于作品征集：要监护人同意，只写化名和学校。"
    )
    shows_likes = models.BooleanField(
        "展示点赞", default=False, help_text="只作展示，不计入评审；未成年人作品不能打开。"
    )
    scan_action = models.ForeignKey(
        "carbon_points.Action",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="扫码记录为",
        help_text="得了称号的商超、餐馆会有一个码，居民扫码记这一条行为；不选就没有码。",
    )
    privacy = models.TextField(
        "个人信息说明",
        max_length=2000,
        default=usual_privacy,
        help_text="写清保存什么、给谁看、保存多久；一般不用改。",
    )

    base_form_class = ContestPageForm
    template = "content/contests/contest.html"
    parent_page_types: ClassVar[list[str]] = ["content.ContestIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    exclude_fields_in_copy: ClassVar[list[str]] = ["contest_key"]
    content_panels = reading_panels(
        HELP,
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("kind"), FieldPanel("year")]), FieldPanel("standard")],
            heading="评什么",
        ),
        MultiFieldPanel(
            [FieldPanel("organisation"), FieldPanel("contact"), FieldPanel("area")], heading="谁来办"
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("enrol_from"), FieldPanel("enrol_until")]),
                FieldRowPanel([FieldPanel("materials_until"), FieldPanel("screening_until")]),
                FieldRowPanel([FieldPanel("visits_until"), FieldPanel("judging_until")]),
                FieldPanel("notice_until"),
                FieldRowPanel([FieldPanel("recheck_from"), FieldPanel("recheck_until")]),
            ],
            heading="每一步到哪天",
        ),
        InlinePanel(
            "levels",
            label="等次",
            heading="等次（从高到低）",
            min_num=1,
            help_text="如“示范”90分以上最多3个，“达标”75分以上不限。",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("jurors_per_entry"), FieldPanel("normalisation")]),
                FieldRowPanel([FieldPanel("for_pupils"), FieldPanel("shows_likes")]),
                FieldPanel("scan_action"),
            ],
            heading="怎么评",
        ),
        FieldPanel("privacy"),
    )
    search_fields = [
        *ReadingPage.search_fields,
        index.FilterField("kind"),
        index.FilterField("year"),
        index.FilterField("area"),
        index.FilterField("organisation"),
    ]

    class Meta:
        verbose_name = "创建评选"

    @property
    def tab(self) -> str:
        """The tab that is lit."""
        return "campaigns"

    @property
    def organiser_name(self) -> str:
        """Who is named as the organiser: the organisation, else the department, else the source."""
        if self.organisation is not None:
            return str(self.organisation.name)
        return str(self.department.name if self.department is not None else self.source)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The page beside the contest that it became."""
        beside = contest_beside(self, is_preview=getattr(request, "is_preview", False))
        return super().get_context(request, *args, **kwargs) | beside

    def clean(self) -> None:
        """What cannot be, field by field, so that three reviewers do not find it."""
        super().clean()
        faults = faults_of(self)
        if faults:
            raise ValidationError(faults)
