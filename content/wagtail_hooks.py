"""Editors' screens beside the pages: departments, and the plan's figures to look up."""

from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from content.models import Department, PlanIndicator


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
