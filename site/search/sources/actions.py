"""Actions of the catalogue that are open."""

from collections.abc import Sequence

from carbon_points.models import Action
from search.sources.base import Row, Source


def _public(keys: Sequence[str]) -> set[str]:
    return set(map(str, Action.objects.filter(pk__in=keys, is_open=True).values_list("pk", flat=True)))


def _rows(keys: Sequence[str]) -> dict[str, Row]:
    return {
        str(action.pk): Row(
            title=action.name,
            url=action.get_absolute_url(),
            summary=action.summary,
            text=f"{action.summary}。{action.evidence_note}",
            label="可以记录的行为",
            where=action.get_category_display(),
        )
        for action in Action.objects.filter(pk__in=keys)
    }


ACTIONS = Source(model=Action, tab_of=lambda model: "actions", public=_public, rows=_rows)
