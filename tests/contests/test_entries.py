"""Beginning, saving, handing in, taking back: who, when, once."""

from typing import Any

import pytest
import time_machine

from accounts.models import Consent
from accounts.services.households import create_household
from accounts.services.organisations import add_member, end_membership
from campaigns.contests.models import Answer, Entry, EntryEvent
from campaigns.contests.refusals.contests import NoSuchContest, WrongPhase
from campaigns.contests.refusals.entries import (
    AlreadyApplied,
    AnswerRefused,
    EntryClosed,
    Incomplete,
    MayNotApply,
    NoSuchEntry,
    StaleSave,
)
from campaigns.contests.selectors.entries import entry_of, my_entries, returned_because
from campaigns.contests.selectors.entry_forms import form_of
from campaigns.contests.services.answers import save_answers, values_of
from campaigns.contests.services.entries import begin_entry
from campaigns.contests.services.files import add_file
from campaigns.contests.services.handing_in import submit_entry, withdraw_entry
from carbon_points.refusals import KeyReused
from core.refusals import Refused
from tests.carbon_points.ledger_world import NOW, make_resident
from tests.contests.entry_world import ANSWERS, begun, filled, jpeg, strangers
from tests.contests.world import make_contest, make_school

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nine_in_the_morning():
    with time_machine.travel(NOW, tick=False):
        yield


def state() -> list[Any]:
    """Everything that applying writes."""
    return [
        list(Entry.objects.order_by("pk").values()),
        list(Answer.objects.order_by("pk").values()),
        EntryEvent.objects.count(),
        Consent.objects.count(),
    ]


def refused(error: type[Refused], work: Any, words: str = "") -> None:
    """It is refused, and nothing has changed."""
    before = state()
    with pytest.raises(error, match=words or None):
        work()
    assert state() == before


# --- Beginning ---------------------------------------------------------------------------------------------


def test_a_school_begins_once_and_the_same_key_gives_it_back():
    contest = make_contest()
    school, head = make_school()

    first = begin_entry(contest_id=contest.pk, by=head, request_key="k", organisation_id=school.pk)
    again = begin_entry(contest_id=contest.pk, by=head, request_key="k", organisation_id=school.pk)

    assert first == again
    assert (first.number, first.label, first.name, first.slot) == (1, "001", school.name, f"org:{school.pk}")
    assert [event.what for event in first.events.all()] == ["begun"]
    consent = Consent.objects.get(user=head)
    assert (consent.purpose, consent.document) == ("contest", "contest")
    assert consent.detail == f"contest:{contest.pk}/市生态环境局"
    other = make_school()[0]
    add_member(organisation=other, user=head, role="staff")
    refused(
        KeyReused,
        lambda: begin_entry(contest_id=contest.pk, by=head, request_key="k", organisation_id=other.pk),
    )


def test_numbers_go_up_and_a_second_application_of_a_school_is_refused():
    contest = make_contest()
    first, head = begun(contest)
    second, _ = begun(contest)
    assert (first.number, second.number) == (1, 2)
    school = first.organisation
    colleague = make_resident()
    add_member(organisation=school, user=colleague, role="staff")
    for by in (head, colleague):
        refused(
            AlreadyApplied,
            lambda by=by: begin_entry(
                contest_id=contest.pk, by=by, request_key="other", organisation_id=school.pk
            ),
            "已经有一份申报",
        )


@pytest.mark.parametrize(
    ("kind", "is_verified", "role", "words"),
    [
        ("school", False, "head", "还没有核实"),
        ("shop", True, "head", "只有学校的负责人或工作人员"),
        ("school", True, "helper", "只有学校的负责人或工作人员"),
    ],
)
def test_wrong_organisations_and_roles_do_not_apply(kind, is_verified, role, words):
    contest = make_contest()
    school, _ = make_school(kind, is_verified=is_verified)
    person = make_resident()
    add_member(organisation=school, user=person, role=role)
    refused(
        MayNotApply,
        lambda: begin_entry(contest_id=contest.pk, by=person, request_key="k", organisation_id=school.pk),
        words,
    )
    refused(MayNotApply, lambda: begin_entry(contest_id=contest.pk, by=person, request_key="k"), "由学校申报")


@pytest.mark.parametrize(("day", "words"), [(-1, "未开始"), (10, "材料"), (20, "初审"), (60, "公布")])
def test_outside_of_enrolment_nobody_begins(day, words):
    contest, (school, head) = make_contest(day=day), make_school()
    refused(
        WrongPhase,
        lambda: begin_entry(contest_id=contest.pk, by=head, request_key="k", organisation_id=school.pk),
        words,
    )


def test_a_contest_that_was_called_off_or_taken_down_takes_nobody():
    school, head = make_school()
    cancelled, gone = make_contest(state="cancelled"), make_contest(state="withdrawn")
    begin = {"by": head, "request_key": "k", "organisation_id": school.pk}
    refused(WrongPhase, lambda: begin_entry(contest_id=cancelled.pk, **begin), "已取消")
    refused(NoSuchContest, lambda: begin_entry(contest_id=gone.pk, **begin))


def test_a_family_applies_once_under_its_name():
    contest, mother, father = make_contest("family"), make_resident(), make_resident()
    household = create_household(user=mother, name="小林家", channel="web")
    household.members.create(user=father, role="member", joined_at=NOW)

    entry = begin_entry(contest_id=contest.pk, by=mother, request_key="k")

    assert (entry.name, entry.organisation, entry.slot) == ("小林家", None, f"user:{mother.pk}")
    refused(
        AlreadyApplied, lambda: begin_entry(contest_id=contest.pk, by=father, request_key="k"), "家里已经有人"
    )
    chosen = begin_entry(contest_id=contest.pk, by=make_resident(), request_key="k", name=" 竹 林家 ")
    assert chosen.name == "竹 林家"


def test_somebody_who_is_kept_does_not_apply():
    contest = make_contest("family")
    child = make_resident(nickname="小小", age_band="under14", kept_by=make_resident())
    refused(MayNotApply, lambda: begin_entry(contest_id=contest.pk, by=child, request_key="k"), "本人的账号")


def test_works_of_pupils_come_from_a_school_and_there_may_be_many():
    contest = make_contest("works", for_pupils=True)
    school, teacher = make_school()
    begin = {"contest_id": contest.pk, "by": teacher, "organisation_id": school.pk}
    one, two = begin_entry(**begin, request_key="a"), begin_entry(**begin, request_key="b")
    assert one.slot != two.slot
    assert one.name == ""
    refused(
        MayNotApply,
        lambda: begin_entry(contest_id=contest.pk, by=make_resident(), request_key="k"),
        "由学校申报",
    )
    grown_up = make_contest("works")
    assert begin_entry(contest_id=grown_up.pk, by=make_resident(), request_key="k").organisation is None


# --- Saving ------------------------------------------------------------------------------------------------


def test_saving_writes_what_is_given_and_leaves_the_rest():
    entry, head = begun()
    given = {"score-1.1": "7.5", "words-1.1": " 好\r\n"}
    one = save_answers(entry_id=entry.pk, by=head, revision=0, values=given)
    two = save_answers(entry_id=entry.pk, by=head, revision=1, values={"score-1.2": "3"})
    assert (one.revision, two.revision) == (1, 2)
    values = values_of(two)
    assert (values["score-1.1"], values["words-1.1"], values["score-1.2"]) == ("7.5", "好", "3")
    # Fields that the form does not have are nothing.
    same = save_answers(entry_id=entry.pk, by=head, revision=2, values={"state": "accepted", "score-9": "1"})
    assert (same.revision, same.state) == (2, "draft")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"score-1.1": "60.1"}, "0到60"),
        ({"score-1.1": "-1"}, "0到60"),
        ({"score-1.1": "1e1"}, "0到60"),
        ({"score-1.1": "NaN"}, "0到60"),
        ({"score-1.1": "1.25"}, "一位小数"),
        ({"words-1.1": "字" * 1001, "score-1.2": "1"}, "最多1000个字"),
    ],
)
def test_impossible_values_are_refused_whole(values, words):
    entry, head = begun()
    refused(
        AnswerRefused,
        lambda: save_answers(entry_id=entry.pk, by=head, revision=0, values=values),
        words,
    )


def test_a_stale_save_is_refused_and_told_what_changed_but_a_repeated_one_is_fine():
    entry, head = begun()
    colleague = make_resident()
    add_member(organisation=entry.organisation, user=colleague, role="staff")
    save_answers(entry_id=entry.pk, by=head, revision=0, values={"score-1.1": "50", "score-1.2": "9"})

    before = state()
    with pytest.raises(StaleSave) as told:
        save_answers(
            entry_id=entry.pk, by=colleague, revision=0, values={"score-1.1": "40", "score-1.2": "9"}
        )
    assert state() == before
    assert (told.value.revision, told.value.changed) == (1, ["score-1.1"])
    assert told.value.current["score-1.1"] == "50"
    # Its answer was lost on the way and it comes again.
    again = save_answers(entry_id=entry.pk, by=head, revision=0, values={"score-1.1": "50"})
    assert again.revision == 1


def test_strangers_neither_see_nor_change_nor_hand_in_nor_take_back():
    entry, _ = filled()
    for person in strangers(entry):
        refused(NoSuchEntry, lambda person=person: entry_of(person, entry.pk))
        refused(
            NoSuchEntry,
            lambda person=person: save_answers(
                entry_id=entry.pk, by=person, revision=1, values={"score-1.1": "1"}
            ),
        )
        refused(NoSuchEntry, lambda person=person: submit_entry(entry_id=entry.pk, by=person))
        refused(NoSuchEntry, lambda person=person: withdraw_entry(entry_id=entry.pk, by=person))
        assert list(my_entries(person)) == []


def test_whoever_left_the_school_sees_no_more_of_it():
    entry, head = begun()
    end_membership(organisation=entry.organisation, user=head)
    refused(NoSuchEntry, lambda: entry_of(head, entry.pk))


# --- Handing in --------------------------------------------------------------------------------------------


def test_what_is_missing_is_listed_with_its_place():
    entry, head = begun()
    before = state()
    with pytest.raises(Incomplete) as told:
        submit_entry(entry_id=entry.pk, by=head)
    assert state() == before
    assert [(one.anchor, one.words.partition("：")[2]) for one in told.value.missing] == [
        ("c-1.1", "自评分没有填"),
        ("c-1.1", "缺材料"),
        ("c-1.2", "自评分没有填"),
        ("c-2.1", "自评分没有填"),
        ("c-3", "请确认“不涉及”"),
    ]


def test_handing_in_happens_once_and_then_the_form_is_closed():
    entry, head = filled()
    first = submit_entry(entry_id=entry.pk, by=head)
    again = submit_entry(entry_id=entry.pk, by=head)
    assert (first.state, again.revision, first.submitted_at) == ("submitted", first.revision, NOW)
    assert [event.what for event in first.events.all()] == ["begun", "submitted"]
    refused(
        EntryClosed,
        lambda: save_answers(entry_id=entry.pk, by=head, revision=first.revision, values={"score-1.1": "1"}),
        "已提交",
    )
    refused(
        EntryClosed,
        lambda: add_file(entry_id=entry.pk, by=head, data=jpeg(), name="a.jpg", criterion_key="1.2"),
    )


def give_back(entry: Entry, words: str) -> None:
    """As the desk does."""
    Entry.objects.filter(pk=entry.pk).update(state="returned")
    EntryEvent.objects.create(entry=entry, what="returned", words=words, at=NOW)


def test_what_came_back_is_mended_and_handed_in_again_until_the_last_day():
    contest = make_contest()
    entry, head = filled(contest)
    submit_entry(entry_id=entry.pk, by=head)
    give_back(entry, "用电记录看不清")
    entry = entry_of(head, entry.pk)
    assert returned_because(entry) == "用电记录看不清"

    with time_machine.travel(NOW.replace(day=30), tick=False):
        saved = save_answers(
            entry_id=entry.pk, by=head, revision=entry.revision, values={"words-1.1": "重新拍过"}
        )
        assert submit_entry(entry_id=entry.pk, by=head).state == "submitted"
    assert saved.state == "returned"
    give_back(entry, "还是看不清")
    assert contest.materials_until.isoformat() == "2026-12-12"
    with time_machine.travel(NOW.replace(month=12, day=13), tick=False):
        refused(WrongPhase, lambda: submit_entry(entry_id=entry.pk, by=head), "初审")


def test_taking_back_frees_the_place_until_screening_is_over():
    contest = make_contest()
    entry, head = filled(contest)
    submit_entry(entry_id=entry.pk, by=head)
    assert withdraw_entry(entry_id=entry.pk, by=head).state == "withdrawn"
    assert withdraw_entry(entry_id=entry.pk, by=head).events.count() == 3
    second = begin_entry(
        contest_id=contest.pk, by=head, request_key="again", organisation_id=entry.organisation_id
    )
    assert second.number == 2
    with time_machine.travel(NOW.replace(year=2027, month=1, day=2), tick=False):
        refused(WrongPhase, lambda: withdraw_entry(entry_id=second.pk, by=head), "评审")
    Entry.objects.filter(pk=second.pk).update(state="refused", submitted_at=NOW)
    refused(EntryClosed, lambda: withdraw_entry(entry_id=second.pk, by=head))


def test_a_work_needs_alias_title_something_to_look_at_and_the_guardians():
    contest = make_contest("works", for_pupils=True)
    entry, teacher = begun(contest)
    with pytest.raises(Incomplete) as told:
        submit_entry(entry_id=entry.pk, by=teacher)
    assert [one.anchor for one in told.value.missing] == ["name", "title", "files", "guardian_consent"]
    for wrong in (
        "http://v.cn/a",
        "javascript:alert(1)",
        "https://",
        "https://u:p@v.cn/",
        "https://v.cn/a b",
    ):
        refused(
            AnswerRefused,
            lambda wrong=wrong: save_answers(
                entry_id=entry.pk, by=teacher, revision=0, values={"video_url": wrong}
            ),
        )
    refused(
        AnswerRefused,
        lambda: save_answers(entry_id=entry.pk, by=teacher, revision=0, values={"name": "竹" * 21}),
        "最多20个字",
    )
    values = {"name": "小竹子", "title": "一张纸的旅行", "video_url": "https://v.example.cn/a"}
    save_answers(entry_id=entry.pk, by=teacher, revision=0, values=values)
    refused(Incomplete, lambda: submit_entry(entry_id=entry.pk, by=teacher), "监护人")
    save_answers(entry_id=entry.pk, by=teacher, revision=1, values={"guardian_consent": "on"})
    assert submit_entry(entry_id=entry.pk, by=teacher).state == "submitted"


def test_a_blind_form_names_nobody():
    entry, head = filled()
    save_answers(entry_id=entry.pk, by=head, revision=entry.revision, values={"words-1.1": "每月抄表"})
    form = form_of(entry_of(head, entry.pk), blind=True)
    assert (form.label, form.name, form.school) == ("001", "", "")
    assert [file.name for file in form.line("1.1").files] == ["材料1"]
    assert form.line("1.1").words == "每月抄表"
    assert entry.organisation.name not in repr(form)
    assert (form.sum, form.most, form.answered) == ("85.5", "100", 4)
    assert [section.title for section in form.sections] == ["节能节水", "宣传教育", "一票否决项"]


def test_the_form_costs_the_same_queries_whatever_is_in_it(django_assert_num_queries):
    entry, head = begun()
    entry = entry_of(head, entry.pk)
    with django_assert_num_queries(3):
        form_of(entry, viewer=head)
    save_answers(entry_id=entry.pk, by=head, revision=0, values=ANSWERS)
    for one in range(3):
        add_file(entry_id=entry.pk, by=head, data=jpeg(one), name="a.jpg", criterion_key="1.1")
    with django_assert_num_queries(3):
        form_of(entry, viewer=head)
