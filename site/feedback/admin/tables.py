"""What those in charge of the desk keep: who works for a department, deadlines, beginnings of answers."""

from wagtail.admin.panels import FieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from feedback.models import AnswerTemplate, AnswerTime, DepartmentStaff


class DepartmentStaffViewSet(SnippetViewSet):
    """部门经办人: what decides which tickets somebody sees."""

    model = DepartmentStaff
    icon = "group"
    menu_label = "部门经办人"
    list_display = ["department", "user"]
    list_filter = ["department"]
    add_to_reference_index = False
    panels = [FieldPanel("department"), FieldPanel("user")]


class AnswerTimeViewSet(SnippetViewSet):
    """答复期限; what is already in the house keeps its day."""

    model = AnswerTime
    icon = "date"
    menu_label = "答复期限"
    list_display = ["topic", "days"]
    add_to_reference_index = False
    panels = [FieldPanel("topic"), FieldPanel("days")]


class AnswerTemplateViewSet(SnippetViewSet):
    """答复模板."""

    model = AnswerTemplate
    icon = "list-ul"
    menu_label = "答复模板"
    list_display = ["title"]
    add_to_reference_index = False
    panels = [FieldPanel("title"), FieldPanel("text")]


class FeedbackTables(SnippetViewSetGroup):
    """All three under one entry."""

    items = (DepartmentStaffViewSet, AnswerTimeViewSet, AnswerTemplateViewSet)
    menu_label = "投诉建议设置"
    menu_icon = "cog"
    menu_order = 421
