"""The draw as arithmetic: enough jurors, no conflict, even, the same from the same seed."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from campaigns.contests.rules.drawing import assign, replace

SEEDS = st.text("0123456789abcdef", min_size=1, max_size=32)


@st.composite
def contests(draw):
    """Entries, jurors, conflicts, how many for each, and a seed."""
    entries = draw(st.lists(st.integers(1, 10**6), unique=True, max_size=12))
    jurors = draw(st.lists(st.integers(1, 10**6), unique=True, max_size=7))
    pairs = [(entry, juror) for entry in entries for juror in jurors]
    conflicts = draw(st.sets(st.sampled_from(pairs))) if pairs else set()
    return entries, jurors, conflicts, draw(st.integers(1, 9)), draw(SEEDS)


def drawn(world):
    entries, jurors, conflicts, per_entry, seed = world
    return assign(entries=entries, jurors=jurors, conflicts=conflicts, per_entry=per_entry, seed=seed)


def loads(found, jurors):
    return [sum(juror in held for held in found.values()) for juror in jurors]


@given(contests())
def test_each_entry_has_as_many_as_may_and_none_in_conflict(world):
    entries, jurors, conflicts, per_entry, _ = world

    found = drawn(world)

    assert set(found) == set(entries)
    for entry, held in found.items():
        may = [juror for juror in jurors if (entry, juror) not in conflicts]
        assert len(held) == len(set(held)) == min(per_entry, len(may))
        assert set(held) <= set(may)


@given(contests())
def test_without_conflicts_nobody_has_two_more_than_another(world):
    entries, jurors, _, per_entry, seed = world

    numbers = loads(drawn((entries, jurors, set(), per_entry, seed)), jurors)

    assert max(numbers, default=0) - min(numbers, default=0) <= 1


@given(contests())
def test_no_single_move_would_make_it_more_even(world):
    _, jurors, conflicts, _, _ = world
    found = drawn(world)
    load = dict(zip(jurors, loads(found, jurors), strict=True))

    for entry, held in found.items():
        for giver in held:
            for taker in set(jurors) - set(held):
                assert (entry, taker) in conflicts or load[giver] - load[taker] < 2


@given(contests(), st.randoms(use_true_random=False))
def test_the_order_of_what_comes_in_does_not_matter(world, random: Random):
    entries, jurors, conflicts, per_entry, seed = world
    mixed = (random.sample(entries, len(entries)), random.sample(jurors, len(jurors)))

    assert drawn((*mixed, set(conflicts), per_entry, seed)) == drawn(world)


def test_a_chain_of_hands_evens_out_what_no_single_move_can():
    """1 may only be with 11; 2 with 11 or 12; 3 with 12 or 13: each juror ends with one."""
    may = {1: {11}, 2: {11, 12}, 3: {12, 13}}
    conflicts = {(entry, juror) for entry, jurors in may.items() for juror in {11, 12, 13} - jurors}

    for number in range(50):
        found = assign(
            entries=may, jurors=[11, 12, 13], conflicts=conflicts, per_entry=1, seed=f"seed-{number}"
        )
        assert found == {1: [11], 2: [12], 3: [13]}


def test_panels_mix_so_that_all_jurors_can_be_compared():
    """Of six jurors three each: the second panel is what the first left over, the third mixes."""
    found = assign(entries=range(1, 13), jurors=range(1, 7), conflicts=set(), per_entry=3, seed="a")

    assert len({tuple(held) for held in found.values()}) > 2


def test_another_seed_draws_otherwise():
    found = {
        str(assign(entries=range(1, 9), jurors=range(1, 7), conflicts=set(), per_entry=3, seed=f"{number}"))
        for number in range(20)
    }

    assert len(found) == 20


@given(st.sets(st.integers(1, 99)), st.dictionaries(st.integers(1, 99), st.integers(0, 9)), SEEDS)
def test_whoever_takes_over_has_the_least_to_do(may, held, seed):
    taker = replace(may=may, loads=held, seed=seed, counter=1)

    assert taker == replace(may=sorted(may), loads=held, seed=seed, counter=1)
    if not may:
        assert taker is None
    else:
        assert taker in may
        assert held.get(taker, 0) == min(held.get(one, 0) for one in may)
