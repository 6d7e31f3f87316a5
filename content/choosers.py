"""What editors choose from in a window of its own."""

from typing import Any

from wagtail.admin.viewsets.chooser import ChooserViewSet

from carbon_points.models import Action


class ActionChooserViewSet(ChooserViewSet):
    """Actions that residents can record; they come from the city's data, so none is made here."""

    model = Action
    icon = "check"
    choose_one_text = "选择行为"
    choose_another_text = "换一个行为"
    per_page = 20
    # The form that makes one would offer what only the catalogue's loader may write.
    form_fields: list[str] = []
    creation_form_class = None

    def get_object_list(self) -> Any:
        """Open actions for residents."""
        return Action.objects.filter(is_open=True).order_by("category", "name")


action_chooser_viewset = ActionChooserViewSet("action_chooser")
ActionChooserBlock: Any = action_chooser_viewset.get_block_class(
    name="ActionChooserBlock", module_path="content.choosers"
)
