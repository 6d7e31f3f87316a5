"""The correction for strict and lenient jurors is the least-squares solution, and does what it says."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from campaigns.contests.rules.normalising import groups, severities
from tests.contests.scoring_world import contests, judge, of, solved

SCORES = st.integers(0, 1000).map(lambda tenths: Fraction(tenths, 10))
MARKS = st.dictionaries(st.tuples(st.integers(1, 6), st.integers(1, 5)), SCORES, max_size=20)


def residuals(marks):
    """What is left of each mark when the entry's and the juror's part are taken away."""
    lenience = severities(marks)
    entries = {entry for entry, _ in marks}
    worth = {}
    for entry in entries:
        panel = [(juror, mark) for (one, juror), mark in marks.items() if one == entry]
        worth[entry] = sum((mark - lenience[juror] for juror, mark in panel), Fraction(0)) / len(panel)
    return {(entry, juror): mark - worth[entry] - lenience[juror] for (entry, juror), mark in marks.items()}


@given(MARKS)
def test_nothing_is_left_to_explain_by_an_entry_or_a_juror(marks):
    left = residuals(marks)

    for entry in {entry for entry, _ in marks}:
        assert sum(value for (one, _), value in left.items() if one == entry) == 0
    for juror in {juror for _, juror in marks}:
        assert sum(value for (_, one), value in left.items() if one == juror) == 0


@given(MARKS)
def test_the_additions_of_jurors_who_can_be_compared_sum_to_zero(marks):
    lenience = severities(marks)

    assert sorted(lenience) == sorted({juror for _, juror in marks})
    for group in groups(marks):
        assert sum(lenience[juror] for juror in group) == 0


@given(MARKS)
def test_it_is_what_the_whole_system_of_equations_says(marks):
    """Entries and jurors as unknowns side by side, solved another way."""
    entries, jurors = sorted({one for one, _ in marks}), sorted({one for _, one in marks})
    names = [("entry", one) for one in entries] + [("juror", one) for one in jurors]
    matrix, right = [], []
    for kind, which in names:
        mine = {key: mark for key, mark in marks.items() if key[kind == "juror"] == which}
        matrix.append(
            [
                Fraction(
                    sum((other == ("entry", entry)) + (other == ("juror", juror)) for entry, juror in mine)
                )
                for other in names
            ]
        )
        right.append(sum(mine.values(), Fraction(0)))
    for group in groups(marks):
        matrix.append([Fraction(kind == "juror" and which in group) for kind, which in names])
        right.append(Fraction(0))
    found = dict(zip(names, solved(matrix, right), strict=True)) if names else {}

    assert severities(marks) == {juror: found["juror", juror] for juror in jurors}


@given(MARKS)
def test_jurors_are_in_one_group_when_entries_join_them(marks):
    found = groups(marks)
    place = {juror: number for number, group in enumerate(found) for juror in group}

    assert sorted(juror for group in found for juror in group) == sorted({juror for _, juror in marks})
    panels = {entry: {juror for one, juror in marks if one == entry} for entry, _ in marks}
    assert all(len({place[juror] for juror in panel}) == 1 for panel in panels.values())
    # No group can be split: walking from entry to entry reaches all of it.
    for group in found:
        reached, before = {group[0]}, set()
        while reached != before:
            before = set(reached)
            reached.update(*(panel for panel in panels.values() if panel & before))
        assert reached == set(group)


@given(
    st.lists(st.integers(30, 70), min_size=1, max_size=6, unique=True),
    st.lists(st.integers(-10, 10), min_size=5, max_size=5),
    st.data(),
)
def test_the_true_order_comes_back_when_each_juror_adds_a_constant(worth, added, data):
    """Whoever judges what, as long as one juror sees all of it."""
    entries = {}
    for entry, value in enumerate(worth, start=1):
        others = data.draw(st.sets(st.integers(2, 5), min_size=1))
        entries[entry] = [of(value + added[juror - 1], juror) for juror in {1, *others}]

    found = judge(entries, centred=True)

    order = sorted(entries, key=lambda entry: -worth[entry - 1])
    assert sorted(entries, key=lambda entry: found[entry].rank) == order
    # All scores are off by one and the same constant: nobody knows how strict all of them are together.
    assert len({found[entry].score - worth[entry - 1] for entry in entries}) == 1


@given(contests(vetoes=False), st.data())
def test_both_methods_agree_when_all_jurors_are_equally_strict(entries, data):
    same = {
        entry: [of(data.draw(st.shared(st.integers(0, 100), key=f"e{entry}")), one.juror) for one in sheets]
        for entry, sheets in entries.items()
    }

    plain, centred = judge(same), judge(same, centred=True)

    assert plain == centred


@given(contests(vetoes=False))
def test_both_methods_agree_on_a_full_table(entries):
    """Where every juror judges every entry, strictness falls on all of them alike."""
    full = {entry: [of(10 * entry + 3 * juror, juror) for juror in range(1, 5)] for entry in entries}

    plain, centred = judge(full, jurors=4), judge(full, jurors=4, centred=True)

    assert {entry: one.score for entry, one in plain.items()} == {
        entry: one.score for entry, one in centred.items()
    }


def test_a_correction_beyond_the_ends_stops_there():
    """Jurors 1 and 4 give 80 less than jurors 2 and 5 to the same entries."""
    found = judge(
        {
            1: [of(100, 1), of(100, 4)],
            2: [of(0, 1), of(80, 2)],
            3: [of(0, 4), of(80, 5)],
            4: [of(0, 2), of(0, 5)],
        },
        centred=True,
    )

    assert [str(one.score) for one in found.values()] == ["100.00", "40.00", "40.00", "0.00"]
    assert [one.sheets[0].corrected for one in found.values()] == [140, 40, 40, -40]
