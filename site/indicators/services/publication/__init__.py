"""Closed days, months and years become releases: worked out, attacked, frozen."""

from indicators.services.publication.correcting import correct
from indicators.services.publication.publishing import publish_releases

__all__ = ["correct", "publish_releases"]
