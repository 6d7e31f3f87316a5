"""What is looked for, as a tree that each database writes in its own language. An empty one is None."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """One token, or with `prefix` every token that begins like it."""

    token: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Sequence:
    """Tokens that follow each other."""

    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Each of them."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of them."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class ButNot:
    """The first without the second."""

    kept: Node
    dropped: Node


Node = Word | Sequence | AllOf | AnyOf | ButNot


def sequence(tokens: Iterable[str]) -> Node:
    """A sequence, or the word that it is when it has only one token."""
    found = tuple(tokens)
    return Word(found[0]) if len(found) == 1 else Sequence(found)


def all_of(parts: Iterable[Node | None]) -> Node | None:
    """All that are there."""
    found = tuple(dict.fromkeys(part for part in parts if part is not None))
    return AllOf(found) if len(found) > 1 else next(iter(found), None)


def any_of(parts: Iterable[Node | None]) -> Node | None:
    """Any that are there."""
    found = tuple(dict.fromkeys(part for part in parts if part is not None))
    return AnyOf(found) if len(found) > 1 else next(iter(found), None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question in two readings: strict by words, loose by any substring. Strict hits rank first."""

    strict: Node | None
    loose: Node | None
    # Wagtail can ask for everything but something.
    negated: bool = False
    # Any of its words: a title with one of them says more than a text with all.
    some: Node | None = None
    # What is marked in the text that is shown.
    marks: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing can be looked for."""
        return self.loose is None
