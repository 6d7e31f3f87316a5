"""What the loader of first words wrote, kept in Wagtail's own history, so that no editor is overwritten."""

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from django.db.models import Model
from wagtail.fields import StreamField
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, PageLogEntry

LOADED: Final = "content.load"


@dataclass(frozen=True, slots=True)
class Trace:
    """Object, digest of the file's words, digest of the fields as they were stored."""

    pk: int
    words: str
    held: str


def traces() -> dict[str, Trace]:
    """Key of a seed -> what was written of it last. Also of what somebody has deleted since."""
    entries = [
        *PageLogEntry.objects.filter(action=LOADED).order_by("timestamp", "pk"),
        *ModelLogEntry.objects.filter(action=LOADED).order_by("timestamp", "pk"),
    ]
    return {
        entry.data["seed"]: Trace(int(entry.object_id), entry.data["words"], entry.data["held"])
        for entry in entries
    }


def remember(instance: Model, *, key: str, words: str, held: str) -> None:
    """Write down what was loaded into this page or record."""
    log(instance, LOADED, data={"seed": key, "words": words, "held": held})


def held_by(instance: Model, names: Any) -> str:
    """The digest of these fields as they stand."""
    return digest({name: _plain(instance, name) for name in sorted(names)})


def digest(value: Any) -> str:
    """The same for the same words."""
    return sha256(json.dumps(value, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()


def _plain(instance: Model, name: str) -> Any:
    value = getattr(instance, name)
    if hasattr(value, "get_prep_value"):
        return _without_ids(value.get_prep_value())
    if hasattr(value, "get_object_list"):
        rows = value.get_object_list()
        return [{one.name: getattr(row, one.attname) for one in _own_fields(row)} for row in rows]
    return value


def _own_fields(row: Model) -> list[Any]:
    return [one for one in row._meta.concrete_fields if not one.primary_key and not one.remote_field]


def _without_ids(value: Any) -> Any:
    """Wagtail gives every piece an id of its own."""
    if isinstance(value, dict):
        return {name: _without_ids(one) for name, one in value.items() if name != "id"}
    return [_without_ids(one) for one in value] if isinstance(value, list) else value


def assign(instance: Model, values: dict[str, Any]) -> None:
    """Set fields; the pieces of a StreamField come as plain (type, value) pairs."""
    for name, value in values.items():
        field = next((one for one in instance._meta.concrete_fields if one.attname == name), None)
        if isinstance(field, StreamField):
            raw = [{"type": kind, "value": one} for kind, one in value]
            value = field.stream_block.to_python(raw)
        setattr(instance, name, value)
