"""Reads of the accounts tables."""

from accounts.selectors.areas import choosable_areas
from accounts.selectors.consents import consents_standing, has_agreed

__all__ = ["choosable_areas", "consents_standing", "has_agreed"]
