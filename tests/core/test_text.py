"""Text: what cannot be stored or shown is refused or taken out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.refusals import Unreadable
from core.text import clean, is_readable


@pytest.mark.parametrize("bad", ["a\x00b", "\ud800", "ok\udfff"])
def test_unreadable_text_is_refused(bad):
    assert not is_readable(bad)
    with pytest.raises(Unreadable, match="无法识别的字符"):
        clean(bad)


def test_characters_that_turn_the_reading_direction_are_taken_out():
    assert clean("耒\u202e阳\u200b人") == "耒阳人"


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00")))
def test_cleaned_text_is_readable_and_stays_clean(text):
    once = clean(text)

    assert is_readable(once)
    assert clean(once) == once
