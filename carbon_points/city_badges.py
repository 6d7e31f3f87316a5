"""The city's badges, from its data folder: read once for each state of the file."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from carbon_points.rules.badges import Badge, badges_of, problems_in_badges
from carbon_points.rules.catalogue_lines import Problem
from carbon_points.services.catalogue_files import read_lines

FILE = "badges.csv"
COLUMNS = ["code", "name", "icon", "rule", "threshold", "reason", "hint", "order"]


def city_badges() -> tuple[Badge, ...]:
    """All badges in their order; none when the city has no such file.

    Raises ImproperlyConfigured when the file has faults; `manage.py check` names them before the site starts.
    """
    file = settings.CITY.folder / FILE
    return _read(file, file.stat().st_mtime_ns) if file.exists() else ()


def badge_problems(folder: Path) -> list[Problem]:
    """Everything wrong with the file of a folder; a city without one has no badges, which is no fault."""
    if not (folder / FILE).exists():
        return []
    files, problems = read_lines(folder, {FILE: COLUMNS})
    return problems or problems_in_badges(files[FILE])


@lru_cache(maxsize=4)
def _read(file: Path, changed_at: int) -> tuple[Badge, ...]:
    if problems := badge_problems(file.parent):
        raise ImproperlyConfigured("\n".join(str(problem) for problem in problems))
    files, _ = read_lines(file.parent, {FILE: COLUMNS})
    return tuple(badges_of(files[FILE]))
