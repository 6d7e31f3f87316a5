"""Reviewers decide, take back, look again; who may, and what follows."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from accounts.models import Household, HouseholdMember, User
from carbon_points.models import (
    Account,
    ActionLog,
    Appeal,
    Claim,
    Decision,
    Policy,
    SecondLook,
    Submission,
    Transfer,
)
from carbon_points.refusals import (
    AlreadyCounted,
    AlreadyDecided,
    AlreadyReversed,
    LimitReached,
    NotYourReview,
    PointsSpent,
    TooLateToAppeal,
    TooLateToUndo,
)
from carbon_points.sealing import lot
from carbon_points.selectors import balance_of
from carbon_points.selectors.review_queue import open_appeals, open_disagreements, waiting_ids
from carbon_points.services import ledger
from carbon_points.services.appeals import appeal, decide_appeal
from carbon_points.services.logs import undo_log
from carbon_points.services.review import decide, next_for, opened_at, outcome, settle, skip, undo_decision
from carbon_points.services.submissions import withdraw
from carbon_points.services.verification import verify
from core import clock
from core.refusals import NotFound, Refused
from media.models import EvidencePhoto
from messaging.models import Message
from tests.carbon_points.ledger_world import NOW, TODAY, make_action, record
from tests.carbon_points.review_world import (
    bill_handed_in,
    handed_in,
    later,
    make_inhabitant,
    make_reviewer,
    make_towns,
)
from tests.machinery.threads import Rendezvous, together

pytestmark = pytest.mark.django_db
SECOND = later(minutes=1)


def says(reviewer: User, submission: Submission, verdict: str = "approve", **values: Any) -> Decision:
    usual = {"reason": "照片看不清" if verdict == "reject" else "", "now": SECOND}
    return decide(reviewer=reviewer, submission_id=submission.pk, verdict=verdict, **usual | values)


def draw(percent: int) -> None:
    """From today on this share of decisions is looked at twice."""
    Policy.objects.create(
        kind="city",
        key="",
        values={"second_look_percent": percent},
        valid_from=TODAY - timedelta(days=1),
        note="测试",
        published_at=NOW,
    )


@pytest.fixture
def nobody_looks_twice(db):
    draw(0)


@pytest.fixture
def everybody_looks_twice(db):
    draw(100)


def fresh(submission: Submission) -> Submission:
    return Submission.objects.select_related("log").get(pk=submission.pk)


def nothing_happened(submission: Submission) -> None:
    assert fresh(submission).state == "pending"
    assert (Decision.objects.count(), ActionLog.objects.count(), Message.objects.count()) == (0, 0, 0)


@pytest.mark.usefixtures("nobody_looks_twice")
def test_approved_it_is_a_log_with_full_points_and_the_resident_hears_it():
    resident = make_inhabitant()
    action = make_action(method={"self_share": Decimal("0.5")})
    submission, reviewer = handed_in(resident, action), make_reviewer()

    word = says(reviewer, submission, opened_at=NOW)

    log = ActionLog.objects.get()
    row = fresh(submission)
    assert (row.state, row.log, row.decided_at) == ("approved", log, SECOND)
    assert (log.evidence, log.channel, log.tier, log.points) == ("photo", "review", "evidenced", 5)
    assert (log.done_on, log.recorded_by, log.request_key) == (TODAY, None, f"review:{row.pk}:1")
    assert (word.verdict, word.is_second, word.is_final, word.opened_at) == ("approve", False, False, NOW)
    assert balance_of(resident) == 5
    message = Message.objects.get(recipient=resident)
    assert (message.kind, message.url) == ("review", f"/me/submissions/{row.pk}/")
    assert "5分" in message.body
    assert EvidencePhoto.objects.get().expires_at == SECOND + timedelta(days=90)
    assert verify().differences == []


@pytest.mark.usefixtures("nobody_looks_twice")
def test_rejected_it_frees_its_room_and_the_resident_hears_why():
    resident, action = make_inhabitant(), make_action(daily_limit=Decimal(1))
    submission = handed_in(resident, action)

    says(make_reviewer(), submission, "reject")

    assert (fresh(submission).state, ActionLog.objects.count(), balance_of(resident)) == ("rejected", 0, 0)
    assert Message.objects.get(recipient=resident).body == "原因：照片看不清"
    record(resident, action)
    assert verify().differences == []


@pytest.mark.parametrize(("verdict", "reason"), [("reject", " "), ("maybe", ""), ("reject", "长" * 201)])
def test_a_word_that_is_none_is_refused(verdict, reason):
    submission = handed_in()
    with pytest.raises(Refused):
        says(make_reviewer(), submission, verdict, reason=reason)
    nothing_happened(submission)


@pytest.mark.usefixtures("nobody_looks_twice")
def test_the_same_word_again_is_the_first_decision():
    submission, reviewer = handed_in(), make_reviewer()
    first = says(reviewer, submission)

    assert says(reviewer, submission) == first
    with pytest.raises(AlreadyDecided):
        says(reviewer, submission, "reject")
    with pytest.raises(AlreadyDecided):
        says(make_reviewer(), submission)
    assert (Decision.objects.count(), Transfer.objects.count()) == (1, 1)


def near(reviewer: User) -> dict[str, Submission]:
    """Submissions that this reviewer, who lives in the first township, must not decide."""
    first, second, community = make_towns()
    kept = make_inhabitant(second, kept_by=reviewer, nickname="外婆", age_band="adult", password=None)
    moved = handed_in(make_inhabitant(second))
    User.objects.filter(pk=moved.resident_id).update(area=community)
    flatmate = make_inhabitant(second)
    home = Household.objects.create(name="家", created_at=NOW, join_code="ABCDEF", code_until=NOW)
    for person, role in ((reviewer, "keeper"), (flatmate, "member")):
        HouseholdMember.objects.create(household=home, user=person, role=role, joined_at=NOW)
    return {
        "the township": handed_in(make_inhabitant(first)),
        "its community": handed_in(make_inhabitant(community)),
        "moved there since": moved,
        "their own": handed_in(reviewer),
        "kept by them": handed_in(kept, submitted_by=reviewer),
        "handed in by them": handed_in(make_inhabitant(second), submitted_by=reviewer),
        "of their household": handed_in(flatmate),
    }


@pytest.mark.parametrize("place", [0, 2], ids=["township", "community"])
def test_a_reviewer_never_decides_what_is_near(place):
    reviewer = make_reviewer(area=make_towns()[place])
    far = handed_in(make_inhabitant(make_towns()[1]))
    submissions = near(reviewer)

    for what, submission in submissions.items():
        with pytest.raises(NotYourReview, match="您居住的乡镇街道"):
            says(reviewer, submission)
        assert fresh(submission).state == "pending", what
    assert waiting_ids(reviewer) == [far.pk]
    assert next_for(reviewer) == far.pk
    assert (Decision.objects.count(), ActionLog.objects.count()) == (0, 0)


def test_a_reviewer_without_a_township_is_told_so():
    submission = handed_in()
    nowhere = make_reviewer()
    for area in (None, make_towns()[0].parent):
        User.objects.filter(pk=nowhere.pk).update(area=area)
        with pytest.raises(NotYourReview, match="还没有填写居住的乡镇街道"):
            says(User.objects.get(pk=nowhere.pk), submission)
    nothing_happened(submission)


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}])
def test_who_was_suspended_meanwhile_decides_nothing(change):
    submission, reviewer = handed_in(), make_reviewer()
    assert reviewer.has_perm("carbon_points.review_submission")
    User.objects.filter(pk=reviewer.pk).update(**change)

    with pytest.raises(NotYourReview):
        says(reviewer, submission)
    nothing_happened(submission)


def test_who_lost_the_right_meanwhile_decides_nothing():
    submission, reviewer = handed_in(), make_reviewer()
    assert reviewer.has_perm("carbon_points.review_submission")
    reviewer.user_permissions.clear()

    with pytest.raises(NotYourReview):
        says(reviewer, submission)
    nothing_happened(submission)


def test_what_does_not_exist_is_not_found():
    with pytest.raises(NotFound):
        decide(reviewer=make_reviewer(), submission_id=10**12, verdict="approve", now=NOW)


@pytest.mark.usefixtures("nobody_looks_twice")
def test_when_the_rules_say_no_by_now_it_still_waits():
    resident, action = make_inhabitant(), make_action(daily_limit=Decimal(2))
    submission = handed_in(resident, action)
    record(resident, action)
    Submission.objects.filter(pk=submission.pk).update(quantity=2)

    with pytest.raises(LimitReached, match="还可以记1次"):
        says(make_reviewer(), submission)

    assert fresh(submission).state == "pending"
    assert (Decision.objects.count(), ActionLog.objects.count()) == (0, 1)


def test_what_was_withdrawn_is_not_decided():
    resident = make_inhabitant()
    submission = handed_in(resident)
    withdraw(resident=resident, submission_id=submission.pk, now=NOW)

    with pytest.raises(AlreadyDecided):
        says(make_reviewer(), submission)
    assert ActionLog.objects.count() == 0


@pytest.mark.usefixtures("nobody_looks_twice")
def test_a_deed_is_approved_weeks_later_on_its_own_day():
    submission = handed_in()
    says(make_reviewer(), submission, now=later(days=20))
    assert ActionLog.objects.get().done_on == TODAY


@pytest.mark.usefixtures("nobody_looks_twice")
def test_an_approved_bill_is_claimed_and_freed_when_taken_back():
    submission, reviewer = bill_handed_in(), make_reviewer()
    says(reviewer, submission)

    claim = Claim.objects.get()
    assert (claim.source, claim.behaviour, claim.log.evidence) == ("bill", "EN-ELEC", "bill")
    assert claim.log.points == 40 * 500 // 10
    with pytest.raises(AlreadyCounted):
        bill_handed_in()
    assert verify().differences == []

    undo_decision(reviewer=reviewer, submission_id=submission.pk, now=SECOND)
    assert Claim.objects.get().released_at == SECOND
    says(reviewer, submission, now=later(minutes=3))
    assert list(Claim.objects.values_list("released_at", flat=True)) == [SECOND, None]
    assert verify().differences == []


@pytest.mark.usefixtures("nobody_looks_twice")
def test_a_meter_counted_by_somebody_else_meanwhile_is_refused_and_waits():
    first, reviewer = bill_handed_in(), make_reviewer()
    second = bill_handed_in(meter="99998888")
    second.bill.meter_digest = first.bill.meter_digest
    second.bill.save()
    says(reviewer, first)

    with pytest.raises(AlreadyCounted):
        says(reviewer, second)

    assert fresh(second).state == "pending"
    assert (ActionLog.objects.count(), Decision.objects.count(), Claim.objects.count()) == (1, 1, 1)


@pytest.mark.usefixtures("nobody_looks_twice")
@pytest.mark.parametrize("verdict", ["approve", "reject"])
def test_a_decision_is_taken_back_within_ten_minutes(verdict):
    resident = make_inhabitant()
    submission, reviewer = handed_in(resident), make_reviewer()
    says(reviewer, submission, verdict)

    word = undo_decision(reviewer=reviewer, submission_id=submission.pk, now=later(minutes=11))

    row = fresh(submission)
    assert (row.state, row.round, row.log, row.decided_at) == ("pending", 2, None, None)
    assert word.undone_at == later(minutes=11)
    assert balance_of(resident) == 0
    assert EvidencePhoto.objects.get().expires_at is None
    assert Message.objects.filter(recipient=resident).count() == 2
    assert verify().differences == []

    says(reviewer, submission, now=later(minutes=12))
    assert (fresh(submission).state, balance_of(resident)) == ("approved", 5)
    assert Message.objects.filter(recipient=resident).count() == 3
    assert verify().differences == []


@pytest.mark.usefixtures("nobody_looks_twice")
def test_a_decision_is_not_taken_back_later_or_by_others_or_twice():
    submission, reviewer = handed_in(), make_reviewer()
    says(reviewer, submission)

    with pytest.raises(AlreadyDecided):
        undo_decision(reviewer=make_reviewer(), submission_id=submission.pk, now=SECOND)
    with pytest.raises(TooLateToUndo):
        undo_decision(reviewer=reviewer, submission_id=submission.pk, now=later(minutes=11, seconds=1))
    assert fresh(submission).state == "approved"
    undo_decision(reviewer=reviewer, submission_id=submission.pk, now=later(minutes=2))
    with pytest.raises(AlreadyDecided):
        undo_decision(reviewer=reviewer, submission_id=submission.pk, now=later(minutes=3))
    assert ActionLog.objects.filter(reverses__isnull=False).count() == 1


@transaction.atomic
def spend(resident: User, points: int) -> None:
    account = ledger.lock_accounts(resident=resident, now=NOW)[-1]
    escrow = Account.objects.create(code="escrow:test", kind="escrow")
    (escrow,) = ledger.lock_by_key([escrow.pk])
    ledger.move(
        debit=account, credit=escrow, points=points, kind="redeem", source=f"redeem:1:{account.pk}", at=NOW
    )


@pytest.mark.usefixtures("nobody_looks_twice")
def test_a_decision_stands_when_its_points_were_spent():
    resident = make_inhabitant()
    submission, reviewer = handed_in(resident), make_reviewer()
    says(reviewer, submission)
    spend(resident, 3)

    with pytest.raises(PointsSpent):
        undo_decision(reviewer=reviewer, submission_id=submission.pk, now=SECOND)

    assert (fresh(submission).state, balance_of(resident)) == ("approved", 2)
    assert Decision.objects.get().undone_at is None


@pytest.mark.usefixtures("nobody_looks_twice")
def test_what_its_resident_took_back_is_left_alone():
    resident = make_inhabitant()
    submission, reviewer = handed_in(resident), make_reviewer()
    says(reviewer, submission)
    undo_log(resident=resident, log_id=ActionLog.objects.get().pk, now=SECOND)

    with pytest.raises(AlreadyReversed):
        undo_decision(reviewer=reviewer, submission_id=submission.pk, now=SECOND)
    assert verify().differences == []


# --- The second look ---------------------------------------------------------------------------------------


def test_about_five_percent_are_drawn_and_the_same_ones_always(settings):
    drawn = {number for number in range(1, 4001) if lot("second-look", number) < 5}

    assert 150 < len(drawn) < 250
    assert drawn == {number for number in range(1, 4001) if lot("second-look", number) < 5}
    assert {lot("second-look", number) for number in range(1, 4001)} == set(range(100))
    settings.PHONE_PEPPER = "another"
    assert drawn != {number for number in range(1, 4001) if lot("second-look", number) < 5}


@pytest.mark.usefixtures("everybody_looks_twice")
def test_a_second_look_changes_nothing_and_is_compared():
    resident = make_inhabitant()
    submission, first, second = handed_in(resident), make_reviewer(), make_reviewer()
    says(first, submission)
    assert (waiting_ids(first), waiting_ids(second)) == ([], [submission.pk])

    word = says(second, submission, "reject", now=later(minutes=2))

    look = SecondLook.objects.get()
    assert (word.is_second, look.second, look.agrees) == (True, word, False)
    assert (fresh(submission).state, balance_of(resident)) == ("approved", 5)
    assert Message.objects.filter(recipient=resident).count() == 1
    assert (waiting_ids(second), waiting_ids(make_reviewer())) == ([], [])
    with pytest.raises(AlreadyDecided):
        says(make_reviewer(), submission)
    assert verify().differences == []


@pytest.mark.usefixtures("everybody_looks_twice")
def test_a_second_look_is_taken_back_like_a_first():
    submission, first, second = handed_in(), make_reviewer(), make_reviewer()
    says(first, submission)
    says(second, submission)
    assert SecondLook.objects.get().agrees is True

    undo_decision(reviewer=second, submission_id=submission.pk, now=SECOND)

    look = SecondLook.objects.get()
    assert (look.second, look.agrees) == (None, None)
    assert fresh(submission).state == "approved"
    assert waiting_ids(make_reviewer()) == [submission.pk]


@pytest.mark.usefixtures("everybody_looks_twice")
def test_a_first_word_taken_back_undraws_or_waits_for_the_next_first_word():
    submission, first, second = handed_in(), make_reviewer(), make_reviewer()
    says(first, submission)
    undo_decision(reviewer=first, submission_id=submission.pk, now=SECOND)
    assert SecondLook.objects.count() == 0

    says(first, submission, now=later(minutes=2))
    says(second, submission, "reject", now=later(minutes=3))
    undo_decision(reviewer=first, submission_id=submission.pk, now=later(minutes=4))
    assert SecondLook.objects.get().agrees is None
    assert waiting_ids(second) == []

    says(first, submission, "reject", now=later(minutes=5))
    assert SecondLook.objects.get().agrees is True


@pytest.mark.usefixtures("everybody_looks_twice")
@pytest.mark.parametrize(
    ("first_word", "last_word", "state", "messages"),
    [
        ("approve", "approve", "approved", 1),
        ("approve", "reject", "rejected", 2),
        ("reject", "approve", "approved", 2),
        ("reject", "reject", "rejected", 1),
    ],
)
def test_a_supervisor_settles_a_disagreement(first_word, last_word, state, messages):
    resident = make_inhabitant()
    submission, supervisor = handed_in(resident), make_reviewer(supervisor=True)
    says(make_reviewer(), submission, first_word)
    says(make_reviewer(), submission, "reject" if first_word == "approve" else "approve")
    assert [look.submission for look in open_disagreements(supervisor)] == [submission]
    if first_word == "approve":
        spend(resident, 4)

    word = settle(
        supervisor=supervisor,
        submission_id=submission.pk,
        verdict=last_word,
        reason="看清了照片里的日期",
        now=later(days=1),
    )

    assert (word.is_final, fresh(submission).state) == (True, state)
    spent = 4 if first_word == "approve" else 0
    assert balance_of(resident) == (5 - spent if state == "approved" else 0)
    assert Message.objects.filter(recipient=resident).count() == messages
    assert (list(open_disagreements(supervisor)), waiting_ids(make_reviewer())) == ([], [])
    # The points were spent without a voucher, which the proof does not overlook.
    assert {one.rule for one in verify().differences} == ({"R5"} if spent else set())
    with pytest.raises(NotYourReview):
        settle(supervisor=supervisor, submission_id=submission.pk, verdict="approve", now=later(days=1))


@pytest.mark.usefixtures("everybody_looks_twice")
def test_only_a_supervisor_who_has_not_spoken_settles_a_disagreement_that_is_open():
    submission, first = handed_in(), make_reviewer(supervisor=True)
    says(first, submission)
    other = make_reviewer(supervisor=True)
    with pytest.raises(AlreadyDecided):
        settle(supervisor=other, submission_id=submission.pk, verdict="approve", now=SECOND)
    says(make_reviewer(), submission, "reject")

    for who in (first, make_reviewer()):
        with pytest.raises(NotYourReview):
            settle(supervisor=who, submission_id=submission.pk, verdict="approve", now=SECOND)
    assert list(open_disagreements(first)) == []
    assert SecondLook.objects.get().settled_at is None


# --- Appeals -----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("nobody_looks_twice")
@pytest.mark.parametrize(("overturn", "state", "points"), [(True, "approved", 5), (False, "rejected", 0)])
def test_an_appeal_is_decided_by_somebody_else_and_answered(overturn, state, points):
    resident = make_inhabitant()
    submission, first, other = handed_in(resident), make_reviewer(), make_reviewer()
    says(first, submission, "reject")

    mine = appeal(resident=resident, submission_id=submission.pk, text=" 照片上有车牌 ", now=later(days=30))
    again = appeal(resident=resident, submission_id=submission.pk, text="照片上有车牌", now=later(days=40))
    assert (mine, mine.text) == (again, "照片上有车牌")
    assert EvidencePhoto.objects.get().expires_at is None
    with pytest.raises(NotYourReview):
        decide_appeal(reviewer=first, submission_id=submission.pk, overturn=True, answer="好", now=SECOND)
    assert (list(open_appeals(first)), list(open_appeals(other))) == ([], [mine])

    decide_appeal(
        reviewer=other, submission_id=submission.pk, overturn=overturn, answer="看过了", now=later(days=31)
    )

    mine.refresh_from_db()
    assert (mine.state, mine.answer, mine.decided_by) == (
        "overturned" if overturn else "upheld",
        "看过了",
        other,
    )
    assert (fresh(submission).state, balance_of(resident)) == (state, points)
    assert Message.objects.filter(recipient=resident).count() == 2
    assert EvidencePhoto.objects.get().expires_at == later(days=121)
    assert verify().differences == []
    with pytest.raises(TooLateToAppeal if not overturn else AlreadyDecided):
        appeal(resident=resident, submission_id=submission.pk, text="再来一次", now=later(days=31))


@pytest.mark.usefixtures("nobody_looks_twice")
def test_an_appeal_comes_in_time_once_from_its_resident_about_a_rejection():
    resident = make_inhabitant()
    submission = handed_in(resident)
    with pytest.raises(AlreadyDecided):
        appeal(resident=resident, submission_id=submission.pk, text="请看", now=SECOND)
    says(make_reviewer(), submission, "reject")
    for person, text, when, refusal in [
        (make_inhabitant(), "请看", SECOND, NotFound),
        (resident, " ", SECOND, Refused),
        (resident, "长" * 301, SECOND, Refused),
        (resident, "请看", SECOND + timedelta(days=30, seconds=1), TooLateToAppeal),
    ]:
        with pytest.raises(refusal):
            appeal(resident=person, submission_id=submission.pk, text=text, now=when)
    assert Appeal.objects.count() == 0


@pytest.mark.usefixtures("nobody_looks_twice")
def test_an_appeal_that_the_rules_forbid_by_now_stays_open():
    resident, action = make_inhabitant(), make_action(daily_limit=Decimal(1))
    submission = handed_in(resident, action)
    says(make_reviewer(), submission, "reject")
    appeal(resident=resident, submission_id=submission.pk, text="请看", now=SECOND)
    record(resident, action)

    with pytest.raises(LimitReached):
        decide_appeal(
            reviewer=make_reviewer(), submission_id=submission.pk, overturn=True, answer="好", now=SECOND
        )

    assert (Appeal.objects.get().state, fresh(submission).state) == ("open", "rejected")


@pytest.mark.usefixtures("everybody_looks_twice")
def test_a_settlement_answers_the_appeal_that_waits():
    resident = make_inhabitant()
    submission, supervisor = handed_in(resident), make_reviewer(supervisor=True)
    says(make_reviewer(), submission, "reject")
    says(make_reviewer(), submission, "approve")
    appeal(resident=resident, submission_id=submission.pk, text="请看", now=SECOND)

    settle(
        supervisor=supervisor,
        submission_id=submission.pk,
        verdict="reject",
        reason="不是本人",
        now=later(days=1),
    )

    row = Appeal.objects.get()
    assert (row.state, row.answer, row.decided_by) == ("upheld", "不是本人", supervisor)
    assert Message.objects.filter(recipient=resident).count() == 2


def test_a_kept_persons_news_reach_the_keeper():
    draw(0)
    keeper = make_inhabitant()
    child = make_inhabitant(kept_by=keeper, nickname="小宝", age_band="under14", password=None)
    says(make_reviewer(), handed_in(child, submitted_by=keeper))

    assert Message.objects.get().recipient == keeper
    assert ActionLog.objects.get().recorded_by == keeper


# --- The desk ----------------------------------------------------------------------------------------------


def test_two_reviewers_get_two_cards_oldest_first_and_keep_theirs():
    cards = [handed_in().pk for _ in range(3)]
    one, two = make_reviewer(), make_reviewer()

    assert (next_for(one), next_for(two)) == (cards[0], cards[1])
    assert (next_for(one), next_for(two)) == (cards[0], cards[1])
    assert opened_at(one, cards[0]) is not None
    assert opened_at(two, cards[0]) is None

    skip(one, cards[0])
    assert next_for(one) == cards[2]
    assert next_for(two) == cards[1]
    skip(one, cards[2])
    # Nothing else is free: what was skipped first comes back.
    assert next_for(one) == cards[0]


def test_an_empty_desk():
    assert next_for(make_reviewer()) is None


# --- Races -------------------------------------------------------------------------------------------------


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_16_reviewers_at_once_are_one_decision():
    draw(0)
    resident = make_inhabitant()
    submission = handed_in(resident)
    reviewers = [make_reviewer() for _ in range(16)]

    answers = together(lambda n: says(reviewers[n], submission, "approve" if n % 2 else "reject"), 16)

    assert Counter(type(answer) for answer in answers) == {Decision: 1, AlreadyDecided: 15}
    assert (Decision.objects.count(), Message.objects.count()) == (1, 1)
    assert balance_of(resident) in {0, 5}
    assert verify().differences == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_control_16_reviewers_who_look_before_they_lock_decide_many_times():
    draw(0)
    submission = handed_in()
    reviewers, looked = [make_reviewer() for _ in range(16)], Rendezvous(2)

    @transaction.atomic
    def careless(number: int) -> Decision:
        row = Submission.objects.get(pk=submission.pk)
        if row.state != "pending":
            raise AlreadyDecided("")
        looked.wait()
        outcome.reject(row, NOW)
        return Decision.objects.create(
            submission=row, reviewer=reviewers[number], verdict="reject", reason="x", at=NOW
        )

    answers = together(careless, 16)

    assert sum(isinstance(answer, Decision) for answer in answers) > 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_withdrawal_and_a_decision_at_once_are_one_of_the_two():
    draw(0)
    for _ in range(8):
        resident, reviewer = make_inhabitant(), make_reviewer()
        submission = handed_in(resident)
        works = [
            lambda r=reviewer, s=submission: says(r, s),
            lambda r=resident, s=submission: withdraw(resident=r, submission_id=s.pk, now=NOW),
        ]
        answers = together(lambda n, works=works: works[n](), 2)

        assert sum(isinstance(answer, AlreadyDecided) for answer in answers) == 1
        assert (fresh(submission).state == "approved") == (balance_of(resident) == 5)
    assert verify().differences == []


def test_the_clock_of_a_decision_is_now_when_nobody_says():
    draw(0)
    before = clock.now()
    word = decide(reviewer=make_reviewer(), submission_id=handed_in().pk, verdict="reject", reason="旧")
    assert before <= word.at <= clock.now()
