"""Every address of the admin, filled in with somebody else's text, for crawling as each role."""

from collections.abc import Iterator
from typing import Any

from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

# What only makes a list shorter or shows one field of a form.
LISTS = ("index", "list", "results", "choose", "search", "explore", "listing")


def admin_patterns() -> Iterator[tuple[str, URLPattern]]:
    """Every named pattern below /cms/, with its name as `reverse` takes it."""
    yield from (
        (name, pattern)
        for name, path, pattern in _walk(get_resolver().url_patterns, (), "")
        if path.startswith("cms/") and pattern.name
    )


def _walk(patterns: Any, spaces: tuple[str, ...], path: str) -> Iterator[tuple[str, str, URLPattern]]:
    for pattern in patterns:
        here = path + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield ":".join([*spaces, pattern.name or ""]), here, pattern
        else:
            space = (pattern.namespace,) if pattern.namespace else ()
            yield from _walk(pattern.url_patterns, spaces + space, here)


def addresses(values: dict[str, Any], keys: dict[str, Any]) -> list[str]:
    """One address for each pattern. `values` fill parameters by name, `keys` the `pk` of a namespace.

    A parameter that nobody thought of is a KeyError: somebody has to think of it.
    """
    found = []
    for name, pattern in admin_patterns():
        wanted = dict.fromkeys(pattern.pattern.regex.groupindex)
        filled = {one: _value(name, one, values, keys) for one in wanted}
        try:
            found.append(reverse(name, kwargs=filled))
        except NoReverseMatch:
            # Two patterns share a name and differ in their parameters; the other one is found.
            assert name == "wagtailadmin_workflows:remove", (name, filled)
    return found


def _value(name: str, parameter: str, values: dict[str, Any], keys: dict[str, Any]) -> Any:
    space = name.rpartition(":")[0]
    if parameter in {"pk", "object_id"}:
        return keys.get(space, 1)
    return values[parameter]
