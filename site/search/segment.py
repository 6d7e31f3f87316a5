"""Cuts text into what is indexed and what is asked for. Knows Chinese, no database and no city.

Chinese has no blanks, so databases take a whole clause for one word and find nothing. Two kinds of tokens
help: words as a dictionary cuts them (骑行), which rank well but are cut differently in different sentences,
and pairs of neighbours marked with a b (b骑行), which find every substring. Letters and digits are tokens of
their own.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import rjieba

CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
# A run of Chinese, or a run of anything else that words are made of; 2.5 and pm2.5 are one run.
_RUN = re.compile(rf"([{CJK}]+)|((?:[^\W_{CJK}]|(?<=[0-9])\.(?=[0-9]))+)")
_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_PIECES = re.compile(r"[0-9]+(?:ø[0-9]+)*|[^0-9ø]+")
# What stands for the point inside a number: a letter to both databases, and nobody types it between digits.
POINT = "ø"
# tsvector holds 1 MB at most; beyond this a text is cut off. A guide has 2,000 characters.
LONGEST_TEXT = 60_000
_LONGEST_RUN = 64
# Above the words of the dictionary (的 has 318,825), so that a city's own words always stay whole.
_OWN_WORD_WEIGHT = 1_000_000


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch without blanks or punctuation in one script."""

    text: str
    is_chinese: bool
    # Whether it begins where the run before ended: led and 灯 in LED灯.
    touches: bool


@dataclass(frozen=True, slots=True)
class Token:
    """A token and its place in the text; only those of pairs are exact."""

    text: str
    place: int


def normal(text: str) -> str:
    """One spelling for one thing: ＰＭ２．５ and PM2.5, CO₂ and co2, 1,200 and 1200."""
    return _THOUSANDS.sub("", unicodedata.normalize("NFKC", text).lower())


def runs(text: str) -> Iterator[Run]:
    """The runs of a text, in order."""
    end = -1
    for found in _RUN.finditer(normal(text)):
        chinese = found[1] is not None
        word = found[0] if chinese else found[0][:_LONGEST_RUN].replace(".", POINT)
        yield Run(word, chinese, found.start() == end)
        end = found.end()


def is_chinese(text: str) -> bool:
    """Whether it begins with a Chinese character."""
    return re.match(f"[{CJK}]", text) is not None


def pieces(run: str) -> list[str]:
    """The parts of a run of letters and digits: 40mw has 40 and mw; a plain word has none beside itself."""
    parts = _PIECES.findall(run)
    return parts if len(parts) > 1 else []


def _chains(text: str) -> Iterator[list[str]]:
    """Units that follow each other without a gap: a Chinese character, or a whole run of another script."""
    chain: list[str] = []
    for run in runs(text):
        if chain and not run.touches:
            yield chain
            chain = []
        chain = [*chain, *run.text] if run.is_chinese else [*chain, run.text]
    if chain:
        yield chain


def pairs(text: str) -> list[Token]:
    """Neighbours, each pair at its place; the last unit stands alone, so that every unit begins a token."""
    tokens = []
    place = 1
    for chain in _chains(text[:LONGEST_TEXT]):
        for at, unit in enumerate(chain):
            follower = chain[at + 1] if at + 1 < len(chain) else ""
            tokens.append(Token(f"b{unit}{follower}", place + at))
        # A gap, so that no phrase reaches over punctuation.
        place += len(chain) + 1
    return tokens


def phrases(text: str) -> list[list[str]]:
    """The pairs that spell this text exactly, a list for each chain. One unit alone has none."""
    return [[f"b{one}{other}" for one, other in pairwise(chain)] for chain in _chains(text) if len(chain) > 1]


class Segmenter:
    """A dictionary with the words of a city; loads in a tenth of a second, so make one and keep it."""

    def __init__(self, own_words: Iterable[str] = ()) -> None:
        self._jieba = rjieba.Jieba()
        for word in own_words:
            self._jieba.add_word(word, _OWN_WORD_WEIGHT, "n")

    def words(self, text: str) -> list[Token]:
        """Every word for the index, long ones with the short ones in them: 一次性 and 一次."""
        tokens: list[Token] = []
        for place, run in enumerate(runs(text[:LONGEST_TEXT]), start=1):
            put = partial(Token, place=place)
            if run.is_chinese:
                tokens += map(put, self._jieba.cut_for_search(run.text))
            else:
                tokens += map(put, [run.text, *pieces(run.text)])
        return tokens

    def cut(self, text: str) -> list[str]:
        """The words of a question, one after the other."""
        found: list[str] = []
        for run in runs(text):
            found += self._jieba.cut(run.text) if run.is_chinese else [run.text]
        return found
