"""退回理由: the sentences that reviewers choose by number."""

from wagtail.admin.panels import FieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from carbon_points.models import ReasonTemplate


class ReasonTemplateViewSet(SnippetViewSet):
    """Kept by supervisors; what was said to residents before stays as it was."""

    model = ReasonTemplate
    icon = "list-ul"
    menu_label = "退回理由"
    add_to_settings_menu = True
    list_display = ["text", "kind", "order", "is_active"]
    list_filter = ["kind", "is_active"]
    add_to_reference_index = False
    panels = [FieldPanel("text"), FieldPanel("kind"), FieldPanel("order"), FieldPanel("is_active")]
