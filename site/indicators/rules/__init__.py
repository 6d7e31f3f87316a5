"""What may be published, and what an attacker learns from it. Pure: no database, no Django."""

from indicators.rules.suppression import Cell, shown_parts, shown_windows

__all__ = ["Cell", "shown_parts", "shown_windows"]
