"""The facts of the footer, and where pages point to."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0002_review"),
        ("media", "0005_consent_is_a_choice"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LinkCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("url", models.CharField(max_length=700, unique=True, verbose_name="网址")),
                ("host", models.CharField(max_length=255, verbose_name="主机")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "待检查"),
                            ("fine", "正常"),
                            ("broken", "打不开"),
                            ("unsure", "不确定"),
                            ("refused", "不检查"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="结果",
                    ),
                ),
                ("status", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="状态码")),
                ("reason", models.CharField(blank=True, max_length=120, verbose_name="说明")),
                ("failures", models.PositiveSmallIntegerField(default=0, verbose_name="连续失败次数")),
                ("checked_at", models.DateTimeField(blank=True, null=True, verbose_name="上次检查")),
                ("due_at", models.DateTimeField(verbose_name="下次检查")),
            ],
            options={
                "verbose_name": "外部链接",
                "verbose_name_plural": "外部链接",
                "ordering": ["url"],
                "permissions": [("view_reports", "查看内容报告")],
                "default_permissions": (),
                "indexes": [models.Index(fields=["due_at"], name="link_check_due")],
            },
        ),
        migrations.CreateModel(
            name="SiteFacts",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("host_unit", models.CharField(blank=True, max_length=80, verbose_name="主办单位")),
                ("undertaker", models.CharField(blank=True, max_length=80, verbose_name="承办单位")),
                (
                    "contact_phone",
                    models.CharField(
                        blank=True,
                        max_length=30,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9+\\-()（）转 ]{5,30}$", "请填写电话号码，例如 0734-1234567。"
                            )
                        ],
                        verbose_name="联系电话",
                    ),
                ),
                ("contact_email", models.EmailField(blank=True, max_length=254, verbose_name="联系邮箱")),
                (
                    "help_phone",
                    models.CharField(
                        blank=True,
                        help_text="长辈版每页都有“打电话求助”，请填工作时间有人接的号码。",
                        max_length=30,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9+\\-()（）转 ]{5,30}$", "请填写电话号码，例如 0734-1234567。"
                            )
                        ],
                        verbose_name="长辈版求助电话",
                    ),
                ),
                ("icp", models.CharField(blank=True, max_length=60, verbose_name="ICP备案号")),
                ("police_record", models.CharField(blank=True, max_length=60, verbose_name="公安备案号")),
                ("site_code", models.CharField(blank=True, max_length=20, verbose_name="网站标识码")),
                ("badge_url", models.URLField(blank=True, verbose_name="党政机关标识链接")),
                (
                    "shows_ads",
                    models.BooleanField(
                        default=True, help_text="长辈版从不显示公益广告。", verbose_name="显示公益广告"
                    ),
                ),
                (
                    "badge",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="media.picture",
                        verbose_name="党政机关标识图片",
                    ),
                ),
                (
                    "site",
                    models.OneToOneField(
                        editable=False, on_delete=django.db.models.deletion.CASCADE, to="wagtailcore.site"
                    ),
                ),
            ],
            options={
                "verbose_name": "页脚与网站信息",
            },
        ),
        migrations.CreateModel(
            name="PageLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(blank=True, max_length=700, verbose_name="站内路径")),
                ("fault", models.CharField(blank=True, max_length=60, verbose_name="问题")),
                (
                    "outside",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="uses",
                        to="content.linkcheck",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "页面链接",
                "verbose_name_plural": "页面链接",
                "ordering": ["page", "pk"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outside__isnull", False), ("path", "")),
                            models.Q(("outside__isnull", True), models.Q(("path", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="page_link_inside_or_outside",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("path", ""), _negated=True),
                        fields=("page", "path"),
                        name="page_link_path_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("outside__isnull", False)),
                        fields=("page", "outside"),
                        name="page_link_outside_once",
                    ),
                ],
            },
        ),
    ]
