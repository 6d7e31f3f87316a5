"""Departments: made from the city's list, then from the plan itself."""

import re

from anyascii import anyascii
from django.conf import settings

from content.models import Department


class Departments:
    """Finds a department by any way of writing it; makes it when nobody knows it."""

    def __init__(self) -> None:
        self._by_spelling = {
            spelling: department
            for department in Department.objects.all()
            for spelling in department.spellings
        }
        self._slugs = {department.slug for department in self._by_spelling.values()}

    def named(self, name: str) -> Department:
        """The department that the plan writes like this."""
        if name not in self._by_spelling:
            self._by_spelling[name] = Department.objects.create(
                name=name, slug=self._free_slug(name), position=len(self._slugs) + 1
            )
            self._slugs.add(self._by_spelling[name].slug)
        return self._by_spelling[name]

    def _free_slug(self, name: str) -> str:
        base = re.sub(r"[^a-z0-9]+", "-", anyascii(name).lower()).strip("-")[:50] or "department"
        slug, more = base, 1
        while slug in self._slugs:
            more += 1
            slug = f"{base}-{more}"
        return slug


def ensure_departments() -> Departments:
    """The departments of the city's list, made where they are missing; what editors changed stays."""
    spelt = {spelling for one in Department.objects.all() for spelling in one.spellings}
    slugs = set(Department.objects.values_list("slug", flat=True))
    for position, row in enumerate(settings.CITY.extra.get("departments", []), start=1):
        if row["key"] in slugs or spelt & {row["name"], *row.get("aliases", [])}:
            continue
        Department.objects.create(
            name=row["name"],
            short_name=row.get("short", ""),
            slug=row["key"],
            aliases="\n".join(row.get("aliases", [])),
            position=position,
        )
    return Departments()
