"""Editors' screens beside the pages: 三审, departments, and the plan's figures to look up."""

from typing import Any

from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from content import readings
from content.admin import (
    handbook,
    home,
    manuscripts,
    published,
    report_panels,
    reports,
    review_hooks,
    site_words,
    wechat,
    word,
)
from content.admin.home_panels import register_home_panel
from content.choosers import ActionChooserViewSet, action_chooser_viewset
from content.models import Department, PublicServiceAd, ThemeDay, WordRule
from content.review import files, guard
from content.review.taking_down import TAKEN_DOWN
from content.services.seed_memory import LOADED
from indicators.models import PlanIndicator


class DepartmentViewSet(SnippetViewSet):
    """Names, short names and spellings of the responsible departments."""

    model = Department
    icon = "group"
    menu_label = "责任单位"
    list_display = ["name", "short_name", "slug"]
    search_fields = ["name", "short_name", "aliases"]
    panels = [
        FieldPanel("name"),
        FieldPanel("short_name"),
        FieldPanel("slug"),
        FieldPanel("aliases"),
        FieldPanel("position"),
    ]


class PlanIndicatorViewSet(SnippetViewSet):
    """The plan's figures. They come from the city's data file, so only the note is for editors."""

    model = PlanIndicator
    icon = "order"
    menu_label = "方案指标"
    list_display = ["code", "name", "target", "unit", "target_year"]
    list_filter = ["kind", "action_no"]
    search_fields = ["code", "name"]
    inspect_view_enabled = True
    add_to_reference_index = False
    panels = [FieldPanel("name", read_only=True), FieldPanel("notes", read_only=True)]


class PlanViewSetGroup(SnippetViewSetGroup):
    """One menu entry for what belongs to the plan."""

    items = (DepartmentViewSet, PlanIndicatorViewSet)
    menu_label = "实施方案"
    menu_icon = "doc-full"
    menu_order = 300


register_snippet(PlanViewSetGroup)


@hooks.register("register_admin_urls")
def review_desks() -> list[URLPattern | URLResolver]:
    """The addresses below /cms/."""
    return [
        path("manuscripts/", include((manuscripts.urlpatterns, "manuscripts"))),
        path("published/", include((published.urlpatterns, "published"))),
        path("content-reports/", include((reports.urlpatterns, "content_reports"))),
        path("handbook/", include((handbook.urlpatterns, "handbook"))),
        path("word/", include((word.urlpatterns, "word"))),
        path("wechat/", include((wechat.urlpatterns, "wechat"))),
    ]


@hooks.register("register_admin_menu_item")
def manuscripts_menu_item() -> MenuItem:
    """审稿."""
    return manuscripts.menu_item()


@hooks.register("register_admin_menu_item")
def published_menu_item() -> MenuItem:
    """已发布和撤下."""
    return published.menu_item()


@hooks.register("register_reports_menu_item")
def reports_menu_item() -> MenuItem:
    """内容报告, below 报告."""
    return reports.menu_item()


@hooks.register("register_admin_menu_item")
def handbook_menu_item() -> MenuItem:
    """编辑手册."""
    return handbook.menu_item()


@hooks.register("register_log_actions")
def name_actions(actions: Any) -> None:
    """What the history of a page calls it."""
    actions.register_action(TAKEN_DOWN, "撤下", "撤下了这条内容")
    actions.register_action(LOADED, "载入", "从城市数据文件夹载入")


register_home_panel(report_panels.UpkeepPanel)
site_words.name_site_columns()
hooks.register("construct_homepage_panels", home.add_home_panels)
hooks.register("before_serve_document", files.serve_public_documents)
hooks.register("construct_page_chooser_queryset", guard.choosable)
hooks.register("before_edit_page", review_hooks.before_edit)
hooks.register("before_serve_page", readings.note)
hooks.register("before_edit_snippet", review_hooks.before_edit)
hooks.register("register_page_header_buttons", review_hooks.take_down_button)
hooks.register("register_page_header_buttons", word.word_button)
hooks.register("register_page_header_buttons", wechat.wechat_button)
register_home_panel(word.WordButtonPanel)


@hooks.register("register_page_action_menu_item")
def read_manuscript() -> review_hooks.ReviewMenuItem:
    """去审稿, in the editor."""
    return review_hooks.ReviewMenuItem(order=5)


@hooks.register("insert_global_admin_css")
def admin_home_style() -> str:
    """The front page's panels come from several rooms and share one sheet."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin_home.css"))


class ReviewedViewSet(SnippetViewSet):
    """A snippet that goes through 三审."""

    # Sent by hand, Wagtail's copy saves over what it copies: a public ad would vanish.
    copy_view_enabled = False


class PublicServiceAdViewSet(ReviewedViewSet):
    """Ads for the public good, and where and when they are shown."""

    model = PublicServiceAd
    icon = "pick"
    menu_label = "公益广告"
    list_display = ["title", "slot", "starts_on", "ends_on", "live"]
    list_filter = ["slot", "live", "is_sample"]


class ThemeDayViewSet(ReviewedViewSet):
    """Theme days and what each year's notice says of them."""

    model = ThemeDay
    icon = "date"
    menu_label = "主题日"
    list_display = ["name", "rule", "month", "day", "live"]
    list_filter = ["rule", "month", "live"]


class WordRuleViewSet(SnippetViewSet):
    """词库: words that the checks of a text look for."""

    model = WordRule
    icon = "warning"
    menu_label = "词库"
    list_display = ["word", "suggestion", "severity"]
    list_filter = ["severity"]
    search_fields = ["word", "suggestion"]
    panels = [FieldPanel("word"), FieldPanel("suggestion"), FieldPanel("severity")]


class PublicityViewSetGroup(SnippetViewSetGroup):
    """One menu entry for what is published beside the pages."""

    items = (PublicServiceAdViewSet, ThemeDayViewSet, WordRuleViewSet)
    menu_label = "宣传"
    menu_icon = "pick"
    menu_order = 310


register_snippet(PublicityViewSetGroup)


@hooks.register("register_admin_viewset")
def choose_actions() -> ActionChooserViewSet:
    """The window in which editors choose an action."""
    return action_chooser_viewset
