"""What a field of a file may hold; each kind reads its own value or says what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from content.seeds.refusal import SeedRefused


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands."""

    file: str
    field: str = ""

    def at(self, name: str) -> "Place":
        """A field of what stands here."""
        return Place(self.file, f"{self.field}.{name}" if self.field else name)

    def row(self, number: int) -> "Place":
        """One of a list, counted from 1."""
        return Place(self.file, f"{self.field}[{number}]")

    def refuse(self, reason: str) -> SeedRefused:
        """To be raised."""
        return SeedRefused(reason, file=self.file, field=self.field)


class Field(Protocol):
    """Reads a value as TOML gives it; None where the file leaves it out. Raises SeedRefused."""

    def read(self, value: Any, place: Place) -> Any:
        """The value to use."""


@dataclass(frozen=True, slots=True)
class Text:
    """Words, at most `limit` characters."""

    limit: int
    required: bool = True

    def read(self, value: Any, place: Place) -> str:
        """The words without blanks around them."""
        if not isinstance(value or "", str):
            raise place.refuse("请写成文字，加引号。")
        text = (value or "").strip()
        if self.required and not text:
            raise place.refuse("不能为空。")
        if len(text) > self.limit:
            raise place.refuse(f"最多 {self.limit} 个字，现在有 {len(text)} 个。")
        return text


@dataclass(frozen=True, slots=True)
class Choice:
    """One of some words; what is stored stands behind each."""

    options: Mapping[str, str]

    def read(self, value: Any, place: Place) -> str:
        """What is stored."""
        if value not in self.options:
            raise place.refuse(f"只能是 {'、'.join(self.options)} 之一，现在是“{value or ''}”。")
        return self.options[value]


@dataclass(frozen=True, slots=True)
class Day:
    """A date without quotes; `moment` asks for the time too."""

    required: bool = False
    moment: bool = False

    def read(self, value: Any, place: Place) -> date | None:
        """The date, or None."""
        if value is None and not self.required:
            return None
        if type(value) is not (datetime if self.moment else date):
            raise place.refuse("请写成日期，如 2026-11-25，不加引号。")
        return value


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number in a range."""

    least: int
    most: int
    required: bool = False

    def read(self, value: Any, place: Place) -> int | None:
        """The number, or None."""
        if value is None and not self.required:
            return None
        if type(value) is not int or not self.least <= value <= self.most:
            raise place.refuse(f"请写 {self.least} 到 {self.most} 的整数。")
        return value


@dataclass(frozen=True, slots=True)
class Flag:
    """true or false; left out it is false."""

    def read(self, value: Any, place: Place) -> bool:
        """Yes or no."""
        if type(value or False) is not bool:
            raise place.refuse("请写 true 或 false。")
        return bool(value)


@dataclass(frozen=True, slots=True)
class Table:
    """A group of fields."""

    fields: Mapping[str, Field]

    def read(self, value: Any, place: Place) -> dict[str, Any]:
        """Every field, with its empty value where the file leaves it out."""
        if not isinstance(value, dict):
            raise place.refuse("请写成一组字段。")
        for name in value:
            if name not in self.fields:
                raise place.at(name).refuse("没有这个字段，请检查拼写。")
        return {name: one.read(value.get(name), place.at(name)) for name, one in self.fields.items()}


@dataclass(frozen=True, slots=True)
class Rows:
    """A list; `total` names a number of each row and what they add up to."""

    item: Field
    least: int = 0
    most: int = 1000
    total: tuple[str, int] | None = None

    def read(self, value: Any, place: Place) -> list[Any]:
        """The rows."""
        rows = [] if value is None else value
        if not isinstance(rows, list):
            raise place.refuse("请写成列表。")
        if not self.least <= len(rows) <= self.most:
            wanted = f"{self.least}" if self.least == self.most else f"{self.least} 到 {self.most}"
            raise place.refuse(f"应有 {wanted} 项，现在有 {len(rows)} 项。")
        found = [self.item.read(row, place.row(number)) for number, row in enumerate(rows, start=1)]
        if self.total:
            name, whole = self.total
            if (total := sum(row[name] for row in found)) != whole:
                raise place.at(name).refuse(f"合计应为 {whole}，现在是 {total}。")
        return found
