"""Fingerprints: what the quarters find, and what is called the same picture."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media import rules
from media.decoding import cosine_hash, difference_hash
from tests.media.pictures import scene

FINGERPRINTS = st.integers(0, 2**64 - 1)


@given(FINGERPRINTS, st.sets(st.integers(0, 63), max_size=3))
def test_fingerprints_up_to_three_bits_apart_share_a_quarter(fingerprint, bits):
    other = fingerprint ^ sum(1 << bit for bit in bits)

    assert set(enumerate(rules.bands(fingerprint))) & set(enumerate(rules.bands(other)))


def test_control_four_bits_can_part_all_quarters():
    other = 0x0001_0001_0001_0001

    assert not set(enumerate(rules.bands(0))) & set(enumerate(rules.bands(other)))


@given(FINGERPRINTS, FINGERPRINTS)
def test_a_distance_is_the_same_for_numbers_as_the_database_keeps_them(one, other):
    kept = rules.signed(one), rules.signed(other)

    assert all(-(2**63) <= number < 2**63 for number in kept)
    assert rules.distance(*kept) == rules.distance(one, other) == bin(one ^ other).count("1")
    assert rules.bands(kept[0]) == rules.bands(one)


def test_no_two_of_two_hundred_scenes_are_called_the_same():
    hashes = [(difference_hash(scene(number)), cosine_hash(scene(number))) for number in range(200)]

    assert [pair for pair in combinations(hashes, 2) if rules.is_same(*pair)] == []


@pytest.mark.parametrize("number", range(20))
def test_a_picture_in_another_size_or_brightness_is_the_same(number):
    picture = scene(number, (1200, 900))
    changed = picture.resize((800, 600)).point(lambda value: min(255, value * 1.05))
    first, second = ((difference_hash(each), cosine_hash(each)) for each in (picture, changed))

    assert rules.is_same(first, second)
