"""The texts of an object that go into the index, taken from its `search_fields`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Manager
from modelsearch.index import AutocompleteField, RelatedFields, SearchField

# Fields that name the object; they rank above everything else it says.
TITLES = frozenset({"title", "name"})


@dataclass(slots=True)
class Texts:
    """What an object is called, what it says (with the boost of the field), and what is typed to find it."""

    title: list[str] = field(default_factory=list)
    body: list[tuple[str, float]] = field(default_factory=list)
    autocomplete: list[str] = field(default_factory=list)

    @property
    def prose(self) -> str:
        """All that it says beside its name, for excerpts."""
        return " ".join(text for text, _ in self.body)


def texts_of(instance: Any) -> Texts:
    """The texts of a model instance."""
    texts = Texts()
    for search_field, value in _values(instance, instance.get_search_fields()):
        text = _flat(value).strip()
        if not text:
            continue
        if isinstance(search_field, AutocompleteField):
            texts.autocomplete.append(text)
        elif search_field.field_name in TITLES:
            texts.title.append(text)
        else:
            texts.body.append((text, search_field.boost or 1))
    return texts


def _values(instance: Any, fields: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    for search_field in fields:
        if isinstance(search_field, RelatedFields):
            for related in _related(search_field.get_value(instance)):
                yield from _values(related, search_field.fields)
        elif isinstance(search_field, SearchField | AutocompleteField):
            yield search_field, search_field.get_value(instance)


def _related(value: Any) -> Iterable[Any]:
    if value is None:
        return []
    if isinstance(value, Manager):
        return list(value.all())
    return [value() if callable(value) else value]


def _flat(value: Any) -> str:
    """Lists and mappings as their texts, one after the other."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        value = value.values()
    if isinstance(value, Iterable):
        return " ".join(_flat(one) for one in value)
    return str(value)
