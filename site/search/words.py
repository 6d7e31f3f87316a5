"""The words of the city: what its dictionary must keep whole, and which words mean the same."""

import csv
import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from django.conf import settings

from search.segment import Segmenter, normal

WORDS_FILE, SYNONYMS_FILE = "search_words.txt", "synonyms.csv"


@dataclass(frozen=True)
class Vocabulary:
    """Words that stay whole, and groups of words that are searched as one."""

    own_words: tuple[str, ...] = ()
    groups: tuple[tuple[str, ...], ...] = ()

    @cached_property
    def segmenter(self) -> Segmenter:
        """A dictionary that knows them all."""
        return Segmenter([*self.own_words, *self.synonyms])

    @cached_property
    def synonyms(self) -> dict[str, tuple[str, ...]]:
        """A word with its whole group, itself first."""
        return {
            word: (word, *(other for other in group if other != word))
            for group in self.groups
            for word in group
        }

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        """Finds the words that have synonyms, long ones before the short ones in them."""
        words = sorted(self.synonyms, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, words))) if words else None


def read_words(file: Path) -> tuple[str, ...]:
    """One word a line; what follows a # says why it is there."""
    if not file.exists():
        return ()
    lines = (line.split("#")[0].strip() for line in file.read_text(encoding="utf-8").splitlines())
    return tuple(normal(line) for line in lines if line)


def read_synonyms(file: Path) -> tuple[tuple[str, ...], ...]:
    """A group a row, its words in the column `words` with | between them."""
    if not file.exists():
        return ()
    with file.open(encoding="utf-8", newline="") as lines:
        rows = [[normal(word.strip()) for word in row["words"].split("|")] for row in csv.DictReader(lines)]
    return tuple(tuple(word for word in row if word) for row in rows)


@cache
def vocabulary_of(folder: Path) -> Vocabulary:
    """The words of a city's folder, read once in a process."""
    return Vocabulary(read_words(folder / WORDS_FILE), read_synonyms(folder / SYNONYMS_FILE))


def vocabulary() -> Vocabulary:
    """The words of the city that this site serves."""
    return vocabulary_of(settings.CITY.folder)
