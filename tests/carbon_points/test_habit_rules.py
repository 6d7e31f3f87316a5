"""Weeks, badges, boards and bars as pure arithmetic."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from carbon_points.city_badges import badge_problems, city_badges
from carbon_points.rules import badges, boards, charts, weeks

DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
MONDAY = date(2026, 11, 23)


@given(today=DAYS, done=st.sets(DAYS, max_size=40), goal=st.none() | st.integers(1, 7))
def test_a_week_is_seven_days_from_monday_and_says_nothing_of_what_was_missed(today, done, goal):
    week = weeks.week_around(today, done, total=len(done), goal=goal)

    assert [dot.day.weekday() for dot in week.dots] == list(range(7))
    assert sum(dot.is_today for dot in week.dots) == 1
    assert week.done == len({dot.day for dot in week.dots} & done)
    assert bool(week.words) == (goal is not None and week.done >= goal)
    assert week.total == len(done)


def test_each_dot_has_words_of_its_own():
    week = weeks.week_around(MONDAY + timedelta(days=2), {MONDAY}, total=41, goal=None)

    assert [dot.words for dot in week.dots[:4]] == [
        "周一，有记录",
        "周二，休息",
        "周三，今天",
        "周四，还没到",
    ]


@given(done=st.lists(DAYS, max_size=60), goal=st.integers(1, 7))
def test_weeks_with_the_goal_are_counted_by_hand(done, goal):
    by_hand = {}
    for day in done:
        by_hand.setdefault(day.isocalendar()[:2], set()).add(day)

    assert weeks.weeks_reaching(done, goal) == sum(len(days) >= goal for days in by_hand.values())
    assert weeks.weeks_reaching(done, None) == 0


def facts_for(badge: badges.Badge, number: int) -> dict[str, int]:
    return {f"{badge.kind}:{badge.subject}" if badge.subject else badge.kind: number}


@given(data=st.data(), number=st.integers(0, 200))
def test_a_badge_comes_at_its_threshold_and_never_goes_with_more(data, number):
    badge = data.draw(st.sampled_from(city_badges()))

    assert badges.reached(badge, facts_for(badge, number)) == (number >= badge.threshold)
    assert not badges.reached(badge, {})


@given(
    facts=st.dictionaries(st.sampled_from(["days_total", "donated", "first_evidence"]), st.integers(0, 99))
)
def test_what_is_held_is_not_given_again(facts):
    first = badges.newly_reached(city_badges(), set(), facts)

    assert badges.newly_reached(city_badges(), {badge.code for badge in first}, facts) == []


def test_the_citys_badges_are_sound_and_have_pictures():
    sprite = (settings.ROOT / "site" / "static" / "img" / "icons.svg").read_text()

    assert badge_problems(settings.CITY.folder) == []
    assert len(city_badges()) == 14
    assert [badge.code for badge in city_badges() if f'id="{badge.icon}"' not in sprite] == []
    assert all("{" not in badge.sentence and len(badge.sentence) <= 120 for badge in city_badges())


HEADER = "code,name,icon,rule,threshold,reason,hint,order\n"


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("A B,名,leaf,days_total,1,理由,说明,1", "徽章编号“A B”只能用小写字母、数字和短横线。"),
        ("a,,leaf,days_total,1,理由,说明,1", "缺少名称。"),
        ("a,名,leaf,shares_total,1,理由,说明,1", "规则“shares_total”不认识"),
        ("a,名,leaf,logs_of_category,1,理由,说明,1", "要在冒号后面写类别"),
        ("a,名,leaf,days_total:行,1,理由,说明,1", "要在冒号后面写类别"),
        ("a,名,leaf,logs_of_category:飞,1,理由,说明,1", "类别“飞”不认识"),
        ("a,名,leaf,days_total,0,理由,说明,1", "数量要写成1到9999的整数。"),
        ("a,名,leaf,days_total,1,理由,说明,x", "次序要写成1到9999的整数。"),
        ("a,名,leaf,days_total,1,理由,说明,1\na,名,leaf,days_total,1,理由,说明,1", "重复"),
    ],
)
def test_a_fault_in_the_file_is_named_with_its_line(tmp_path, row, problem):
    (tmp_path / "badges.csv").write_text(HEADER + row + "\n", encoding="utf-8")

    found = badge_problems(tmp_path)

    assert [problem in str(one) and "badges.csv 第" in str(one) for one in found] == [True]


def test_a_city_without_the_file_has_no_badges(tmp_path):
    assert badge_problems(tmp_path) == []


@given(members=st.integers(1, 5000), share=st.floats(0, 1))
def test_a_shown_rate_stands_for_ten_people_on_both_sides_and_is_rounded(members, share):
    people = round(members * share)
    rate = boards.shown_rate(people, members)

    if rate is None:
        assert people < 10 or (members < 200 and members - people < 10) or 100 * people < 2.5 * members
    else:
        assert rate % 5 == 0
        assert abs(rate - 100 * people / members) <= 2.5
        assert people >= 10


@given(members=st.integers(200, 5000), people=st.integers(10, 5000))
def test_in_a_large_group_ten_neighbouring_counts_look_alike(members, people):
    people = min(people, members)
    rate = boards.shown_rate(people, members)
    alike = [n for n in range(members + 1) if boards.shown_rate(n, members) == rate]

    # The ends of the scale are half a step wide; how many members there are is published nowhere.
    assert len(alike) >= (5 if rate in {5, 100} else 10)


@pytest.mark.parametrize(
    ("people", "members", "rate"),
    [
        (9, 1000, None),
        (10, 1000, None),
        (10, 20, 50),
        (11, 20, None),
        (10, 19, None),
        (189, 199, 95),
        (190, 199, None),
        (191, 200, 95),
        (195, 200, 100),
        (200, 200, 100),
        (0, 50, None),
        (24, 1000, None),
        (25, 1000, 5),
    ],
)
def test_the_edges_of_what_is_shown(people, members, rate):
    assert boards.shown_rate(people, members) == rate


@given(logs=st.integers(-5, 10_000), goal=st.integers(1, 10_000), people=st.integers(0, 200))
def test_progress_never_says_a_hundred_too_early(logs, goal, people):
    shown = boards.shown_progress(logs, goal, people)

    assert (shown is None) == (people < 10)
    if shown is not None:
        assert shown % 5 == 0
        assert 0 <= shown <= 100
        assert (shown == 100) == (logs >= goal)


@given(counts=st.lists(st.integers(1, 6), min_size=1, max_size=30), data=st.data())
def test_places_are_shared_by_who_did_as_much(counts, data):
    counts.sort(reverse=True)
    entries = [boards.Entry(str(number), "名", logs) for number, logs in enumerate(counts)]
    start = data.draw(st.integers(0, len(entries) - 1))
    first_place = 1 + sum(logs > counts[start] for logs in counts)

    rows = boards.placed(entries[start:], first_place=first_place, before=start, mine="0")

    assert [row.place for row in rows] == [1 + sum(more > logs for more in counts) for logs in counts[start:]]
    assert [row.is_mine for row in rows] == [number == 0 for number in range(start, len(entries))]


@given(values=st.lists(st.integers(-10, 10**9), max_size=31))
def test_bars_stay_on_their_canvas(values):
    found = charts.bars([(str(number), value) for number, value in enumerate(values)])

    assert [bar.value for bar in found] == values
    for bar, value in zip(found, values, strict=True):
        assert 0 <= float(bar.y) <= charts.HEIGHT
        assert float(bar.y) + float(bar.height) == pytest.approx(charts.HEIGHT, abs=0.11)
        assert 0 <= float(bar.x) <= charts.WIDTH
        assert (float(bar.height) > 0) == (value > 0)
