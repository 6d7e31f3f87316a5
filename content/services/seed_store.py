"""Writing seeds: made once, renewed while nobody has touched them, never made again when deleted."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from wagtail.models import Page

from content.seeds import Seed
from content.services.seed_memory import Trace, assign, digest, held_by, remember


@dataclass(slots=True)
class ContentReport:
    """How many pages and records were made, updated, published, and left as an editor has them."""

    created: int = 0
    updated: int = 0
    published: int = 0
    kept: int = 0


@dataclass(slots=True)
class SeedStore:
    """Compares each seed with what was written of it before."""

    before: dict[str, Trace]
    publish: bool
    report: ContentReport = field(default_factory=ContentReport)

    def is_news(self, seed: Seed) -> bool:
        """Whether there is anything to write; most starts end here."""
        trace = self.before.get(seed.key)
        return trace is None or trace.words != digest(seed.words)

    def make_page(self, seed: Seed, parent: Page, page: Page, values: dict[str, Any]) -> Page | None:
        """A new page below its column. None when an editor already has a page at that address."""
        if parent.get_children().filter(slug=seed.slug).exists():
            self.report.kept += 1
            return None
        assign(page, values | {"slug": seed.slug, "live": False, "has_unpublished_changes": True})
        parent.add_child(instance=page)
        self._keep(page, seed, values)
        self.report.created += 1
        return page

    def make_record(self, seed: Seed, record: Any, values: dict[str, Any]) -> None:
        """A new snippet."""
        assign(record, values | {"live": False})
        record.full_clean()
        record.save()
        self._keep(record, seed, values)
        self.report.created += 1

    def update(self, seed: Seed, model: type[Model], values: dict[str, Any]) -> None:
        """Write the new words as a draft when what is there is still ours; publish it only with `publish`."""
        trace = self.before[seed.key]
        found: Any = model._default_manager.filter(pk=trace.pk).first()
        draft = found.get_latest_revision_as_object() if found and found.latest_revision_id else found
        if draft is None or held_by(draft, values) != trace.held or found.current_workflow_state:
            self.report.kept += 1
            return
        assign(draft, values)
        self._keep(draft, seed, values)
        self.report.updated += 1

    def _keep(self, instance: Any, seed: Seed, values: dict[str, Any]) -> None:
        revision = instance.save_revision()
        if self.publish:
            revision.publish()
            self.report.published += 1
        remember(instance, key=seed.key, words=digest(seed.words), held=held_by(instance, values))
