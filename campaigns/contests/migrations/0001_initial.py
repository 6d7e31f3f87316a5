import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import campaigns.contests.storage


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0006_organisation_requests"),
        ("carbon_points", "0002_evidence_partners_rewards_habits"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Contest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("family", "绿色家庭"),
                            ("school", "绿色学校"),
                            ("agency", "绿色机关"),
                            ("shop", "绿色商超"),
                            ("restaurant", "绿色餐馆"),
                            ("community", "绿色社区"),
                            ("works", "作品征集"),
                        ],
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                ("title", models.CharField(max_length=255, verbose_name="名称")),
                ("url", models.CharField(blank=True, max_length=255)),
                ("summary", models.CharField(blank=True, max_length=120, verbose_name="摘要")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "公开"), ("cancelled", "已取消"), ("withdrawn", "已撤下")],
                        default="open",
                        max_length=9,
                        verbose_name="状态",
                    ),
                ),
                ("cancel_reason", models.CharField(blank=True, max_length=200, verbose_name="取消原因")),
                ("organiser_name", models.CharField(max_length=120, verbose_name="主办方")),
                ("contact", models.CharField(blank=True, max_length=120, verbose_name="联系方式")),
                ("enrol_from", models.DateField(verbose_name="报名第一天")),
                ("enrol_until", models.DateField(verbose_name="报名截止")),
                ("materials_until", models.DateField(verbose_name="材料截止")),
                ("screening_until", models.DateField(verbose_name="初审截止")),
                ("visits_until", models.DateField(blank=True, null=True, verbose_name="现场核查截止")),
                ("judging_until", models.DateField(verbose_name="评审截止")),
                ("notice_until", models.DateField(verbose_name="公示截止")),
                ("recheck_from", models.DateField(blank=True, null=True, verbose_name="复核第一天")),
                ("recheck_until", models.DateField(blank=True, null=True, verbose_name="复核截止")),
                (
                    "jurors_per_entry",
                    models.PositiveSmallIntegerField(default=3, verbose_name="每件由几位评委评"),
                ),
                (
                    "normalisation",
                    models.CharField(
                        choices=[("plain", "直接平均"), ("centred", "校正松紧后平均")],
                        default="plain",
                        max_length=7,
                        verbose_name="计分办法",
                    ),
                ),
                ("for_pupils", models.BooleanField(default=False, verbose_name="未成年人作品")),
                ("shows_likes", models.BooleanField(default=False, verbose_name="展示点赞")),
                ("draw_seed", models.CharField(blank=True, editable=False, max_length=64)),
                ("drawn_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("settled_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("announced_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("last_number", models.PositiveIntegerField(default=0, editable=False)),
                ("published_at", models.DateTimeField(verbose_name="公开时间")),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.area",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contests",
                        to="accounts.organisation",
                        verbose_name="主办机构",
                    ),
                ),
                (
                    "page",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="contest",
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "scan_action",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="carbon_points.action",
                    ),
                ),
            ],
            options={
                "verbose_name": "创建评选",
                "verbose_name_plural": "创建评选",
                "ordering": ["-published_at", "-pk"],
                "permissions": [("run_contest", "Can run any contest")],
            },
        ),
        migrations.CreateModel(
            name="Criterion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=8, verbose_name="编号")),
                ("order", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=80, verbose_name="指标")),
                ("meaning", models.CharField(blank=True, max_length=300, verbose_name="怎样算达到")),
                (
                    "points",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=5, null=True, verbose_name="分值"
                    ),
                ),
                ("is_veto", models.BooleanField(default=False, verbose_name="一票否决")),
                ("evidence", models.CharField(blank=True, max_length=200, verbose_name="要交的材料")),
                ("needs_evidence", models.BooleanField(default=False, verbose_name="必须有材料")),
                ("hint", models.CharField(blank=True, max_length=300, verbose_name="评分提示")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="contests.criterion",
                    ),
                ),
            ],
            options={
                "verbose_name": "评分指标",
                "verbose_name_plural": "评分指标",
                "ordering": ["standard", "order"],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="编号")),
                ("slot", models.CharField(max_length=48)),
                ("name", models.CharField(max_length=60, verbose_name="公布用的名称")),
                ("title", models.CharField(blank=True, max_length=60, verbose_name="作品名")),
                ("words", models.TextField(blank=True, max_length=5000, verbose_name="简介或正文")),
                ("video_url", models.URLField(blank=True, max_length=300, verbose_name="视频链接")),
                ("guardian_consent", models.BooleanField(default=False, verbose_name="监护人同意")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "填写中"),
                            ("submitted", "已提交"),
                            ("returned", "退回修改"),
                            ("accepted", "通过初审"),
                            ("refused", "未通过初审"),
                            ("withdrawn", "已撤回"),
                        ],
                        default="draft",
                        max_length=9,
                        verbose_name="状态",
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                ("request_key", models.CharField(max_length=80)),
                ("created_at", models.DateTimeField(verbose_name="开始时间")),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="提交时间")),
                ("forgotten_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "applicant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.area",
                    ),
                ),
                (
                    "contest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="contests.contest",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="accounts.organisation",
                        verbose_name="申报单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "申报",
                "verbose_name_plural": "申报",
                "ordering": ["contest", "number"],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "待评"), ("locked", "已锁定"), ("recused", "已回避")],
                        default="open",
                        max_length=7,
                        verbose_name="状态",
                    ),
                ),
                ("words", models.TextField(blank=True, max_length=1000, verbose_name="总评")),
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                ("drawn_at", models.DateTimeField()),
                ("locked_at", models.DateTimeField(blank=True, null=True)),
                ("recused_because", models.CharField(blank=True, max_length=120, verbose_name="回避原因")),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="contests.entry",
                    ),
                ),
            ],
            options={
                "verbose_name": "评审任务",
                "verbose_name_plural": "评审任务",
                "ordering": ["member", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "self_score",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=5, null=True, verbose_name="自评分"
                    ),
                ),
                ("words", models.TextField(blank=True, max_length=1000, verbose_name="说明")),
                ("updated_at", models.DateTimeField()),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contests.criterion"
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="contests.entry",
                    ),
                ),
            ],
            options={
                "ordering": ["entry", "criterion"],
            },
        ),
        migrations.CreateModel(
            name="EntryEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("begun", "开始填写"),
                            ("submitted", "提交"),
                            ("returned", "退回修改"),
                            ("accepted", "通过初审"),
                            ("refused", "未通过初审"),
                            ("withdrawn", "撤回"),
                            ("reopened", "撤销初审决定"),
                        ],
                        max_length=9,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=500)),
                ("revision", models.PositiveIntegerField(blank=True, null=True)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="contests.entry",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="EntryFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[("material", "申报材料"), ("visit", "现场核查"), ("recheck", "复核材料")],
                        default="material",
                        max_length=8,
                    ),
                ),
                ("kind", models.CharField(choices=[("picture", "照片"), ("document", "文件")], max_length=8)),
                (
                    "file",
                    models.FileField(
                        editable=False, storage=campaigns.contests.storage.ContestStorage(), upload_to=""
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="文件名")),
                ("size", models.PositiveIntegerField(verbose_name="字节")),
                ("width", models.PositiveIntegerField(default=0)),
                ("height", models.PositiveIntegerField(default=0)),
                ("sha256", models.CharField(editable=False, max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "criterion",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contests.criterion",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="contests.entry"
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "申报材料",
                "verbose_name_plural": "申报材料",
                "ordering": ["entry", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Level",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=20, verbose_name="等次")),
                ("at_least", models.DecimalField(decimal_places=1, max_digits=5, verbose_name="至少几分")),
                ("most", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="最多几个")),
                (
                    "contest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="levels",
                        to="contests.contest",
                    ),
                ),
            ],
            options={
                "verbose_name": "等次",
                "verbose_name_plural": "等次",
                "ordering": ["contest", "order"],
            },
        ),
        migrations.CreateModel(
            name="Like",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("at", models.DateTimeField()),
                (
                    "left_out_because",
                    models.CharField(blank=True, max_length=120, verbose_name="不计入的原因"),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="likes", to="contests.entry"
                    ),
                ),
                (
                    "left_out_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "voter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Mark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "points",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=5, null=True, verbose_name="分"
                    ),
                ),
                ("is_vetoed", models.BooleanField(default=False, verbose_name="否决")),
                ("comment", models.CharField(blank=True, max_length=300, verbose_name="评语")),
                ("updated_at", models.DateTimeField()),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="marks",
                        to="contests.assignment",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contests.criterion"
                    ),
                ),
            ],
            options={
                "ordering": ["assignment", "criterion"],
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.TextField(max_length=1000, verbose_name="异议")),
                ("request_key", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("upheld", "异议成立"), ("dismissed", "异议不成立")],
                        max_length=9,
                        verbose_name="结论",
                    ),
                ),
                ("summary", models.CharField(blank=True, max_length=200, verbose_name="异议摘要")),
                ("answer", models.TextField(blank=True, max_length=1000, verbose_name="答复")),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "contest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="contests.contest",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="contests.entry",
                    ),
                ),
            ],
            options={
                "verbose_name": "公示异议",
                "verbose_name_plural": "公示异议",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="PanelMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("juror", "评委"), ("chair", "评审组长"), ("inspector", "现场核查员")],
                        max_length=9,
                        verbose_name="身份",
                    ),
                ),
                ("since", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "contest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="panel",
                        to="contests.contest",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="panel_memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "评审组成员",
                "verbose_name_plural": "评审组成员",
                "ordering": ["contest", "pk"],
            },
        ),
        migrations.CreateModel(
            name="JudgingEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("joined", "加入评审组"),
                            ("left", "退出评审组"),
                            ("drawn", "抽签分配"),
                            ("recused", "回避"),
                            ("redrawn", "补抽评委"),
                            ("locked", "锁定"),
                            ("reopened", "重新打开"),
                            ("visited", "提交现场核查"),
                            ("settled", "汇总"),
                            ("revised", "异议后更正"),
                            ("announced", "公布"),
                        ],
                        max_length=9,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=500)),
                ("data", models.JSONField(blank=True, default=dict)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "contest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="judging_events",
                        to="contests.contest",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contests.entry",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contests.panelmember",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Conflict",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("because", models.CharField(max_length=120, verbose_name="原因")),
                ("at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="conflicts",
                        to="contests.panelmember",
                    ),
                ),
            ],
            options={
                "ordering": ["member", "pk"],
            },
        ),
        migrations.AddField(
            model_name="assignment",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assignments",
                to="contests.panelmember",
            ),
        ),
        migrations.CreateModel(
            name="Result",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "score",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=5, null=True, verbose_name="得分"
                    ),
                ),
                ("rank", models.PositiveIntegerField(blank=True, null=True, verbose_name="名次")),
                ("is_vetoed", models.BooleanField(default=False, verbose_name="一票否决")),
                ("workings", models.JSONField(default=dict, editable=False)),
                ("settled_at", models.DateTimeField()),
                ("revised_at", models.DateTimeField(blank=True, null=True)),
                ("revised_because", models.CharField(blank=True, max_length=300)),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="result",
                        to="contests.entry",
                    ),
                ),
                (
                    "level",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="results",
                        to="contests.level",
                    ),
                ),
                (
                    "level_before",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contests.level",
                    ),
                ),
                (
                    "revised_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "评审结果",
                "verbose_name_plural": "评审结果",
                "ordering": ["rank", "entry"],
            },
        ),
        migrations.CreateModel(
            name="Standard",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, verbose_name="代码")),
                ("version", models.PositiveSmallIntegerField(verbose_name="版本")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("family", "绿色家庭"),
                            ("school", "绿色学校"),
                            ("agency", "绿色机关"),
                            ("shop", "绿色商超"),
                            ("restaurant", "绿色餐馆"),
                            ("community", "绿色社区"),
                            ("works", "作品征集"),
                        ],
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                ("title", models.CharField(max_length=60, verbose_name="名称")),
                ("is_draft", models.BooleanField(default=True, verbose_name="草案")),
                ("source", models.CharField(max_length=300, verbose_name="依据")),
                ("sha256", models.CharField(editable=False, max_length=64)),
                ("loaded_at", models.DateTimeField(verbose_name="载入时间")),
            ],
            options={
                "verbose_name": "创建标准",
                "verbose_name_plural": "创建标准",
                "ordering": ["kind", "code", "-version"],
                "constraints": [
                    models.UniqueConstraint(fields=("code", "version"), name="standard_version_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ["family", "school", "agency", "shop", "restaurant", "community", "works"],
                            )
                        ),
                        name="standard_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("version__gte", 1)), name="standard_version_from_one"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="criterion",
            name="standard",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="criteria", to="contests.standard"
            ),
        ),
        migrations.AddField(
            model_name="contest",
            name="standard",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="contests", to="contests.standard"
            ),
        ),
        migrations.CreateModel(
            name="Title",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=16, unique=True, verbose_name="编号")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("family", "绿色家庭"),
                            ("school", "绿色学校"),
                            ("agency", "绿色机关"),
                            ("shop", "绿色商超"),
                            ("restaurant", "绿色餐馆"),
                            ("community", "绿色社区"),
                            ("works", "作品征集"),
                        ],
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                ("level", models.CharField(max_length=20, verbose_name="等次")),
                ("name", models.CharField(blank=True, max_length=60, verbose_name="名称")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("valid_from", models.DateField(verbose_name="授予日期")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="有效期到")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="撤销时间")),
                ("withdrawn_because", models.CharField(blank=True, max_length=200, verbose_name="撤销原因")),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.area",
                    ),
                ),
                (
                    "contest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="titles",
                        to="contests.contest",
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="award", to="contests.entry"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="titles",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "place",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="title",
                        to="carbon_points.place",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "称号",
                "verbose_name_plural": "称号",
                "ordering": ["-year", "kind", "name"],
            },
        ),
        migrations.CreateModel(
            name="Recheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("due_from", models.DateField(verbose_name="复核第一天")),
                ("due_until", models.DateField(verbose_name="复核截止")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "待提交"),
                            ("submitted", "待复核"),
                            ("passed", "复核通过"),
                            ("failed", "复核未通过"),
                            ("lapsed", "到期未提交"),
                        ],
                        default="open",
                        max_length=9,
                        verbose_name="状态",
                    ),
                ),
                ("words", models.TextField(blank=True, max_length=2000, verbose_name="一年来的情况")),
                ("scans", models.PositiveIntegerField(blank=True, null=True, verbose_name="扫码次数")),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="复核意见")),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "title",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rechecks",
                        to="contests.title",
                    ),
                ),
            ],
            options={
                "verbose_name": "年度复核",
                "verbose_name_plural": "年度复核",
                "ordering": ["title", "due_from"],
            },
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField()),
                (
                    "purpose",
                    models.CharField(
                        choices=[("material", "申报材料"), ("visit", "现场核查"), ("recheck", "复核材料")],
                        default="material",
                        max_length=8,
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("size", models.PositiveIntegerField()),
                ("received", models.PositiveIntegerField(default=0)),
                ("part", models.CharField(editable=False, max_length=80)),
                ("created_at", models.DateTimeField()),
                ("touched_at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contests.criterion",
                    ),
                ),
                (
                    "done",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="upload",
                        to="contests.entryfile",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="uploads",
                        to="contests.entry",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(blank=True, null=True, verbose_name="核查日期")),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="地点")),
                ("latitude", models.DecimalField(blank=True, decimal_places=3, max_digits=6, null=True)),
                ("longitude", models.DecimalField(blank=True, decimal_places=3, max_digits=6, null=True)),
                ("words", models.TextField(blank=True, max_length=1000, verbose_name="总的情况")),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="visit", to="contests.entry"
                    ),
                ),
                (
                    "inspector",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="contests.panelmember",
                    ),
                ),
            ],
            options={
                "verbose_name": "现场核查",
                "verbose_name_plural": "现场核查",
                "ordering": ["entry"],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("met", "属实"), ("partly", "部分属实"), ("not_met", "不属实")],
                        max_length=7,
                        verbose_name="结论",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contests.criterion"
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="findings",
                        to="contests.visit",
                    ),
                ),
            ],
            options={
                "ordering": ["visit", "criterion"],
            },
        ),
        migrations.CreateModel(
            name="DeskMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "to",
                    models.CharField(
                        choices=[
                            ("draft", "还没提交的"),
                            ("returned", "退回修改、还没再交的"),
                            ("submitted", "已提交、等初审的"),
                            ("accepted", "通过初审的"),
                            ("everybody", "所有申报（撤回的除外）"),
                        ],
                        max_length=9,
                        verbose_name="发给",
                    ),
                ),
                ("title", models.CharField(max_length=40, verbose_name="标题")),
                ("body", models.TextField(max_length=500, verbose_name="内容")),
                ("request_key", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                (
                    "contest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="desk_messages",
                        to="contests.contest",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("sent_by", "request_key"), name="desk_message_once")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["contest", "state"], name="entry_of_contest"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["applicant", "-id"], name="entry_of_applicant"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(fields=("contest", "number"), name="entry_numbered_once"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "withdrawn"), _negated=True),
                fields=("contest", "slot"),
                name="entry_once_per_slot",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                fields=("contest", "applicant", "request_key"), name="entry_once_per_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "submitted", "returned", "accepted", "refused", "withdrawn"])
                ),
                name="entry_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "withdrawn"]), ("submitted_at__isnull", False), _connector="OR"
                ),
                name="entry_submitted_says_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(fields=("entry", "criterion"), name="answer_once"),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(("self_score__isnull", True), ("self_score__gte", 0), _connector="OR"),
                name="answer_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="entryfile",
            constraint=models.UniqueConstraint(
                fields=("entry", "purpose", "sha256"), name="entry_file_same_bytes_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="entryfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("height__gt", 0), ("kind", "picture"), ("width__gt", 0)),
                    ("kind", "document"),
                    _connector="OR",
                ),
                name="entry_file_picture_has_a_size",
            ),
        ),
        migrations.AddConstraint(
            model_name="level",
            constraint=models.UniqueConstraint(fields=("contest", "order"), name="level_order_once"),
        ),
        migrations.AddConstraint(
            model_name="level",
            constraint=models.CheckConstraint(
                condition=models.Q(("at_least__range", (0, 100))), name="level_within_a_hundred"
            ),
        ),
        migrations.AddConstraint(
            model_name="level",
            constraint=models.CheckConstraint(
                condition=models.Q(("most__isnull", True), ("most__gte", 1), _connector="OR"),
                name="level_for_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="like",
            constraint=models.UniqueConstraint(fields=("entry", "voter", "day"), name="like_once_a_day"),
        ),
        migrations.AddConstraint(
            model_name="like",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("left_out_because", ""), ("left_out_by__isnull", True)),
                    models.Q(
                        models.Q(("left_out_because", ""), _negated=True), ("left_out_by__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="like_left_out_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="mark",
            constraint=models.UniqueConstraint(fields=("assignment", "criterion"), name="mark_once"),
        ),
        migrations.AddConstraint(
            model_name="mark",
            constraint=models.CheckConstraint(
                condition=models.Q(("points__isnull", True), ("points__gte", 0), _connector="OR"),
                name="mark_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="mark",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_vetoed", False),
                    models.Q(("points__isnull", True), models.Q(("comment", ""), _negated=True)),
                    _connector="OR",
                ),
                name="mark_veto_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.UniqueConstraint(fields=("by", "request_key"), name="objection_once_per_key"),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("answer", ""),
                        ("decided_at__isnull", True),
                        ("decided_by__isnull", True),
                        ("outcome", ""),
                        ("summary", ""),
                    ),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        ("outcome__in", ["upheld", "dismissed"]),
                        models.Q(("answer", ""), _negated=True),
                        models.Q(("summary", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="objection_decided_is_answered",
            ),
        ),
        migrations.AddConstraint(
            model_name="panelmember",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("contest", "user"),
                name="panel_member_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="panelmember",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["juror", "chair", "inspector"])), name="panel_role_known"
            ),
        ),
        migrations.AddIndex(
            model_name="judgingevent",
            index=models.Index(fields=["contest", "id"], name="judging_event_of_contest"),
        ),
        migrations.AddConstraint(
            model_name="conflict",
            constraint=models.UniqueConstraint(fields=("member", "organisation"), name="conflict_said_once"),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(fields=["member", "state"], name="assignment_of_member"),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(fields=("entry", "member"), name="assignment_once"),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("locked_at__isnull", False), ("recused_because", ""), ("state", "locked")),
                    models.Q(("locked_at__isnull", True), ("recused_because", ""), ("state", "open")),
                    models.Q(
                        ("locked_at__isnull", True),
                        ("state", "recused"),
                        models.Q(("recused_because", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="assignment_state_and_lock_agree",
            ),
        ),
        migrations.AddConstraint(
            model_name="result",
            constraint=models.CheckConstraint(
                condition=models.Q(("score__isnull", True), ("score__range", (0, 100)), _connector="OR"),
                name="result_within_a_hundred",
            ),
        ),
        migrations.AddConstraint(
            model_name="result",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_vetoed", False), ("level__isnull", True), _connector="OR"),
                name="result_vetoed_has_no_level",
            ),
        ),
        migrations.AddConstraint(
            model_name="result",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("revised_at__isnull", True), ("revised_because", ""), ("revised_by__isnull", True)
                    ),
                    models.Q(
                        ("revised_at__isnull", False),
                        ("revised_by__isnull", False),
                        models.Q(("revised_because", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="result_revised_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.UniqueConstraint(fields=("standard", "key"), name="criterion_key_once"),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.UniqueConstraint(fields=("standard", "order"), name="criterion_order_once"),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("points__isnull", True), models.Q(("is_veto", False), ("points__gt", 0)), _connector="OR"
                ),
                name="criterion_scores_or_rules_out",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("needs_evidence", False), models.Q(("evidence", ""), _negated=True), _connector="OR"
                ),
                name="criterion_says_what_to_show",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(("parent", models.F("id")), _negated=True),
                name="criterion_not_below_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="contest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["family", "school", "agency", "shop", "restaurant", "community", "works"])
                ),
                name="contest_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="contest",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "cancelled", "withdrawn"])),
                name="contest_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="contest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("enrol_until__gte", models.F("enrol_from")),
                    ("materials_until__gte", models.F("enrol_until")),
                    ("screening_until__gt", models.F("materials_until")),
                    models.Q(
                        models.Q(
                            ("judging_until__gt", models.F("screening_until")), ("visits_until__isnull", True)
                        ),
                        models.Q(
                            ("judging_until__gt", models.F("visits_until")),
                            ("visits_until__gt", models.F("screening_until")),
                        ),
                        _connector="OR",
                    ),
                    ("notice_until__gt", models.F("judging_until")),
                ),
                name="contest_phases_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="contest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("recheck_from__isnull", True), ("recheck_until__isnull", True)),
                    models.Q(
                        ("recheck_from__gt", models.F("notice_until")),
                        ("recheck_until__gte", models.F("recheck_from")),
                    ),
                    _connector="OR",
                ),
                name="contest_recheck_after_the_notice",
            ),
        ),
        migrations.AddConstraint(
            model_name="contest",
            constraint=models.CheckConstraint(
                condition=models.Q(("jurors_per_entry__range", (1, 9))), name="contest_jurors_per_entry_sane"
            ),
        ),
        migrations.AddConstraint(
            model_name="contest",
            constraint=models.CheckConstraint(
                condition=models.Q(("for_pupils", False), ("shows_likes", False), _connector="OR"),
                name="contest_pupils_are_not_liked",
            ),
        ),
        migrations.AddIndex(
            model_name="title",
            index=models.Index(fields=["year", "kind"], name="title_of_year"),
        ),
        migrations.AddConstraint(
            model_name="title",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["family", "school", "agency", "shop", "restaurant", "community", "works"])
                ),
                name="title_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="title",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until__isnull", True),
                    ("valid_until__gte", models.F("valid_from")),
                    _connector="OR",
                ),
                name="title_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="title",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_because", "")),
                    models.Q(
                        ("withdrawn_at__isnull", False), models.Q(("withdrawn_because", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="title_withdrawn_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="recheck",
            constraint=models.UniqueConstraint(fields=("title", "due_from"), name="recheck_once_a_year"),
        ),
        migrations.AddConstraint(
            model_name="recheck",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_until__gte", models.F("due_from"))), name="recheck_ends_after_start"
            ),
        ),
        migrations.AddConstraint(
            model_name="recheck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "failed"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="recheck_failed_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="recheck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        ("state__in", ["passed", "failed"]),
                    ),
                    models.Q(
                        ("decided_at__isnull", False), ("decided_by__isnull", True), ("state", "lapsed")
                    ),
                    models.Q(
                        ("decided_at__isnull", True),
                        ("decided_by__isnull", True),
                        ("state__in", ["open", "submitted"]),
                    ),
                    _connector="OR",
                ),
                name="recheck_state_and_decision_agree",
            ),
        ),
        migrations.AddConstraint(
            model_name="upload",
            constraint=models.UniqueConstraint(fields=("entry", "key"), name="upload_once_per_key"),
        ),
        migrations.AddConstraint(
            model_name="upload",
            constraint=models.CheckConstraint(
                condition=models.Q(("received__lte", models.F("size"))),
                name="upload_never_more_than_announced",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.UniqueConstraint(fields=("visit", "criterion"), name="finding_once"),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("verdict", "met"), models.Q(("words", ""), _negated=True), _connector="OR"
                ),
                name="finding_that_differs_says_why",
            ),
        ),
    ]
