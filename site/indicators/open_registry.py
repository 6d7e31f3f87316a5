"""The datasets of the open data. Each subject registers its own; whoever serves or exports reads this list.

A dataset of releases has a version for each closed stretch; any other one is a table of the moment.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A field of a dataset in the words of Table Schema."""

    name: str
    title: str
    type: str = "string"
    description: str = ""
    required: bool = False
    minimum: int | None = None


@dataclass(frozen=True, slots=True)
class Dataset:
    """What a dataset is called and has. `rows` is empty for those that are read from releases."""

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    schema: str
    periods: tuple[str, ...] = ()
    rows: Callable[[], Iterable[Row]] | None = None


_datasets: dict[str, Dataset] = {}


def register(
    name: str,
    columns: Iterable[Column] | Mapping[str, str],
    rows_function: Callable[[], Iterable[Row]],
    *,
    title: str = "",
    description: str = "",
    schema: str = "",
) -> None:
    """Offer a table of the moment. `columns` may be {name: what it means}, or Columns with types."""
    if isinstance(columns, Mapping):
        columns = [Column(key, meaning) for key, meaning in columns.items()]
    add(Dataset(name, title or name, description, tuple(columns), schema or f"{name}/1", rows=rows_function))


def add(dataset: Dataset) -> None:
    """Offer a dataset; the same name takes the place of the former one."""
    _datasets[dataset.name] = dataset


def datasets() -> list[Dataset]:
    """All of them, in the order in which they were registered."""
    return list(_datasets.values())


def dataset(name: str) -> Dataset | None:
    """One by its name."""
    return _datasets.get(name)
