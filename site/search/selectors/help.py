"""Help for who found nothing: what they may have meant."""

from collections.abc import Iterable
from difflib import get_close_matches
from itertools import pairwise

from anyascii import anyascii
from django.core.cache import cache

from carbon_points.models import Action
from search import questions, segment
from search.selectors.hits import is_found
from search.sources.pages import public_pages
from search.words import Vocabulary, vocabulary

_KEPT_FOR = 600
_LONGEST_NAME = 12
# Of the sound, so 0.8 is one wrong letter in five.
_SIMILAR = 0.8
_MOST = 3


def corrections(question: str) -> list[str]:
    """What somebody may have meant: words of titles that sound the same (拉圾, lajifenlei) or nearly so.
    Each of them finds something."""
    known = vocabulary()
    sounds = _sounds(known)
    words = questions.words_of(question, known)
    whole = _sound("".join(words))
    found = list(sounds.get(whole, []))
    lost = [word for word in words if not is_found(questions.read(word, known))]
    if lost and len(words) > 1:
        repaired = [next(iter(_alike(word, sounds)), word) if word in lost else word for word in words]
        found.append("".join(repaired) if segment.is_chinese(repaired[0]) else " ".join(repaired))
    found += _alike("".join(words), sounds)
    asked = segment.normal(question)
    others = [one for one in dict.fromkeys(found) if one != asked]
    return [one for one in others[: 2 * _MOST] if is_found(questions.read(one, known))][:_MOST]


def _alike(word: str, sounds: dict[str, list[str]]) -> list[str]:
    """Names that sound like this word; of very short ones only the same sound counts."""
    sound = _sound(word)
    close = [sound] if len(sound) < 5 else get_close_matches(sound, sounds, n=_MOST, cutoff=_SIMILAR)
    return [name for one in close for name in sounds.get(one, [])]


def _sound(text: str) -> str:
    return "".join(anyascii(text).lower().split())


def _sounds(known: Vocabulary) -> dict[str, list[str]]:
    """Sound → names, of everything public that has a name."""
    sounds: dict[str, list[str]] | None = cache.get("search-sounds")
    if sounds is None:
        sounds = {}
        for name in dict.fromkeys(_names(known)):
            sounds.setdefault(_sound(name), []).append(name)
        cache.set("search-sounds", sounds, _KEPT_FOR)
    return sounds


def _names(known: Vocabulary) -> Iterable[str]:
    """Words, pairs of words and short titles."""
    yield from known.own_words
    yield from known.synonyms
    titles = [
        *Action.objects.filter(is_open=True).values_list("name", flat=True),
        *public_pages().values_list("title", flat=True),
    ]
    for title in titles:
        words = [word for word in known.segmenter.cut(title) if word not in questions.FILLER]
        yield from (word for word in words if len(word) > 1)
        yield from (one + other for one, other in pairwise(words))
        if len(title) <= _LONGEST_NAME:
            yield segment.normal(title)
