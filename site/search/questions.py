"""Reads what people type: words that must all be there, “phrases” word for word, synonyms, no filler."""

import re
from collections.abc import Iterator
from dataclasses import replace

from search import segment
from search.expressions import Node, Wanted, Word, all_of, any_of, sequence
from search.words import Vocabulary

LONGEST_QUESTION = 60
_QUOTED = re.compile(r'[“”"「『]([^“”"「」『』]+)[“”"」』]')
# Words of asking and binding: 垃圾怎么分类 asks for 垃圾 and 分类. Alone they are searched for.
FILLER = frozenset(
    [
        *(
            "的",
            "了",
            "和",
            "与",
            "及",
            "或",
            "在",
            "是",
            "有",
            "去",
            "到",
            "对",
            "为",
            "把",
            "被",
            "就",
            "都",
            "也",
            "还",
        ),
        *(
            "我",
            "你",
            "他",
            "们",
            "我们",
            "个",
            "几",
            "这",
            "那",
            "该",
            "请",
            "请问",
            "吗",
            "呢",
            "吧",
            "啊",
            "一下",
        ),
        *(
            "怎么",
            "怎样",
            "怎么样",
            "怎么办",
            "怎么做",
            "如何",
            "什么",
            "为什么",
            "哪里",
            "哪儿",
            "哪些",
            "哪个",
            "多少",
        ),
        *("可以", "能", "能不能", "可不可以", "要", "要不要", "应该", "想", "会"),
        *("家里", "在家", "自己"),
    ]
)


def read(text: str, vocabulary: Vocabulary, *, operator: str = "and", last_is_prefix: bool = False) -> Wanted:
    """The question as a tree. `last_is_prefix`: somebody is still typing its last word."""
    text = text[:LONGEST_QUESTION]
    quoted = [found for found in _QUOTED.findall(text) if segment.phrases(found)]
    rest = _QUOTED.sub(lambda found: " " if segment.phrases(found[1]) else f" {found[1]} ", text)
    terms = [_quoted(phrase) for phrase in quoted]
    words = list(_words(rest, vocabulary))
    meant = _meant(words, terms, operator)
    for place, word in enumerate(meant):
        typing = last_is_prefix and place == len(meant) - 1 and not text[-1:].isspace()
        term = _term(word, vocabulary, typing=typing)
        # Beside other words a single character is rarely cut as a word of its own: 算 in 不算.
        terms.append(replace(term, strict=term.loose) if len(word) == 1 < len(meant) else term)
    join = any_of if operator == "or" else all_of
    return Wanted(
        strict=join(term.strict for term in terms),
        loose=join(term.loose for term in terms),
        some=any_of(term.strict for term in terms),
        marks=tuple(dict.fromkeys(mark for term in terms for mark in term.marks)),
    )


def _meant(words: list[str], phrases: list[Wanted], operator: str) -> list[str]:
    """The words that count. Where one of them is enough, a single character would bring everything."""
    meant = [word for word in words if word not in FILLER] or ([] if phrases else words)
    if operator == "or" and (long := [word for word in meant if len(word) > 1]):
        return long
    return meant


def words_of(text: str, vocabulary: Vocabulary) -> list[str]:
    """What a question asks for, without filler."""
    words = list(_words(text[:LONGEST_QUESTION], vocabulary))
    return [word for word in words if word not in FILLER] or words


def phrase(text: str) -> Wanted:
    """Word for word."""
    return _quoted(text) if segment.phrases(text) else Wanted(None, None)


def _words(text: str, vocabulary: Vocabulary) -> Iterator[str]:
    """Words in order; one that has synonyms stays whole, whatever the dictionary thinks of it."""
    text = segment.normal(text)
    known = vocabulary.pattern
    start = 0
    for found in known.finditer(text) if known else ():
        yield from vocabulary.segmenter.cut(text[start : found.start()])
        yield found[0]
        start = found.end()
    yield from vocabulary.segmenter.cut(text[start:])


def _quoted(text: str) -> Wanted:
    exact = all_of(sequence(chain) for chain in segment.phrases(text))
    return Wanted(exact, exact, marks=(segment.normal(text.strip()),))


def _term(word: str, vocabulary: Vocabulary, *, typing: bool) -> Wanted:
    """A word or any of its synonyms."""
    meanings = vocabulary.synonyms.get(word, (word,))
    readings = [_reading(meaning, vocabulary, typing=typing) for meaning in meanings]
    return Wanted(
        strict=any_of(strict for strict, _ in readings),
        loose=any_of(loose for _, loose in readings),
        marks=tuple(meaning.replace(segment.POINT, ".") for meaning in meanings),
    )


def _reading(word: str, vocabulary: Vocabulary, *, typing: bool) -> tuple[Node | None, Node | None]:
    """A word strictly (as the dictionary cuts it) and loosely (as any text that contains it)."""
    whole = vocabulary.segmenter.cut(word) == [word]
    exact = all_of(sequence(chain) for chain in segment.phrases(word))
    if exact is None:
        # One character begins some pair wherever it stands; of letters and digits only the whole run counts.
        start = f"b{word}" if segment.is_chinese(word) else word
        begins = Word(start, prefix=True) if typing or segment.is_chinese(word) else None
        return Word(word, prefix=typing), any_of([Word(word), begins])
    strict = Word(word, prefix=typing) if whole else exact
    return strict, any_of([Word(word, prefix=typing) if whole else None, exact])
