"""What may be published, and what an attacker learns from it. Pure: no database, no Django."""

from indicators.rules.suppression import FEWEST, Cell, shown_parts, shown_windows

__all__ = ["FEWEST", "Cell", "shown_parts", "shown_windows"]
