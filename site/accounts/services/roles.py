"""Staff roles as groups, kept in one table."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q

ADMIN = "wagtailadmin.access_admin"
# Whoever has it finds the desk of texts that wait for review.
SIGNATURES = "content.view_reviewsignature"
# Links, columns, pictures and times that editors look after.
REPORTS = "content.view_reports"
ORGANISATIONS = (
    "accounts.view_organisation",
    "accounts.add_organisation",
    "accounts.change_organisation",
)
REVIEW = (
    "carbon_points.view_actionlog",
    "carbon_points.review_submission",
    "media.view_evidencephoto",
)
TICKETS = ("feedback.handle_ticket", "feedback.route_ticket")
# Who works for a department, deadlines, beginnings of answers.
TICKET_TABLES = tuple(
    f"feedback.{verb}_{model}"
    for model in ("departmentstaff", "answertime", "answertemplate")
    for verb in ("view", "add", "change", "delete")
)
PLACES = ("carbon_points.view_place", "carbon_points.add_place", "carbon_points.change_place")
# Permissions are named app.codename. An app above may not be installed yet: what it brings is added when the
# roles are ensured again.
ROLES: dict[str, tuple[str, ...]] = {
    "编辑": (
        ADMIN,
        "wagtailimages.add_image",
        "wagtailimages.change_image",
        "wagtailimages.choose_image",
        "wagtaildocs.add_document",
        "wagtaildocs.change_document",
        "wagtaildocs.choose_document",
        # Snippets that go through 三审. Nobody has publish_, unlock_ or delete_ of them.
        "content.add_publicservicead",
        "content.change_publicservicead",
        "content.add_themeday",
        "content.change_themeday",
        # 词库: words that a text is told about.
        "content.view_wordrule",
        "content.add_wordrule",
        "content.change_wordrule",
        "content.delete_wordrule",
        REPORTS,
        # What people did not find, and which published page stands on top for a word.
        "search.view_searchterm",
        "wagtailsearchpromotions.add_searchpromotion",
        "wagtailsearchpromotions.change_searchpromotion",
        "wagtailsearchpromotions.delete_searchpromotion",
    ),
    "一审": (ADMIN, SIGNATURES, REPORTS),
    "二审": (ADMIN, SIGNATURES, REPORTS),
    # Taking down removes at once and never publishes.
    "三审": (ADMIN, SIGNATURES, REPORTS, "content.take_down"),
    "统计员": (
        ADMIN,
        "indicators.view_daytotal",
        "indicators.enter_official",
        "indicators.confirm_official",
        "indicators.make_report",
        "indicators.change_planindicator",
        "indicators.view_planindicator",
    ),
    "核验员": (ADMIN, *REVIEW),
    "核验主管": (
        ADMIN,
        *REVIEW,
        "carbon_points.supervise_review",
        "carbon_points.view_reasontemplate",
        "carbon_points.add_reasontemplate",
        "carbon_points.change_reasontemplate",
        "carbon_points.delete_reasontemplate",
    ),
    "客服": (ADMIN, "accounts.view_user", *TICKETS),
    "客服主管": (ADMIN, *TICKETS, *TICKET_TABLES),
    # Sees the tickets of their departments, and no others; enters and confirms the official values of these.
    "部门经办": (
        ADMIN,
        "feedback.handle_ticket",
        "indicators.enter_official",
        "indicators.confirm_official",
    ),
    # Runs the city's campaigns on the day (screen, scanner, lists, messages, the wall), and its contests.
    "活动管理": (ADMIN, "campaigns.run_campaign", "campaigns.review_wall", "contests.run_contest"),
    # What points are worth and cost: rules with a preview, rewards, and wishes for points by hand.
    "积分运营": (
        ADMIN,
        "carbon_points.view_policy",
        "carbon_points.add_policy",
        "carbon_points.view_grant",
        "carbon_points.request_grant",
        "carbon_points.view_reward",
        "carbon_points.add_reward",
        "carbon_points.change_reward",
        "carbon_points.view_budgetline",
        "carbon_points.add_budgetline",
        "carbon_points.change_budgetline",
        "carbon_points.view_cause",
        "carbon_points.add_cause",
        "carbon_points.change_cause",
    ),
    # The second person of every grant; whoever asks is never the one who agrees.
    "积分复核": (
        ADMIN,
        "carbon_points.view_policy",
        "carbon_points.view_grant",
        "carbon_points.approve_grant",
    ),
    "系统管理员": (
        ADMIN,
        "carbon_points.view_policy",
        "carbon_points.add_policy",
        "carbon_points.view_action",
        "carbon_points.change_action",
        "carbon_points.view_method",
        "carbon_points.view_factor",
        "content.change_sitefacts",
        REPORTS,
        "wagtailredirects.add_redirect",
        "wagtailredirects.change_redirect",
        "wagtailredirects.delete_redirect",
        "accounts.view_area",
        "accounts.change_area",
        "carbon_points.change_partner",
        *ORGANISATIONS,
        *PLACES,
        *TICKET_TABLES,
    ),
    "机构管理": (ADMIN, *ORGANISATIONS),
    # Accounts and rights are kept apart from running the site, and from looking at what was done.
    "安全管理员": (
        ADMIN,
        "accounts.view_user",
        "accounts.add_user",
        "accounts.change_user",
        "auth.view_group",
        "carbon_points.handle_anomaly",
    ),
    "审计员": (
        ADMIN,
        "accounts.view_user",
        "auth.view_group",
        "accounts.view_consent",
        "carbon_points.view_policy",
        "carbon_points.view_grant",
    ),
}


@transaction.atomic
def ensure_roles() -> list[Group]:
    """Make every role and give it its permissions. Safe to repeat; what staff added by hand stays."""
    groups = []
    for name, permissions in ROLES.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*_found(permissions))
        groups.append(group)
    return groups


def _found(names: tuple[str, ...]) -> list[Permission]:
    wanted = Q()
    for name in names:
        app, codename = name.split(".")
        wanted |= Q(content_type__app_label=app, codename=codename)
    return list(Permission.objects.filter(wanted))
