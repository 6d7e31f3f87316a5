"""Sample texts that show editors what a good one looks like."""

from dataclasses import dataclass

from django.apps import apps

from content.models import ReadingPage


@dataclass(frozen=True, slots=True)
class Sample:
    """A live page that is marked 示例."""

    url: str
    title: str
    kind: str


def samples() -> list[Sample]:
    """All samples by kind and title; a query for each kind of page."""
    found = [
        Sample(str(page.url), str(page.title), str(model._meta.verbose_name))
        for model in apps.get_models()
        if issubclass(model, ReadingPage)
        for page in model._default_manager.filter(live=True, is_sample=True)
    ]
    return sorted(found, key=lambda sample: (sample.kind, sample.title))
