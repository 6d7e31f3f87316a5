import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_contest_consent"),
    ]

    operations = [
        migrations.CreateModel(
            name="OrganisationRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="机构名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("school", "学校"),
                            ("community", "村社区"),
                            ("agency", "机关单位"),
                            ("shop", "商场超市"),
                            ("restaurant", "餐饮"),
                            ("merchant", "兑换商户"),
                            ("enterprise", "企业"),
                            ("volunteer", "志愿服务队"),
                        ],
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                ("doing", models.CharField(blank=True, max_length=40, verbose_name="在机构里做什么")),
                ("proof", models.CharField(blank=True, max_length=200, verbose_name="怎样核对")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "待核实"),
                            ("approved", "已登记"),
                            ("refused", "没有登记"),
                            ("withdrawn", "已撤回"),
                        ],
                        default="waiting",
                        max_length=9,
                        verbose_name="状态",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="原因")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="处理时间")),
                ("request_key", models.UUIDField(editable=False)),
                ("created_at", models.DateTimeField(verbose_name="申请时间")),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.area",
                        verbose_name="所在镇街",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="organisation_requests",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="申请人",
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
                    "organisation",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="request",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "机构登记申请",
                "verbose_name_plural": "机构登记申请",
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["state", "id"], name="organisation_request_state")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("by",),
                        name="organisation_request_one_open",
                    ),
                    models.UniqueConstraint(
                        fields=("by", "request_key"), name="organisation_request_once_per_key"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ["school", "community", "agency", "shop", "restaurant", "enterprise"],
                            )
                        ),
                        name="organisation_request_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("organisation__isnull", True),
                                ("reason", ""),
                                ("state__in", ["waiting", "withdrawn"]),
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("organisation__isnull", False),
                                ("reason", ""),
                                ("state", "approved"),
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("organisation__isnull", True),
                                ("state", "refused"),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="organisation_request_state_and_decision_agree",
                    ),
                ],
            },
        ),
    ]
