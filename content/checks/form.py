"""The editor's form of a page to read: sensible beginnings, and what must be there to hand it in."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm

from campaigns.models import Campaign
from content.checks.facts import draft_of
from content.checks.rules import Finding, Word, findings
from content.models.word import WordRule
from content.selectors.owner import owner_name
from core import clock

# The buttons that hand a text in.
HAND_IN = ("action-submit", "action-restart-workflow", "action-publish")


def words_of_city() -> list[Word]:
    """The rows of 词库."""
    rows = WordRule.objects.values_list("word", "suggestion", "severity")
    return [Word(word, hint, severity == WordRule.Severity.ERROR) for word, hint, severity in rows]


def findings_of(page: Any) -> list[Finding]:
    """What there is to say about a page as it is in memory."""
    return findings(draft_of(page), words_of_city())


class ChineseTitleForm(WagtailAdminPageForm):
    """A page needs no address to be saved: without one it gets an address from its title's sound."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False


class ReadingPageForm(ChineseTitleForm):
    """Fills in who writes, from where and when; refuses to hand in what is not complete."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            today = clock.today()
            first = {
                "responsible_editor": getattr(self.for_user, "display_name", ""),
                "source": owner_name(),
                "reviewed_on": today,
                "review_due_on": _a_year_after(today),
            }
            for name, value in first.items():
                if name in self.fields and not getattr(self.instance, name):
                    self.initial[name] = value

    @property
    def is_handed_in(self) -> bool:
        """Whether somebody else is to read it now."""
        return any(name in self.data for name in HAND_IN)

    def _post_clean(self) -> None:
        """Errors stand beside their field; warnings keep nobody from going on."""
        # After this the instance holds what the form says.
        super()._post_clean()
        if not self.is_handed_in:
            return
        for finding in findings_of(self.instance):
            if finding.is_error:
                name = finding.field if finding.field in self.fields else None
                self.add_error(name, finding.sentence)


class CampaignPageForm(ReadingPageForm):
    """An event is handed in with a time and a place to come to."""

    def is_valid(self) -> bool:
        """The rows of the form count, not those that the page had."""
        is_valid: bool = super().is_valid()
        if not self.is_handed_in or self.cleaned_data.get("kind") != Campaign.Kind.EVENT:
            return is_valid
        rows = self.formsets["sessions"]
        if any(row.has_changed() or row.instance.pk for row in rows if row not in rows.deleted_forms):
            return is_valid
        self.add_error(None, "线下活动请至少填一场：在“场次”里写清时间和地点，再提交审核。")
        return False


def _a_year_after(day: Any) -> Any:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
