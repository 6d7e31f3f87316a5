"""Marks: saved with the revision that was seen, locked whole, opened by the chair, all of it in the log."""

from decimal import Decimal

import pytest

from accounts.services.organisations import add_member as join_organisation
from campaigns.contests.models import JudgingEvent, Mark
from campaigns.contests.refusals.contests import NoSuchContest, WrongPhase
from campaigns.contests.refusals.judging import (
    BadMarks,
    Incomplete,
    MarksLocked,
    MarksStale,
    NoSuchSheet,
    NotOnPanel,
)
from campaigns.contests.services.chairing import remind
from campaigns.contests.services.locking import lock, lock_all, recuse, reopen
from campaigns.contests.services.marking import save_marks
from campaigns.contests.services.sheets import MarkIn
from messaging.models import Message
from tests.carbon_points.ledger_world import make_resident
from tests.contests.judging_world import (
    JUDGES,
    NOTICE,
    VISITS,
    judged_contest,
    mark,
    sheet,
    states,
    stop_clock,
)
from tests.contests.world import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    stop_clock(monkeypatch)


@pytest.fixture
def world():
    """A contest in judging, and one sheet of its first juror."""
    contest, members = judged_contest()
    return contest, members, sheet(members[0])


def save(one, revision=0, words="", by=None, **marks):
    given = {key[1:].replace("_", "."): value for key, value in marks.items()}
    return save_marks(
        user=by or one.member.user, sheet_id=one.pk, revision=revision, marks=given, words=words
    )


def stored(one):
    return {row.criterion.key: (row.points, row.is_vetoed, row.comment) for row in one.marks.all()}


def test_a_sheet_is_kept_as_a_whole_and_what_is_not_in_it_is_empty(world):
    _, _, one = world

    save(one, c1_1=MarkIn(Decimal("55.5"), comment="好"), c3=MarkIn(is_vetoed=True, comment="有处罚"))
    saved = save(one, revision=1, words="总的不错", c1_2=MarkIn(Decimal(30)))

    assert stored(one) == {"1.2": (Decimal(30), False, "")}
    assert (saved.revision, saved.words) == (2, "总的不错")


def test_the_same_again_changes_nothing_whatever_revision_it_names(world):
    _, _, one = world
    save(one, c1_1=MarkIn(Decimal(50)))

    again = save(one, revision=0, c1_1=MarkIn(Decimal("50.0")), c2_1=MarkIn())

    assert again.revision == 1
    assert stored(one) == {"1.1": (Decimal(50), False, "")}


def test_an_older_screen_is_told_and_overwrites_nothing(world):
    _, _, one = world
    save(one, c1_1=MarkIn(Decimal(50)))

    with pytest.raises(MarksStale, match="在别处保存过"):
        save(one, revision=0, c1_1=MarkIn(Decimal(40)))

    assert stored(one) == {"1.1": (Decimal(50), False, "")}


@pytest.mark.parametrize(
    ("key", "given", "words"),
    [
        ("c1_1", MarkIn(Decimal("60.5")), "0 到 60 分之间"),
        ("c1_1", MarkIn(Decimal("-0.5")), "0 到 60 分之间"),
        ("c1_1", MarkIn(Decimal("10.3")), "最小 0.5 分"),
        ("c1_1", MarkIn(Decimal("NaN")), "0 到 60 分之间"),
        ("c1_1", MarkIn(is_vetoed=True, comment="x"), "不是否决项"),
        ("c1_1", MarkIn(comment="字" * 301), "最多300字"),
        ("c3", MarkIn(is_vetoed=True), "要写明依据"),
        ("c3", MarkIn(Decimal(1)), "没有分"),
        ("c1", MarkIn(Decimal(1)), "和标准不一致"),
        ("c9_9", MarkIn(Decimal(1)), "和标准不一致"),
    ],
)
def test_what_the_standard_does_not_allow_is_refused(world, key, given, words):
    _, _, one = world

    with pytest.raises(BadMarks, match=words):
        save(one, c1_2=MarkIn(Decimal(1)), **{key: given})

    assert Mark.objects.count() == 0


def test_nobody_else_finds_the_sheet(world):
    contest, members, one = world
    people = [members[1].user, make_member(contest, "chair").user, one.entry.applicant, make_resident()]
    gone = members[0].user

    for user in people:
        for act in (
            lambda user=user: save(one, by=user, c1_1=MarkIn(Decimal(1))),
            lambda user=user: lock(user=user, sheet_id=one.pk, revision=0),
            lambda user=user: recuse(user=user, sheet_id=one.pk, because="x"),
        ):
            with pytest.raises(NoSuchSheet):
                act()
    gone.is_active = False
    gone.save()
    with pytest.raises(NoSuchSheet):
        save(one, c1_1=MarkIn(Decimal(1)))
    assert (Mark.objects.count(), states([one])) == (0, ["open"])


def test_who_joins_the_organisation_finds_its_sheet_no_more(world):
    _, _, one = world
    join_organisation(organisation=one.entry.organisation, user=one.member.user, role="helper")

    with pytest.raises(NoSuchSheet):
        save(one, c1_1=MarkIn(Decimal(1)))


@pytest.mark.parametrize("days", [VISITS - JUDGES, NOTICE - JUDGES])
def test_too_early_and_too_late_change_nothing(world, monkeypatch, days):
    contest, members, one = world
    chair = make_member(contest, "chair")
    done = mark(sheet(members[1]))
    lock(user=members[1].user, sheet_id=done.pk, revision=done.revision)
    before = JudgingEvent.objects.count()
    stop_clock(monkeypatch, days=days)

    for act in (
        lambda: save(one, c1_1=MarkIn(Decimal(1))),
        lambda: lock(user=one.member.user, sheet_id=one.pk, revision=0),
        lambda: reopen(by=chair.user, contest_id=contest.pk, sheet_id=done.pk, because="x"),
        lambda: remind(by=chair.user, contest_id=contest.pk),
    ):
        with pytest.raises(WrongPhase):
            act()

    assert states([one, done]) == ["open", "locked"]
    assert JudgingEvent.objects.count() == before


def test_a_locked_sheet_stays_and_the_log_keeps_it(world):
    _, _, one = world
    mark(one, _1_1="45.5")
    save(
        one,
        revision=1,
        words="不错",
        c1_1=MarkIn(Decimal("45.5"), comment="证据足"),
        c1_2=MarkIn(Decimal(30)),
        c2_1=MarkIn(Decimal(10)),
    )

    for _ in range(2):
        lock(user=one.member.user, sheet_id=one.pk, revision=2)

    said = JudgingEvent.objects.get(what="locked")
    assert (said.entry, said.member, said.by) == (one.entry, one.member, one.member.user)
    assert said.data == {
        "revision": 2,
        "words": "不错",
        "marks": {
            "1.1": {"points": "45.5", "vetoed": False, "comment": "证据足"},
            "1.2": {"points": "30.0", "vetoed": False},
            "2.1": {"points": "10.0", "vetoed": False},
        },
    }
    with pytest.raises(MarksLocked):
        save(one, revision=2, c1_1=MarkIn(Decimal(1)))
    with pytest.raises(MarksLocked):
        recuse(user=one.member.user, sheet_id=one.pk, because="x")
    assert stored(one)["1.1"] == (Decimal("45.5"), False, "证据足")


def test_only_whole_sheets_that_one_has_seen_are_locked(world):
    _, _, one = world
    save(one, c1_1=MarkIn(Decimal(50)), c1_2=MarkIn(comment="还没看完"))

    with pytest.raises(MarksStale):
        lock(user=one.member.user, sheet_id=one.pk, revision=0)
    with pytest.raises(Incomplete, match=r"还差：1\.2、2\.1"):
        lock(user=one.member.user, sheet_id=one.pk, revision=1)

    assert states([one]) == ["open"]


def test_all_that_is_whole_is_locked_at_once(world):
    contest, members, _ = world
    sheets = [sheet(members[0], number) for number in range(3)]
    mark(sheets[0])
    mark(sheets[2])

    assert lock_all(user=members[0].user, contest_id=contest.pk) == 2
    assert lock_all(user=members[0].user, contest_id=contest.pk) == 0
    assert states(sheets) == ["locked", "open", "locked"]
    with pytest.raises(NoSuchContest):
        lock_all(user=make_resident(), contest_id=contest.pk)


def test_the_chair_alone_opens_again_with_a_reason_and_the_log_keeps_both(world):
    contest, members, one = world
    chair = make_member(contest, "chair")
    mark(one, _1_1=20)
    lock(user=one.member.user, sheet_id=one.pk, revision=1)
    for user in (one.member.user, members[1].user, one.entry.applicant):
        with pytest.raises(NoSuchContest):
            reopen(by=user, contest_id=contest.pk, sheet_id=one.pk, because="x")
    with pytest.raises(BadMarks):
        reopen(by=chair.user, contest_id=contest.pk, sheet_id=one.pk, because=" ")
    _, others = judged_contest()
    with pytest.raises(NoSuchSheet):
        reopen(by=chair.user, contest_id=contest.pk, sheet_id=sheet(others[0]).pk, because="x")
    assert states([one]) == ["locked"]

    reopen(by=chair.user, contest_id=contest.pk, sheet_id=one.pk, because="1.1 像是少写了一位")
    mark(one, _1_1=60)
    lock(user=one.member.user, sheet_id=one.pk, revision=2)

    rows = list(JudgingEvent.objects.filter(entry=one.entry, contest=contest).order_by("pk"))
    assert [(row.what, row.data["marks"]["1.1"]["points"]) for row in rows] == [
        ("locked", "20.0"),
        ("reopened", "20.0"),
        ("locked", "60.0"),
    ]
    assert (rows[1].words, rows[1].by) == ("1.1 像是少写了一位", chair.user)
    assert "像是少写了一位" in Message.objects.get(recipient=one.member.user, url=f"/jury/{one.pk}/").body


def test_a_chair_opens_nothing_of_the_own_organisation(world):
    contest, _, one = world
    chair = make_member(contest, "chair")
    join_organisation(organisation=one.entry.organisation, user=chair.user, role="helper")
    mark(one)
    lock(user=one.member.user, sheet_id=one.pk, revision=1)

    with pytest.raises(NotOnPanel):
        reopen(by=chair.user, contest_id=contest.pk, sheet_id=one.pk, because="x")
    assert states([one]) == ["locked"]


def test_those_who_are_not_done_are_reminded_once_a_day(world, monkeypatch):
    contest, members, _ = world
    chair = make_member(contest, "chair")
    for number in range(3):
        mark(sheet(members[0], number))
    lock_all(user=members[0].user, contest_id=contest.pk)

    assert remind(by=chair.user, contest_id=contest.pk) == 2
    assert remind(by=chair.user, contest_id=contest.pk) == 0
    stop_clock(monkeypatch, days=1)
    assert remind(by=chair.user, contest_id=contest.pk) == 2
    told = Message.objects.filter(title="还有几件等您评分").values_list("recipient", flat=True)
    assert set(told) == {members[1].user_id, members[2].user_id}
    with pytest.raises(NoSuchContest):
        remind(by=members[0].user, contest_id=contest.pk)
