"""Totals by channel, year, community and organisation, partitioned by month; the registry, publication, reports."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

import indicators.storage

PARTITIONED = (("indicators_daytotal", "day"), ("indicators_participation", "start"))


def partition(apps, schema_editor):
    """On PostgreSQL: the same empty table, split by month. Rows of a month that has no part yet lie in the default."""
    if schema_editor.connection.vendor != "postgresql":
        return
    for table, column in PARTITIONED:
        schema_editor.execute(f"ALTER TABLE {table} RENAME TO {table}_plain")
        schema_editor.execute(
            f"CREATE TABLE {table} (LIKE {table}_plain INCLUDING ALL) PARTITION BY RANGE ({column})"
        )
        schema_editor.execute(f"CREATE TABLE {table}_default PARTITION OF {table} DEFAULT")
        schema_editor.execute(f"DROP TABLE {table}_plain")


def start_again(apps, schema_editor):
    """The totals are folded anew from the first log on, by the job that always folds."""
    apps.get_model("indicators", "PeriodTotal").objects.all().delete()
    apps.get_model("indicators", "Watermark").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0001_initial"),
        ("content", "0009_plan_indicators_move"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.DeleteModel("DayTotal"),
        migrations.DeleteModel("Participation"),
        migrations.CreateModel(
            name="DayTotal",
            fields=[
                ("logs", models.BigIntegerField(default=0)),
                ("milligrams", models.BigIntegerField(default=0)),
                ("low_mg", models.BigIntegerField(default=0)),
                ("high_mg", models.BigIntegerField(default=0)),
                ("points", models.BigIntegerField(default=0)),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "day",
                        "area_code",
                        "action_code",
                        "evidence",
                        "channel",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("day", models.DateField()),
                ("area_code", models.CharField(blank=True, max_length=20)),
                ("action_code", models.CharField(max_length=40)),
                ("evidence", models.CharField(max_length=20)),
                ("channel", models.CharField(max_length=10)),
                ("quantity", models.DecimalField(decimal_places=3, default=0, max_digits=18)),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Participation",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "resident_id",
                        "period",
                        "start",
                        "area_code",
                        "organisation",
                        "category",
                        "evidence",
                        "channel",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("resident_id", models.BigIntegerField()),
                (
                    "period",
                    models.CharField(
                        choices=[
                            ("day", "日"),
                            ("week", "周"),
                            ("month", "月"),
                            ("year", "年"),
                            ("total", "累计"),
                        ],
                        max_length=5,
                    ),
                ),
                ("start", models.DateField()),
                ("area_code", models.CharField(blank=True, max_length=20)),
                ("organisation", models.CharField(blank=True, max_length=40)),
                ("category", models.CharField(max_length=10)),
                ("evidence", models.CharField(max_length=20)),
                ("channel", models.CharField(max_length=10)),
                ("active", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(("active", 0), _negated=True), name="participation_zero_is_no_row"
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.RunPython(partition, migrations.RunPython.noop, elidable=False),
        migrations.AlterField(
            "periodtotal",
            "period",
            models.CharField(
                choices=[("day", "日"), ("week", "周"), ("month", "月"), ("year", "年"), ("total", "累计")],
                max_length=5,
            ),
        ),
        migrations.AlterField(
            "periodtotal",
            "scope",
            models.CharField(
                choices=[
                    ("city", "全市"),
                    ("town", "乡镇街道"),
                    ("community", "村社区"),
                    ("organisation", "机构"),
                    ("category", "类别"),
                    ("evidence", "凭证"),
                    ("channel", "渠道"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField("periodtotal", "key", models.CharField(blank=True, max_length=40)),
        migrations.RunPython(start_again, migrations.RunPython.noop),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="PlanIndicator",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=20, unique=True, verbose_name="代码")),
                        (
                            "action_no",
                            models.PositiveSmallIntegerField(
                                help_text="0 表示总目标。", verbose_name="行动编号"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="名称")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("headline", "主要指标"),
                                    ("box_target", "专栏任务量"),
                                    ("project_param", "项目规模"),
                                    ("dated_no_number", "有期限、无数字"),
                                    ("baseline_fact", "现状"),
                                    ("threshold", "适用门槛"),
                                ],
                                max_length=20,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "baseline",
                            models.DecimalField(
                                blank=True, decimal_places=4, max_digits=14, null=True, verbose_name="基期值"
                            ),
                        ),
                        (
                            "baseline_year",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="基期年"),
                        ),
                        (
                            "target",
                            models.DecimalField(
                                blank=True, decimal_places=4, max_digits=14, null=True, verbose_name="目标值"
                            ),
                        ),
                        (
                            "target_max",
                            models.DecimalField(
                                blank=True,
                                decimal_places=4,
                                max_digits=14,
                                null=True,
                                verbose_name="目标上限",
                            ),
                        ),
                        (
                            "target_year",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="目标年"),
                        ),
                        ("unit", models.CharField(blank=True, max_length=30, verbose_name="单位")),
                        ("comparator", models.CharField(blank=True, max_length=4, verbose_name="怎么比")),
                        ("departments", models.TextField(blank=True, verbose_name="责任单位")),
                        ("section", models.CharField(max_length=40, verbose_name="出处")),
                        (
                            "anchor",
                            models.CharField(
                                blank=True, db_index=True, max_length=40, verbose_name="出处锚点"
                            ),
                        ),
                        (
                            "resident_log_feed",
                            models.CharField(
                                choices=[("no", "无关"), ("context_only", "只作背景")],
                                default="no",
                                max_length=20,
                                verbose_name="与居民记录的关系",
                            ),
                        ),
                        ("notes", models.TextField(blank=True, verbose_name="备注")),
                    ],
                    options={
                        "db_table": "content_planindicator",
                        "verbose_name": "方案指标",
                        "verbose_name_plural": "方案指标",
                        "ordering": ["action_no", "pk"],
                        "indexes": [],
                        "constraints": [],
                    },
                ),
            ]
        ),
        migrations.AlterModelTable("planindicator", None),
        migrations.CreateModel(
            name="OfficialValue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="official_values",
                        to="indicators.planindicator",
                        verbose_name="指标",
                    ),
                ),
                ("as_of", models.DateField(verbose_name="数据截至")),
                ("value", models.DecimalField(decimal_places=4, max_digits=18, verbose_name="数值")),
                ("document_title", models.CharField(max_length=200, verbose_name="依据文件")),
                ("document_number", models.CharField(blank=True, max_length=80, verbose_name="文号")),
                ("document_url", models.URLField(blank=True, max_length=500, verbose_name="公开网址")),
                (
                    "document_file",
                    models.FileField(
                        blank=True,
                        max_length=200,
                        storage=indicators.storage.OfficialStorage(),
                        upload_to="documents/",
                        verbose_name="文件",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="口径说明")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "待确认"),
                            ("confirmed", "已确认"),
                            ("refused", "已退回"),
                            ("taken_back", "已撤回"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("entered_at", models.DateTimeField(verbose_name="填报时间")),
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
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="确认时间")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="退回原因")),
                ("request_key", models.CharField(max_length=80, unique=True)),
            ],
            options={
                "verbose_name": "官方数值",
                "verbose_name_plural": "官方数值",
                "ordering": ["-as_of", "-pk"],
                "permissions": [("enter_official", "填报官方数值"), ("confirm_official", "确认官方数值")],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(
                            Q(
                                ("decided_at", None),
                                ("decided_by", None),
                                ("state__in", ["waiting", "taken_back"]),
                            ),
                            Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("state__in", ["confirmed", "refused"]),
                            ),
                            _connector="OR",
                        ),
                        name="official_value_decided_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            ("decided_by", None),
                            Q(("decided_by", F("entered_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="official_value_two_people",
                    ),
                    models.UniqueConstraint(
                        condition=Q(("state", "waiting")),
                        fields=("indicator", "as_of"),
                        name="official_value_one_waits",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="ValueSheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("uploaded_at", models.DateTimeField()),
                ("file_name", models.CharField(max_length=200)),
                ("lines", models.JSONField()),
                ("taken_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-pk"],
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period", models.CharField(max_length=5)),
                ("start", models.DateField()),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("schema", models.CharField(max_length=20)),
                (
                    "state",
                    models.CharField(choices=[("published", "已发布"), ("stopped", "被拦下")], max_length=9),
                ),
                ("tables", models.JSONField(default=dict)),
                ("targets", models.JSONField(default=dict)),
                ("exact", models.JSONField(default=dict)),
                ("findings", models.JSONField(default=list)),
                ("method_version", models.CharField(blank=True, max_length=200)),
                ("factor_year", models.CharField(blank=True, max_length=20)),
                ("sha256", models.CharField(max_length=64)),
                ("as_of", models.DateTimeField(null=True)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-start", "period", "-version"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("period", "start", "version"), name="release_version_once"
                    ),
                    models.CheckConstraint(
                        condition=Q(("period__in", ["day", "month", "year"])), name="release_period_known"
                    ),
                    models.CheckConstraint(
                        condition=Q(("state__in", ["published", "stopped"])), name="release_state_known"
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("month", "月报"), ("year", "年度评估")], max_length=5, verbose_name="类别"
                    ),
                ),
                ("start", models.DateField(verbose_name="时段开始")),
                ("version", models.PositiveSmallIntegerField(verbose_name="版次")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("first", "首次发布"),
                            ("late", "补入迟到的记录"),
                            ("review", "核验更正"),
                            ("official", "官方数值更新"),
                            ("definition", "统计口径更新"),
                        ],
                        default="first",
                        max_length=10,
                        verbose_name="原因",
                    ),
                ),
                ("snapshot", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField(verbose_name="生成时间")),
                (
                    "made_by",
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
                "verbose_name": "统计报告",
                "verbose_name_plural": "统计报告",
                "ordering": ["-start", "-version"],
                "permissions": [("make_report", "生成统计报告")],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "start", "version"), name="report_version_once"),
                    models.CheckConstraint(
                        condition=Q(
                            Q(("reason", "first"), ("version", 1)),
                            Q(("version__gt", 1), Q(("reason", "first"), _negated=True)),
                            _connector="OR",
                        ),
                        name="report_correction_has_a_reason",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Measured",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40, unique=True)),
                ("value", models.JSONField(default=dict)),
                ("measured_at", models.DateTimeField()),
            ],
            options={"default_permissions": ()},
        ),
        migrations.CreateModel(
            name="TownDayTotal",
            fields=[
                ("logs", models.BigIntegerField(default=0)),
                ("milligrams", models.BigIntegerField(default=0)),
                ("low_mg", models.BigIntegerField(default=0)),
                ("high_mg", models.BigIntegerField(default=0)),
                ("points", models.BigIntegerField(default=0)),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "day",
                        "town",
                        "category",
                        "evidence",
                        "channel",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("day", models.DateField()),
                ("town", models.CharField(blank=True, max_length=20)),
                ("category", models.CharField(max_length=10)),
                ("evidence", models.CharField(max_length=20)),
                ("channel", models.CharField(max_length=10)),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="ActionDayTotal",
            fields=[
                ("logs", models.BigIntegerField(default=0)),
                ("milligrams", models.BigIntegerField(default=0)),
                ("low_mg", models.BigIntegerField(default=0)),
                ("high_mg", models.BigIntegerField(default=0)),
                ("points", models.BigIntegerField(default=0)),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "day",
                        "action_code",
                        "evidence",
                        "channel",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("day", models.DateField()),
                ("action_code", models.CharField(max_length=40)),
                ("evidence", models.CharField(max_length=20)),
                ("channel", models.CharField(max_length=10)),
            ],
            options={"abstract": False},
        ),
    ]
