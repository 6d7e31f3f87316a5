"""The column of contests and a contest's page, from draft to withdrawn."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import User
from campaigns.contests.models import Contest
from campaigns.contests.selectors.doing_now import doing_now
from campaigns.contests.services.publishing import cancel
from carbon_points.models import Action
from content.checks.contest_form import ContestPageForm
from content.models import ContestIndexPage, ContestPage, CreationIndexPage, CreationPage
from content.services.home import ensure_home_page
from core import clock
from messaging.models import Message
from tests.carbon_points.ledger_world import NOW
from tests.content.reviewing import decide, save, staffed, submit
from tests.contests.page_world import draft, make_column, make_entry, publish
from tests.contests.world import make_school, make_standard

pytestmark = pytest.mark.django_db
LIST, PAGE = 11, 14
# Nothing to press: the page is drawn without another subject's address.
SOON, JUDGED = -5, 25


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", NOW.date)


@pytest.fixture
def column(db: None) -> ContestIndexPage:
    """The column, below the front page."""
    return make_column()


def titles(client: Client, query: str = "") -> list[str]:
    """What the list shows."""
    return [row.contest.title for row in client.get(f"/contests/{query}").context["rows"]]


def faults(page: ContestPage) -> dict[str, list[str]]:
    """What clean() says."""
    try:
        page.clean()
    except ValidationError as caught:
        return dict(caught.message_dict)
    return {}


def test_a_draft_is_no_contest_and_a_public_page_is_one(column, client):
    page = draft(column, day=SOON)
    assert Contest.objects.count() == 0
    assert titles(client) == []

    publish(page)

    contest = Contest.objects.get()
    assert (contest.key, contest.page_id, contest.url) == (
        page.contest_key,
        page.pk,
        "/contests/schools/",
    )
    assert (contest.organiser_name, contest.standard_id) == ("市教育局", page.standard_id)
    assert list(contest.levels.values_list("name", flat=True)) == ["示范", "达标"]
    assert titles(client) == ["绿色学校评选"]


def test_three_people_make_it_public(client):
    room = staffed()
    page = draft(make_column(), day=SOON, summary="一句话。", owner=room.editor)
    page.save_revision(user=room.editor)
    assert submit(page, room.editor).status_code == 302
    for reviewer in room.reviewers[:2]:
        decide(page, reviewer)
    assert Contest.objects.count() == 0

    decide(page, room.reviewers[2])

    contest = Contest.objects.get()
    assert (contest.page_id, contest.levels.count()) == (page.pk, 2)


def test_an_editor_is_told_the_wrong_day_when_handing_in(client):
    room = staffed()
    page = draft(make_column(), day=SOON, summary="一句话。", owner=room.editor)
    page.save_revision(user=room.editor)

    answer = save(page, room.editor, {"action-submit": "1", "screening_until": "2026-11-01"})

    assert answer.status_code == 200
    assert "初审截止（2026年11月1日）不能早于或等于材料截止" in answer.content.decode()
    assert page.current_workflow_state is None


def test_the_page_says_rules_days_judging_and_standard(column, client):
    standard = make_standard("school", title="绿色学校标准")
    publish(draft(column, day=JUDGED, standard=standard, contact="李老师"))

    html = client.get("/contests/schools/").content.decode()

    places = [
        html.index(words)
        for words in ("每所学校申报一次。", 'id="days"', 'id="now"', 'id="judged"', 'id="standard"')
    ]
    assert places == sorted(places)
    assert html.count('aria-current="step"') == 1
    for words in (
        "到2026年11月27日",
        "正在审核和评审，2026年12月17日以后公示结果。",
        "零收费、自愿参加，不作为学生升学、评优的依据。",
        "每件申报随机抽3位评委",
        "几位评委的分数直接平均",
        "绿色学校标准（第1版，草案）",
        "节能节水",
        "最多 2 个",
        "材料不公开",
        "李老师",
        "?topic=complaint&amp;about=/contests/schools/",
    ):
        assert words in html, words


def test_what_is_proposed_is_seen_in_the_preview(column):
    page = draft(column, day=0)

    html = page.make_preview_request().rendered_content

    assert Contest.objects.count() == 0
    assert "每一步到哪天" in html
    assert "75 分以上" in html
    assert "/apply/" not in html


def test_what_is_changed_in_a_draft_waits_for_the_next_approval(column):
    page = publish(draft(column))
    page.title = "另一个名字"
    page.save_revision()

    assert Contest.objects.get().title == "绿色学校评选"


def test_a_copied_page_becomes_a_contest_of_its_own(column):
    page = publish(draft(column))
    copied = page.copy(update_attrs={"slug": "again", "title": "明年再评"}, keep_live=False)

    copied.save_revision().publish()

    assert Contest.objects.count() == 2
    assert copied.contest_key != page.contest_key
    assert Contest.objects.get(page=copied).levels.count() == 2


def test_unpublishing_and_deleting_withdraw_and_keep_what_was_handed_in(column, client):
    page = publish(draft(column))
    entry = make_entry(Contest.objects.get(), state="submitted")

    page.unpublish()
    assert Contest.objects.get().state == "withdrawn"
    assert titles(client) == []

    page.delete()

    entry.refresh_from_db()
    assert (Contest.objects.get().page, entry.state) == (None, "submitted")


def test_another_address_reaches_the_contest(column):
    page = publish(draft(column))
    page.slug = "green-schools"

    publish(page)

    assert Contest.objects.get().url == "/contests/green-schools/"


def test_moved_days_are_told_when_they_are_public_and_once(column):
    page = publish(draft(column))
    entry = make_entry(Contest.objects.get())
    page.enrol_until += timedelta(days=2)
    page.save_revision()
    assert Message.objects.count() == 0

    publish(page)
    publish(page)

    assert [message.recipient_id for message in Message.objects.all()] == [entry.applicant_id]


def test_a_contest_keeps_its_kind_and_standard(column):
    page = publish(draft(column))
    first = page.standard
    other = make_standard("school")
    page.standard = other

    assert faults(page) == {"standard": [f"页面已经公开，标准不能再换，请改回“{first}”。"]}

    page.kind, page.standard = "shop", make_standard("shop")
    assert set(faults(page)) == {"kind", "standard"}
    assert Contest.objects.get().standard == first


def test_days_that_are_done_are_not_moved(column):
    page = publish(draft(column, day=35))
    Contest.objects.update(drawn_at=NOW)
    page.screening_until += timedelta(days=2)

    assert faults(page) == {"screening_until": ["这一步已经做完，初审截止不能再改，请改回2026年11月17日。"]}

    page.screening_until -= timedelta(days=2)
    page.judging_until += timedelta(days=2)
    assert faults(page) == {}


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"enrol_until": NOW.date() - timedelta(days=9)}, "enrol_until", "不能早于报名第一天"),
        ({"visits_until": NOW.date()}, "visits_until", "现场核查截止（2026年11月23日）不能早于"),
        ({"recheck_from": None, "recheck_until": None}, "recheck_from", "称号每年都要复核"),
        ({"for_pupils": True}, "for_pupils", "只用于作品征集"),
        ({"slug": "standards"}, "slug", "请换一个，如 green-school-2026。"),
        ({"slug": "2026"}, "slug", "请换一个，如 green-school-2026。"),
        ({"kind": "works"}, "recheck_from", "作品征集没有称号要复核"),
        ({"standard_kind": "shop"}, "standard", "这份标准是“绿色商超”的，请选“绿色学校”的标准。"),
    ],
)
def test_what_cannot_be_is_named(column, values, field, words):
    values = dict(values)
    standard = make_standard(values.pop("standard_kind", values.get("kind", "school")))
    page = draft(column)
    page.standard = standard
    for name, value in values.items():
        setattr(page, name, value)

    found = faults(page)

    assert list(found) == [field]
    assert words in found[field][0]


def test_works_of_pupils_are_not_liked_and_schools_are_not_scanned(column):
    action = Action(code="TEST", name="光盘", category="food")
    action.pk = 1
    page = draft(column, kind="works", recheck_from=None, recheck_until=None, for_pupils=True)
    assert faults(page) == {}
    page.shows_likes = True
    page.scan_action = action

    assert faults(page) == {
        "shows_likes": ["未成年人作品不展示点赞，请取消勾选。"],
        "scan_action": ["只有商超和餐馆有扫码，请不要选。"],
    }


def test_a_new_page_proposes_days_and_offers_standards_by_kind(column):
    make_standard("shop", title="商超标准")
    school = make_standard("school", title="学校标准")

    form = ContestPage.get_edit_handler().get_form_class()(instance=ContestPage(), for_user=User())

    assert issubclass(type(form), ContestPageForm)
    assert form.initial["enrol_from"] == NOW.date() + timedelta(days=14)
    assert form.initial["year"] == 2026
    groups = dict(list(form.fields["standard"].choices)[1:])
    assert list(groups) == ["绿色学校", "绿色商超"]
    page = publish(draft(column, standard=school))
    form = ContestPage.get_edit_handler().get_form_class()(instance=page, for_user=User())
    assert list(form.fields["standard"].choices)[1:] == [("绿色学校", [(school.pk, str(school))])]


def test_the_list_puts_what_can_be_entered_first(column, client):
    for slug, day in (("over", 60), ("soon", SOON), ("late", 2), ("judged", JUDGED), ("near", 8)):
        publish(draft(column, slug, day=day, title=slug, year=2025 if slug == "over" else 2026))
    publish(
        draft(
            column,
            "works",
            day=52,
            title="works",
            kind="works",
            recheck_from=None,
            recheck_until=None,
        )
    )

    assert titles(client) == ["near", "late", "soon", "works", "judged", "over"]
    assert titles(client, "?phase=enrol") == ["near", "late"]
    assert titles(client, "?phase=judging") == ["judged"]
    assert titles(client, "?phase=notice") == ["works"]
    assert titles(client, "?phase=done") == ["over"]
    assert titles(client, "?kind=works") == ["works"]
    assert titles(client, "?year=2025") == ["over"]
    assert len(titles(client, "?kind=nothing&phase=never&year=x")) == 6
    context = client.get("/contests/?kind=works").context
    assert [chip["label"] for chip in context["chips"]] == [
        *("全部", "正在报名", "审核评审中", "公示中", "已公布", "绿色学校", "作品征集")
    ]
    assert [chip["label"] for chip in context["chips"] if chip["current"]] == ["作品征集"]
    assert 'href="?year=2025"' in client.get("/contests/").content.decode()


@pytest.mark.parametrize(
    ("day", "label", "when"),
    [
        (SOON, "还没开始", "2026年11月28日开始报名"),
        (0, "报名中", "2026年12月2日报名截止"),
        (12, "补材料", "2026年11月30日材料截止"),
        (JUDGED, "初审中", "2026年12月17日评审截止"),
        (52, "公示中", "2026年11月27日公示截止"),
        (60, "已公布", "2026年11月19日公示结束，结果已公布"),
        (380, "复核中", "2026年12月13日复核截止"),
        (410, "已结束", "2025年12月4日公示结束，结果已公布"),
    ],
)
def test_a_card_says_the_phase_and_the_next_day(column, client, day, label, when):
    publish(draft(column, day=day))

    (row,) = client.get("/contests/").context["rows"]

    assert (row.label, row.when) == (label, when)


def test_nothing_yet_says_where_to_go(column, client):
    html = client.get("/contests/").content.decode()

    assert "现在还没有评选" in html
    assert "筛选评选" not in html


@pytest.mark.parametrize(
    ("day", "label", "name"),
    [
        (SOON, "", ""),
        (0, "申报", "contests:apply"),
        (12, "继续填写", "contests:apply"),
        (JUDGED, "", ""),
        (42, "", ""),
        (52, "查看公示", "contests:notice"),
        (60, "查看结果", "contests:notice"),
        (380, "称号名册", "contests:titles"),
        (410, "称号名册", "contests:titles"),
    ],
)
def test_one_thing_to_do_in_each_phase(column, day, label, name):
    publish(draft(column, day=day))
    contest = Contest.objects.get()

    found = doing_now(contest)

    assert (found.label, found.url_name) == (label, name)
    assert found.args == ((contest.pk,) if name not in {"", "contests:titles"} else ())
    contest.state = "cancelled"
    assert doing_now(contest).label == ""


def test_works_hang_while_they_are_judged(column):
    publish(draft(column, day=42, kind="works", recheck_from=None, recheck_until=None))
    contest = Contest.objects.get()

    found = doing_now(contest)

    assert (found.label, found.url_name, found.args) == ("看作品", "contests:works", (contest.pk,))


def test_a_cancelled_contest_says_why(column, client):
    school, head = make_school()
    publish(draft(column, organisation=school))
    cancel(by=head, contest_id=Contest.objects.get().pk, reason="今年经费没有落实。")

    html = client.get("/contests/schools/").content.decode()

    assert "今年经费没有落实。" in html
    assert "不再接受申报" in html
    assert client.get("/contests/").context["rows"][0].label == "已取消"


def test_a_school_of_its_own_is_the_organiser_and_promises(column, client):
    school, _ = make_school()
    values: dict[str, Any] = {"kind": "works", "recheck_from": None, "recheck_until": None}
    publish(draft(column, day=JUDGED, organisation=school, for_pupils=True, **values))

    html = client.get("/contests/schools/").content.decode()

    assert Contest.objects.get().organiser_name == school.name
    assert "零收费、自愿参加" in html
    assert "不给学生个人排名" in html


def test_a_creation_shows_what_can_be_entered_of_its_kind(column, client):
    creation = CreationIndexPage(title="绿色创建", slug="creation")
    ensure_home_page().add_child(instance=creation)
    creation.add_child(instance=CreationPage(title="绿色学校", slug="school", who="学校", kind="school"))
    creation.add_child(instance=CreationPage(title="绿色商超", slug="shop", who="商场", kind="shop"))
    publish(draft(column, "enrols", title="正在报名的评选"))
    publish(draft(column, "judged", day=JUDGED, title="正在评审的评选"))

    html = client.get("/creation/school/").content.decode()

    assert "正在报名的评选" in html
    assert "正在评审的评选" not in html
    assert "正在报名的评选" not in client.get("/creation/shop/").content.decode()
    assert 'href="/contests/"' in client.get("/creation/").content.decode()


def test_list_and_page_ask_the_same_number_of_questions(column, client, django_assert_num_queries):
    publish(draft(column, day=JUDGED))
    client.get("/contests/")
    client.get("/contests/schools/")
    with django_assert_num_queries(LIST):
        client.get("/contests/")
    with django_assert_num_queries(PAGE):
        client.get("/contests/schools/")

    for number in range(4):
        publish(draft(column, f"more-{number}", day=JUDGED))
    with django_assert_num_queries(LIST):
        client.get("/contests/")
    with django_assert_num_queries(PAGE):
        client.get("/contests/schools/")
