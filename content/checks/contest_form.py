"""The editor's form of a contest: days proposed from today, standards under their kinds."""

from itertools import groupby
from typing import Any

from campaigns.contests.models import Contest, Kind, Standard
from campaigns.contests.rules.days import proposal
from campaigns.contests.rules.facts import day_values
from content.checks.form import ReadingPageForm
from core import clock


class ContestPageForm(ReadingPageForm):
    """A new page needs few taps; a page that is a contest keeps its standard."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            today = clock.today()
            first = day_values(proposal(today)) | {"year": today.year}
            for name, value in first.items():
                if name in self.fields and getattr(self.instance, name) is None:
                    self.initial[name] = value
        if "standard" in self.fields:
            self.fields["standard"].choices = self._standards()

    def _standards(self) -> list[Any]:
        """Grouped by kind; of a page that is a contest only the one that it began with."""
        rows = Standard.objects.order_by("kind", "code", "-version")
        frozen = Contest.objects.filter(key=self.instance.contest_key).values("standard")
        if frozen.exists():
            rows = rows.filter(pk__in=frozen)
        groups = groupby(rows, key=lambda row: row.kind)
        found = [(Kind(kind).label, [(row.pk, str(row)) for row in same]) for kind, same in groups]
        return [("", "请选择"), *found]
