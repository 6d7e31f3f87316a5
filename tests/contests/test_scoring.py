"""From marks to scores, for any marks."""

from decimal import Decimal
from fractions import Fraction
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.contests.rules.levels import Award, awards_of
from campaigns.contests.rules.rounding import on_paper
from campaigns.contests.rules.scoring import Judged, Sheet, enough_for, outcomes
from campaigns.contests.rules.ties import ranks
from tests.contests.scoring_world import AWARDS, MOST, RUBRIC, contests, judge, of, points_of, sheet

BOTH = st.booleans()


@given(contests(), BOTH, st.randoms())
def test_the_order_of_entries_and_jurors_does_not_matter(entries, centred, chance):
    shuffled = [(entry, chance.sample(sheets, len(sheets))) for entry, sheets in entries.items()]
    chance.shuffle(shuffled)

    assert judge(dict(shuffled), centred=centred) == judge(entries, centred=centred)


@given(contests(), BOTH, st.permutations([11, 12, 13, 14, 15]))
def test_who_a_juror_is_does_not_matter(entries, centred, names):
    renamed = {
        entry: [Sheet(names[one.juror - 1], one.points, one.vetoed) for one in sheets]
        for entry, sheets in entries.items()
    }

    before, after = judge(entries, centred=centred), judge(renamed, centred=centred)

    for entry in entries:
        assert (after[entry].score, after[entry].rank, after[entry].level) == (
            before[entry].score,
            before[entry].rank,
            before[entry].level,
        )


@given(contests(), BOTH)
def test_every_score_lies_within_a_hundred_and_has_two_decimals(entries, centred):
    for outcome in judge(entries, centred=centred).values():
        if outcome.score is not None:
            assert 0 <= outcome.score <= 100
            assert outcome.score.as_tuple().exponent == -2


@given(contests(vetoes=False))
def test_a_plain_score_is_the_mean_of_the_sheets_that_are_there(entries):
    for entry, outcome in judge(entries).items():
        sheets = entries[entry]
        if len(sheets) < 2:
            assert (outcome.score, outcome.rank, outcome.level) == (None, None, None)
            continue
        exact = Fraction(sum(sum(one.points.values()) for one in sheets)) / len(sheets)
        assert abs(Fraction(outcome.score) - exact) <= Fraction(1, 200)


@given(contests(vetoes=False), st.integers(1, 6))
def test_a_missing_sheet_only_drops_out_and_moves_no_other_plain_score(entries, missing):
    entry = min(missing, len(entries))
    fewer = entries | {entry: entries[entry][1:]}

    before, after = judge(entries), judge(fewer)

    assert {one: after[one].score for one in entries if one != entry} == {
        one: before[one].score for one in entries if one != entry
    }
    assert len(after[entry].sheets) == max(len(before[entry].sheets) - 1, 0)


@given(contests(), BOTH)
def test_an_entry_that_nobody_judged_changes_nothing_for_others(entries, centred):
    before = judge(entries, centred=centred)
    after = judge(entries | {99: []}, centred=centred)

    assert (after.pop(99).score, after) == (None, before)


@given(contests(vetoes=False), st.data())
def test_raising_a_mark_never_lowers_the_entry(entries, data):
    judged = [entry for entry, sheets in entries.items() if sheets]
    if not judged:
        return
    entry = data.draw(st.sampled_from(judged))
    number = data.draw(st.integers(0, len(entries[entry]) - 1))
    key = data.draw(st.sampled_from(list(MOST)))
    old = entries[entry][number]
    higher = max(old.points[key], data.draw(points_of(MOST[key])))
    sheets = list(entries[entry])
    sheets[number] = Sheet(old.juror, {**old.points, key: higher})

    before, after = judge(entries)[entry], judge(entries | {entry: sheets})[entry]

    if before.score is not None:
        assert after.score >= before.score
        assert after.rank <= before.rank
        assert (after.level or 9) <= (before.level or 9)


@given(contests(), BOTH)
def test_ranks_follow_scores_and_equal_ones_are_told_apart_by_sections_alone(entries, centred):
    scored = [one for one in judge(entries, centred=centred).values() if one.score is not None]
    scored.sort(key=lambda one: one.rank)
    merits = [(one.score, one.sections) for one in scored]

    assert merits == sorted(merits, reverse=True)
    for number, one in enumerate(scored):
        better = sum(merit > (one.score, one.sections) for merit in merits)
        assert one.rank == better + 1, number


@given(contests(), BOTH)
def test_levels_keep_to_their_limits_and_never_pass_anybody_over(entries, centred):
    found = [one for one in judge(entries, centred=centred).values() if one.score is not None]
    found.sort(key=lambda one: one.rank)
    first = [one for one in found if one.level == 1]

    assert len(first) <= 2
    assert all(one.score >= 90 for one in first)
    assert all(one.score >= 75 for one in found if one.level == 2)
    assert all(one.level for one in found if one.score >= 75)
    # Nobody stands before somebody with a better award, and equal ranks have the same.
    assert [one.level or 9 for one in found] == sorted(one.level or 9 for one in found)
    for _, group in groupby(found, key=lambda one: one.rank):
        assert len({one.level for one in group}) == 1


@given(st.dictionaries(st.integers(1, 8), st.integers(0, 100).map(Decimal)), st.integers(1, 4))
def test_a_limit_takes_as_many_as_fit_rank_by_rank(scores, most):
    places = ranks({entry: (score,) for entry, score in scores.items()})

    given_ = awards_of(scores, places, [Award(order=1, at_least=Decimal(0), most=most)])

    assert len(given_) <= most
    for rank in set(places.values()):
        group = {entry for entry in places if places[entry] == rank}
        fits = sum(place <= rank for place in places.values()) <= most
        assert (group <= set(given_)) == fits
        assert fits or not group & set(given_)


def test_all_of_the_tied_get_in_or_none():
    three = {entry: [of(95, 1), of(95, 2)] for entry in (1, 2, 3)}

    found = judge(three | {4: [of(98, 1), of(98, 2)]})

    assert {entry: (one.rank, one.level) for entry, one in found.items()} == {
        4: (1, 1),
        1: (2, 2),
        2: (2, 2),
        3: (2, 2),
    }


def test_two_that_are_tied_fit_into_two():
    found = judge({1: [of(95, 1), of(95, 2)], 2: [of(95, 1), of(95, 2)], 3: [of(94, 1), of(94, 2)]})

    assert [(one.rank, one.level) for one in found.values()] == [(1, 1), (1, 1), (3, 2)]


def test_an_equal_score_is_decided_by_the_first_section_that_differs():
    energy, teaching = sheet(1, 60, 20, 0), sheet(1, 60, 10, 10)

    found = judge({1: [teaching], 2: [energy]}, jurors=1)

    assert found[1].score == found[2].score == Decimal("80.00")
    assert (found[2].rank, found[1].rank) == (1, 2)


@pytest.mark.parametrize(
    ("vetoes", "sheets", "is_out"), [(0, 2, False), (1, 2, True), (1, 3, False), (2, 3, True), (2, 4, True)]
)
def test_half_of_the_sheets_rule_an_entry_out(vetoes, sheets, is_out):
    marks = [
        sheet(juror, 60, 30, 10, vetoed="3" if juror <= vetoes else "") for juror in range(1, sheets + 1)
    ]

    found = judge({1: marks})[1]

    assert found.is_vetoed is is_out
    assert (found.score, found.rank, found.level) == (
        (None, None, None) if is_out else (Decimal("100.00"), 1, 1)
    )


@given(contests(), BOTH)
def test_what_is_ruled_out_has_nothing_and_leaves_no_trace_in_other_scores(entries, centred):
    found = judge(entries, centred=centred)
    out = {entry for entry, one in found.items() if one.is_vetoed}
    rest = judge({entry: sheets for entry, sheets in entries.items() if entry not in out}, centred=centred)

    assert all(found[entry].score is None and found[entry].rank is None for entry in out)
    assert rest == {entry: one for entry, one in found.items() if entry not in out}


@pytest.mark.parametrize(("drawn", "enough"), [(1, 1), (2, 2), (3, 2), (9, 2)])
def test_how_many_sheets_are_enough(drawn, enough):
    assert enough_for(drawn) == enough
    few = judge({1: [of(80, juror) for juror in range(1, enough)]}, jurors=drawn)[1]
    many = judge({1: [of(80, juror) for juror in range(1, enough + 1)]}, jurors=drawn)[1]
    assert (few.score, many.score) == (None, Decimal("80.00"))


def test_a_sheet_that_leaves_out_a_line_is_a_mistake_of_ours():
    half = Sheet(juror=1, points={"1.1": Decimal(1)})

    with pytest.raises(KeyError):
        outcomes([Judged(1, (half,))], RUBRIC, AWARDS, jurors_per_entry=1, is_centred=False)


@pytest.mark.parametrize(
    ("exact", "paper"),
    [("2.345", "2.35"), ("2.3449", "2.34"), ("-2.345", "-2.34"), ("0", "0.00"), ("99.995", "100.00")],
)
def test_a_half_goes_up(exact, paper):
    assert str(on_paper(Fraction(exact))) == paper
