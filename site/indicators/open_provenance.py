"""What every answer of the open data says about itself: up to when, by what, under which licence."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from indicators import wording
from indicators.selectors.statistics import Edition


def provenance(as_of: datetime | None, edition: Edition) -> dict[str, Any]:
    """Up to when, by what, and what kind of number it is."""
    return {
        "as_of": moment_text(as_of),
        "method_version": edition.method_version,
        "factor_year": edition.factor_year,
        "statement": wording.estimate(method_version=edition.method_version, factor_year=edition.factor_year),
        "licence": licence(),
    }


def licence() -> dict[str, str]:
    """Under what the data may be used; the city's folder says it."""
    chosen = settings.CITY.extra.get("open_data", {})
    return {
        "name": chosen.get("licence", "CC-BY-4.0"),
        "title": chosen.get("licence_title", "CC BY 4.0"),
        "url": chosen.get("licence_url", "https://creativecommons.org/licenses/by/4.0/"),
    }


def moment_text(moment: datetime | None) -> str | None:
    """A moment of the city's time, to the second."""
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else None
