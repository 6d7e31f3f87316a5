"""The city that this site serves: words and switches from its data folder."""

import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True, slots=True)
class City:
    """What `city.toml` says; every word about a place comes from here, none from the code."""

    folder: Path
    name: str
    short_name: str
    site_name: str
    code: str
    slogan: str = ""
    province: str = ""
    prefecture: str = ""
    resident_label: str = "居民"
    host_unit: str = ""
    undertaker: str = ""
    icp: str = ""
    police_record: str = ""
    site_code: str = ""
    contact_phone: str = ""
    help_phone: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


def load_city(folder: Path) -> City:
    """Read a city's folder; raises ImproperlyConfigured when city.toml is missing or lacks a word."""
    file = folder / "city.toml"
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ImproperlyConfigured(f"CITY_DIR must hold a city.toml; {file} is missing.") from None
    except tomllib.TOMLDecodeError as error:
        raise ImproperlyConfigured(f"{file} cannot be read: {error}") from None
    known = {f.name for f in fields(City)} - {"folder", "extra"}
    try:
        return City(
            folder=folder,
            extra={key: value for key, value in data.items() if key not in known},
            **{key: value for key, value in data.items() if key in known},
        )
    except TypeError as error:
        raise ImproperlyConfigured(f"{file}: {error}") from None
