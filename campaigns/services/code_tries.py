"""Counts codes that were none, for each network (or whoever else tries) and hour.

The count lies in the cache: a certificate's 16 letters are not guessed, six digits live for ten minutes.
So losing a count does no harm, and no table keeps who asked.
"""

from django.core.cache import cache

from campaigns.refusals.certificates import TooManyWrongCodes
from campaigns.rules.certificates import WRONG_AN_HOUR

HOUR_SECONDS = 3600
TOO_MANY = "这个网络刚才查错的次数太多，请一小时后再查，或者换个网络。"


def check_tries(*, network: str, sentence: str = TOO_MANY) -> None:
    """Raises TooManyWrongCodes when the network's hour is used up."""
    if cache.get(_key(network), 0) >= WRONG_AN_HOUR:
        raise TooManyWrongCodes(sentence)


def count_wrong_code(*, network: str) -> None:
    """One more; the hour begins with the first."""
    cache.add(_key(network), 0, HOUR_SECONDS)
    try:
        cache.incr(_key(network))
    except ValueError:
        # The hour ended between the two.
        cache.add(_key(network), 1, HOUR_SECONDS)


def _key(network: str) -> str:
    return f"campaigns.wrong_codes:{network}"
