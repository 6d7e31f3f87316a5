"""What stands at the top of the editor's form: the report of a Word import, and what the text still needs."""

from typing import Any

from django.utils.module_loading import import_string
from wagtail.admin.panels import Panel

from content.word_import import Report


class WordReportPanel(Panel):
    """The report of the import, until it is put away."""

    class BoundPanel(Panel.BoundPanel):
        """Of one page."""

        template_name = "content/admin/word_report.html"

        def is_shown(self) -> bool:
            """Only on pages that came out of Word."""
            return bool(super().is_shown() and self._report() is not None)

        def _report(self) -> Any:
            if not self.instance.pk:
                return None
            found = getattr(self.instance, "word_import", None)
            return found if found and found.dismissed_at is None else None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """The findings, what may be missing first."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            found = self._report()
            return context | {"word_import": found, "notices": Report.of_rows(found.report)}


class ChecksPanel(Panel):
    """What the saved text still needs, errors first."""

    class BoundPanel(Panel.BoundPanel):
        """Of one page."""

        template_name = "content/admin/checks.html"

        def is_shown(self) -> bool:
            """Once there is something saved to look at."""
            return bool(super().is_shown() and self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """The findings, each with the name of its field."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"findings": [(self._label(one.field), one) for one in self._findings()]}

        def _findings(self) -> list[Any]:
            return import_string("content.checks.form.findings_of")(self.instance)  # type: ignore[no-any-return]

        def _label(self, name: str) -> str:
            return str(self.instance._meta.get_field(name).verbose_name)
