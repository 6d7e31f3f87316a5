"""Which cells are shown: nothing about one to nine people can be read or worked out."""

from hypothesis import given, settings
from hypothesis import strategies as st

from core.small_groups import FEWEST
from indicators.rules import Cell, shown_parts, shown_windows
from indicators.rules.attack import Attacker


def cells(*people):
    return {number: Cell(count, count * 2) for number, count in enumerate(people)}


def test_one_to_nine_people_are_hidden_and_ten_are_shown():
    assert [Cell(people, people).is_small for people in (0, 1, 9, 10)] == [False, True, True, False]


def test_a_hidden_part_takes_the_smallest_shown_part_with_it():
    assert shown_parts(cells(3, 40, 12, 25), set()) == {1, 3}


def test_nothing_is_hidden_when_every_part_is_large():
    assert shown_parts(cells(10, 40, 12), set()) == {0, 1, 2}


def test_two_small_parts_alone_would_tell_their_sum_so_a_large_one_goes_with_them():
    assert shown_parts(cells(2, 3, 40, 12), set()) == {2}


def test_small_parts_that_are_the_whole_total_need_no_company():
    assert shown_parts(cells(6, 6, 0), set()) == {2}


def test_a_part_that_is_hidden_alone_among_zeros_hides_the_zeros():
    assert shown_parts(cells(12, 0, 0), {0}) == set()


def test_a_zero_is_shown():
    assert shown_parts(cells(0, 0, 30, 40), set()) == {0, 1, 2, 3}


def never(longer, shorter):
    return 0


def test_a_week_that_would_tell_a_small_yesterday_is_hidden_and_today_is_shown():
    total, month, week, today = Cell(60, 90), Cell(60, 90), Cell(15, 20), Cell(12, 16)

    shown = shown_windows([total, month, week, today], lambda longer, shorter: 50 if longer < 2 else 3)

    assert shown == [True, True, False, True]


def test_windows_without_any_difference_are_shown_together():
    same = Cell(12, 20)

    assert shown_windows([same, same, same, same], never) == [True, True, True, True]


def test_a_window_is_hidden_where_the_citys_is():
    cell = Cell(30, 40)

    assert shown_windows([cell, cell], never, [True, False]) == [True, False]


people = st.integers(0, 30)


@given(st.lists(people, min_size=2, max_size=12))
@settings(max_examples=300, deadline=None)
def test_no_part_of_one_to_nine_people_follows_from_the_total(counts):
    parts = {key: Cell(count, count * 3) for key, count in enumerate(counts)}
    shown = shown_parts(parts, set())
    hidden = [key for key in parts if key not in shown]

    attacker = Attacker()
    attacker.learn(list(parts))
    for key in shown:
        attacker.learn([key])

    assert not any(cell.is_small for key, cell in parts.items() if key in shown)
    assert [key for key in hidden if parts[key].is_small and attacker.knows([key])] == []
    # What the shown parts leave over is the logs of ten people or more, or of everybody.
    if hidden and shown and any(not parts[key].is_empty for key in shown):
        assert max(parts[key].people for key in hidden) >= FEWEST


@given(st.lists(st.tuples(people, people), min_size=4, max_size=4))
@settings(max_examples=300, deadline=None)
def test_no_difference_of_shown_windows_speaks_about_fewer_than_ten(pieces):
    """Each piece is (people, extra logs) of the days between two windows, with people of its own."""
    windows = []
    for first in range(4):
        inside = pieces[first:]
        windows.append(Cell(sum(p for p, _ in inside), sum(p + extra * (p > 0) for p, extra in inside)))

    def rest(longer, shorter):
        return sum(p for p, _ in pieces[longer:shorter])

    shown = [number for number, is_shown in enumerate(shown_windows(windows, rest)) if is_shown]

    for a in shown:
        assert not windows[a].is_small
        for b in shown:
            if a < b:
                between = rest(a, b)
                assert between == 0 or between >= FEWEST
