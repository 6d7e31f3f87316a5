"""Who sits on a panel, what jurors say in advance, and the draw with all that keeps people apart."""

from datetime import timedelta

import pytest

from accounts.models import Household, HouseholdMember, OrganisationMember
from accounts.rules import phone_number
from accounts.sealing import phone_digest
from accounts.services.organisations import add_member as join_organisation
from campaigns.contests.models import Assignment, Conflict, JudgingEvent, PanelMember
from campaigns.contests.refusals.contests import NoSuchContest, WrongPhase
from campaigns.contests.refusals.judging import NotOnPanel
from campaigns.contests.rules.drawing import assign
from campaigns.contests.selectors.conflicts import conflicts_of
from campaigns.contests.selectors.people import runs
from campaigns.contests.services.advancing import advance_contests
from campaigns.contests.services.drawing import draw
from campaigns.contests.services.locking import lock, recuse
from campaigns.contests.services.panel import add_member, end_member, say_conflict, take_back_conflict
from messaging.models import Message
from tests.carbon_points.ledger_world import NOW, make_resident
from tests.contests.judging_world import (
    JUDGES,
    NOTICE,
    SCREENS,
    VISITS,
    judged_contest,
    make_entry,
    make_file,
    mark,
    sheet,
    stop_clock,
)
from tests.contests.world import make_contest, make_member, make_school

pytestmark = pytest.mark.django_db
PHONE = "13800138000"


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    stop_clock(monkeypatch)


@pytest.fixture
def run():
    """A contest of a school in screening, and who runs it."""
    school, head = make_school()
    return make_contest(day=SCREENS, organisation=school), head


def person(phone: str = PHONE):
    return make_resident(phone_digest=phone_digest(phone_number(phone)))


def test_the_owner_of_a_phone_is_seated_once_and_reads_about_it(run):
    contest, head = run
    user = person()

    seats = [add_member(by=head, contest_id=contest.pk, phone=PHONE, role="juror") for _ in range(2)]

    assert seats[0] == seats[1] == PanelMember.objects.get()
    assert (seats[0].user, seats[0].role) == (user, "juror")
    assert list(JudgingEvent.objects.values_list("what", "by")) == [("joined", head.pk)]
    assert Message.objects.get(recipient=user).title == "邀请您担任评委"


@pytest.mark.parametrize(
    ("phone", "role", "words"),
    [
        ("13800138001", "juror", "还没有用这个手机号登录过"),
        ("12", "juror", "请填写11位手机号"),
        (PHONE, "king", "请选择身份"),
        (PHONE, "chair", "只能有一种身份"),
    ],
)
def test_who_cannot_sit_is_refused_and_nothing_changes(run, phone, role, words):
    contest, head = run
    person()
    add_member(by=head, contest_id=contest.pk, phone=PHONE, role="juror")

    with pytest.raises(NotOnPanel, match=words):
        add_member(by=head, contest_id=contest.pk, phone=phone, role=role)

    assert PanelMember.objects.count() == JudgingEvent.objects.count() == 1


@pytest.mark.parametrize("role", ["juror", "chair"])
def test_nobody_who_knows_names_judges(run, role):
    contest, head = run
    staff = person()
    join_organisation(organisation=contest.organisation, user=staff, role="staff")
    inspector = person("13800138002")
    seat = add_member(by=head, contest_id=contest.pk, phone="13800138002", role="inspector")
    end_member(by=head, contest_id=contest.pk, member_id=seat.pk)

    for phone in (PHONE, "13800138002"):
        with pytest.raises(NotOnPanel):
            add_member(by=head, contest_id=contest.pk, phone=phone, role=role)

    assert not PanelMember.objects.filter(user__in=[staff, inspector], ended_at=None).exists()


def test_only_who_runs_the_contest_and_only_before_judging_ends(run, monkeypatch):
    contest, head = run
    person()
    with pytest.raises(NoSuchContest):
        add_member(by=make_school()[1], contest_id=contest.pk, phone=PHONE, role="juror")
    seat = add_member(by=head, contest_id=contest.pk, phone=PHONE, role="juror")
    with pytest.raises(NoSuchContest):
        end_member(by=seat.user, contest_id=contest.pk, member_id=seat.pk)

    stop_clock(monkeypatch, days=NOTICE - SCREENS)
    for act in (
        lambda: add_member(by=head, contest_id=contest.pk, phone=PHONE, role="juror"),
        lambda: end_member(by=head, contest_id=contest.pk, member_id=seat.pk),
    ):
        with pytest.raises(WrongPhase):
            act()
    seat.refresh_from_db()
    assert seat.ended_at is None


def test_who_judges_runs_nothing_until_judging_is_over(run, monkeypatch):
    contest, head = run
    PanelMember.objects.create(contest=contest, user=head, role="juror", since=NOW)

    assert not runs(head).exists()
    stop_clock(monkeypatch, days=NOTICE - SCREENS)
    assert runs(head).get() == contest


def test_a_juror_says_before_the_draw_whom_they_cannot_judge_and_takes_it_back(run):
    contest, _ = run
    juror, other = make_member(contest), make_member(contest)
    school, _ = make_school()

    said = [
        say_conflict(user=juror.user, contest_id=contest.pk, organisation_id=school.pk, because="孩子在读")
        for _ in range(2)
    ]

    assert said[0] == said[1]
    take_back_conflict(user=other.user, contest_id=contest.pk, conflict_id=said[0].pk)
    assert Conflict.objects.count() == 1
    take_back_conflict(user=juror.user, contest_id=contest.pk, conflict_id=said[0].pk)
    assert Conflict.objects.count() == 0
    for organisation, because in ((school.pk, " "), (10**6, "孩子在读")):
        with pytest.raises(NotOnPanel):
            say_conflict(
                user=juror.user, contest_id=contest.pk, organisation_id=organisation, because=because
            )
    with pytest.raises(NoSuchContest):
        say_conflict(user=school_head(), contest_id=contest.pk, organisation_id=school.pk, because="x")


def school_head():
    return make_school()[1]


def test_after_the_draw_one_recuses_instead():
    contest, (juror, *_) = judged_contest(day=VISITS)

    with pytest.raises(WrongPhase, match="请在要回避的那一件里"):
        say_conflict(
            user=juror.user,
            contest_id=contest.pk,
            organisation_id=contest.entries.first().organisation_id,
            because="x",
        )


def test_the_draw_waits_for_screening_and_is_done_once():
    contest = make_contest(day=JUDGES)
    entries = [make_entry(contest), make_entry(contest, state="submitted")]
    seat = make_member(contest)
    draw(contest.pk, NOW)
    contest.refresh_from_db()
    assert (contest.drawn_at, Assignment.objects.count()) == (None, 0)

    entries[1].state = "accepted"
    entries[1].save()
    advance_contests(NOW)
    advance_contests(NOW + timedelta(hours=1))

    contest.refresh_from_db()
    assert contest.drawn_at == NOW
    assert Assignment.objects.count() == 2
    told = Message.objects.get()
    assert (told.recipient, told.title) == (seat.user, "“绿色创建评选”有2件请您评审")
    assert JudgingEvent.objects.filter(what="drawn").count() == 1


def test_it_is_not_drawn_too_early_nor_too_late():
    for day in (SCREENS, NOTICE):
        contest = make_contest(day=day)
        make_entry(contest)
        make_member(contest)
        advance_contests(NOW)
        contest.refresh_from_db()
        assert (contest.drawn_at, contest.draw_seed) == (None, "")


def test_anybody_can_draw_again_from_the_log():
    contest, members = judged_contest(entries=7, jurors=5)

    said = JudgingEvent.objects.get(what="drawn").data
    again = assign(
        entries=said["entries"],
        jurors=said["jurors"],
        conflicts={(entry, juror) for entry, juror in said["conflicts"]},
        per_entry=said["per_entry"],
        seed=contest.draw_seed,
    )

    assert {(row.entry_id, row.member_id) for row in Assignment.objects.all()} == {
        (entry, juror) for entry, chosen in again.items() for juror in chosen
    }
    assert [len(chosen) for chosen in again.values()] == [3] * 7
    assert {juror for chosen in again.values() for juror in chosen} == {one.pk for one in members}


def test_everything_that_is_too_near_is_a_conflict_and_nothing_else():
    contest = make_contest(day=SCREENS)
    entry = make_entry(contest)
    members = {name: make_member(contest) for name in CLOSE | FAR}
    home = Household.objects.create(name="家", join_code="ABCDEF", code_until=NOW, created_at=NOW)
    _live(home, members["wife"].user)
    _join(entry, members["member"], "helper")
    _join(entry, members["left lately"], "staff", ended=NOW - timedelta(days=300))
    _join(entry, members["left long ago"], "staff", ended=NOW - timedelta(days=400))
    Conflict.objects.create(member=members["said"], organisation=entry.organisation, because="x", at=NOW)
    make_file(entry, by=members["sent a file"].user)
    make_file(entry, by=members["took a picture"].user, purpose="visit")
    family = make_entry(contest, organisation=None, slot="user:1", applicant=make_resident())
    _live(home, family.applicant)
    _live(home, members["lived there"].user, left=NOW - timedelta(days=400))

    found = conflicts_of(members.values(), [entry])
    of_family = conflicts_of(members.values(), [family])

    assert {name for name, one in members.items() if (entry.pk, one.pk) in found} == CLOSE - {"wife"}
    assert {name for name, one in members.items() if (family.pk, one.pk) in of_family} == {"wife"}


CLOSE = {"member", "left lately", "said", "sent a file", "wife"}
FAR = {"left long ago", "took a picture", "lived there", "stranger"}


def _join(entry, member, role, ended=None):
    OrganisationMember.objects.create(
        organisation=entry.organisation,
        user=member.user,
        role=role,
        since=NOW - timedelta(days=500),
        ended_at=ended,
    )


def _live(home, user, left=None):
    HouseholdMember.objects.create(
        household=home, user=user, role="member", joined_at=NOW - timedelta(days=500), left_at=left
    )


def test_the_draw_keeps_a_juror_from_the_own_organisation_and_takes_whom_there_is():
    contest = make_contest(day=JUDGES)
    entry = make_entry(contest)
    near, far = make_member(contest), make_member(contest)
    join_organisation(organisation=entry.organisation, user=near.user, role="helper")

    advance_contests(NOW)

    assert list(Assignment.objects.values_list("entry", "member")) == [(entry.pk, far.pk)]


def test_whoever_joins_the_organisation_later_stands_back_by_date():
    judged_contest(entries=1, jurors=4)
    near = Assignment.objects.first()
    join_organisation(organisation=near.entry.organisation, user=near.member.user, role="staff")

    advance_contests(NOW + timedelta(hours=1))

    near.refresh_from_db()
    assert near.state == "recused"
    assert Assignment.objects.exclude(state="recused").count() == 3
    assert [row.what for row in JudgingEvent.objects.order_by("pk")] == ["drawn", "recused", "redrawn"]


def test_a_recusal_draws_the_one_with_the_least_to_do_and_never_the_same_again():
    _, members = judged_contest(entries=4, jurors=4, jurors_per_entry=1)
    one = sheet(members[0])

    recuse(user=one.member.user, sheet_id=one.pk, because="校长是我同学")

    one.refresh_from_db()
    assert (one.state, one.recused_because) == ("recused", "校长是我同学")
    again = Assignment.objects.get(entry=one.entry, state="open")
    assert again.member != one.member
    assert Message.objects.filter(recipient=again.member.user, key__contains="redrawn").count() == 1
    said = JudgingEvent.objects.get(what="redrawn")
    assert (said.data["counter"], said.data["chosen"], said.by) == (1, again.member_id, one.member.user)
    recuse(user=again.member.user, sheet_id=again.pk, because="也认识")
    third = Assignment.objects.get(entry=one.entry, state="open")
    assert third.member not in {one.member, again.member}


def test_nobody_left_leaves_the_entry_with_fewer():
    _, members = judged_contest(entries=1, jurors=3)

    one = sheet(members[0])
    recuse(user=one.member.user, sheet_id=one.pk, because="认识")

    assert Assignment.objects.filter(state="open").count() == 2
    assert not JudgingEvent.objects.filter(what="redrawn").exists()


def test_who_leaves_keeps_what_is_locked_and_hands_on_what_is_not():
    school, head = make_school()
    contest, members = judged_contest(entries=2, jurors=4, organisation=school)
    leaver = next(one for one in members if one.assignments.count() == 2)
    locked = mark(sheet(leaver))
    lock(user=leaver.user, sheet_id=locked.pk, revision=locked.revision)

    for _ in range(2):
        end_member(by=head, contest_id=contest.pk, member_id=leaver.pk)

    assert [one.state for one in leaver.assignments.order_by("entry__number")] == ["locked", "recused"]
    assert Assignment.objects.exclude(state="recused").count() == 6
    assert JudgingEvent.objects.filter(what="left").count() == 1


def test_a_juror_who_comes_later_takes_what_is_missing():
    school, head = make_school()
    contest, _ = judged_contest(entries=2, jurors=2, organisation=school)
    person()

    seat = add_member(by=head, contest_id=contest.pk, phone=PHONE, role="juror")

    assert seat.assignments.count() == 2
    assert JudgingEvent.objects.filter(what="redrawn").count() == 2
