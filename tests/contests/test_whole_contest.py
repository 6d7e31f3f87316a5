"""A whole contest over HTTP, from its rules to the certificate and next year's re-check, under a moved clock.

In every phase everybody first tries everything that is not theirs, or not yet, or no more: nothing changes.
"""

import json

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.sealing import unseal
from campaigns.contests.models import Contest, Entry, Objection, Recheck, Result, Standard, Title
from campaigns.contests.rules.phases import Phase
from campaigns.contests.selectors.calendar import phase_of
from campaigns.contests.services.standards import load_standards
from core import clock
from messaging.models import Message
from tests.contests.entry_world import jpeg
from tests.contests.page_world import draft, make_column, publish
from tests.contests.play import (
    Play,
    attach,
    cast,
    days_of,
    form_of,
    marks,
    results,
    tick,
    try_everything,
    visit_data,
)

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
# What each of the six is given, as a share of every line; the fifth reaches no level, the sixth is vetoed.
SHARES = ("0.96", "0.93", "0.8", "0.8", "0.6", "0.93")


def test_a_whole_contest_from_rules_to_the_next_years_re_check():
    load_standards(folder=settings.CITY.folder / "standards")
    standard = Standard.objects.filter(kind="school").latest("version")
    publish(draft(make_column(), standard=standard, day=0))
    contest = Contest.objects.get()
    play, days = cast(contest), days_of(contest)
    tried = 0

    for phase, act in ACTS.items():
        with play.on(days[phase]):
            assert phase_of(contest, clock.today()) == phase
            tick()
            contest.refresh_from_db()
            tried += try_everything(play, phase)
            act(play)

    # 10 phases, 13 kinds of people, 21 deeds, but for what somebody may do.
    assert tried > 2400


def before(play: Play) -> None:
    """The rules are there to read: for everybody, and before anything begins."""
    page = play.get("guest", play.contest.url)
    assert page.status_code == 200
    for said in ("报名", "公示", "示范"):
        assert said in page.content.decode()
    for role in ("juror1", "juror2", "juror3", "juror4", "chair", "inspector"):
        kind = role.rstrip("1234")
        seat = {"phone": unseal(play.people[role].phone_sealed), "role": kind}
        assert play.post("runner", f"/contests/{play.contest.pk}/desk/panel/", seat).status_code == 302


def enrol(play: Play) -> None:
    """Six schools begin; the first one's head fills the form in."""
    for number in range(1, 7):
        sent = {"whom": str(play.schools[number - 1].pk), "request_key": f"key-{number}"}
        for _ in range(2):
            answer = play.post(f"head{number}", f"/contests/{play.contest.pk}/apply/", sent)
            assert answer.status_code == 302, answer.content.decode()
    play.entries = list(Entry.objects.order_by("number"))
    assert [entry.organisation for entry in play.entries] == play.schools[:6]
    for number, entry in enumerate(play.entries, start=1):
        fill_in(play, f"head{number}", entry)
    hand_in(play, "head1", play.first)
    screen(play, play.first, "return")


def fill_in(play: Play, role: str, entry: Entry) -> None:
    """All answers, all evidence."""
    revision = Entry.objects.get(pk=entry.pk).revision
    answer = play.post(role, f"/contests/entries/{entry.pk}/save/", {"revision": revision} | form_of(entry))
    assert (answer.status_code, json.loads(answer.content)["faults"]) == (200, {})
    attach(play, role, entry)


def hand_in(play: Play, role: str, entry: Entry) -> None:
    """And it is handed in."""
    assert play.post(role, f"/contests/entries/{entry.pk}/submit/", {}).status_code == 302
    assert Entry.objects.get(pk=entry.pk).state == "submitted"


def screen(play: Play, entry: Entry, verdict: str) -> None:
    """Decide at the desk."""
    url = f"/contests/{play.contest.pk}/desk/entries/{entry.pk}/"
    revision = Entry.objects.get(pk=entry.pk).revision
    sent = {"verdict": verdict, "words": "请补上用电记录。", "revision": revision}
    assert play.post("runner", url, sent).status_code == 302


def materials(play: Play) -> None:
    """The first reads why it came back, and hands in again; so do the others."""
    assert "请补上用电记录。" in play.get("head1", f"/contests/entries/{play.first.pk}/").content.decode()
    for number, entry in enumerate(play.entries, start=1):
        hand_in(play, f"head{number}", entry)


def screening(play: Play) -> None:
    """Five are accepted by hand; the sixth nobody decides, and it passes by date."""
    for entry in play.entries[:5]:
        screen(play, entry, "accept")
    assert set(Entry.objects.values_list("state", flat=True)) == {"accepted", "submitted"}


def visits(play: Play) -> None:
    """The draw was made by the clock; the inspector looks at the first."""
    assert set(Entry.objects.values_list("state", flat=True)) == {"accepted"}
    assert all(len(play.sheets(entry)) == 3 for entry in play.entries)
    answer = play.post("inspector", f"/jury/visits/{play.first.pk}/", visit_data(play))
    assert answer.status_code == 302, answer.content.decode()


def judging(play: Play) -> None:
    """Blind: nobody is named. All judge all of theirs; one stands back, one sheet is opened again."""
    back = play.sheets(play.entries[1])[0]
    role = play.role_of(back.member.user)
    assert play.post(role, f"/jury/{back.pk}/recuse/", {"because": "家人在这所学校"}).status_code == 302
    assert back.member not in [sheet.member for sheet in play.sheets(play.entries[1])]
    for entry, share in zip(play.entries, SHARES, strict=True):
        for sheet in play.sheets(entry):
            judge(play, sheet, share, is_vetoed=entry == play.entries[5])
    page = play.get("chair", f"/jury/{play.contest.pk}/chair/")
    assert page.status_code == 200
    assert not any(school.name in page.content.decode() for school in play.schools)
    once_more(play)


def judge(play: Play, sheet: object, share: str, *, is_vetoed: bool) -> None:
    """Read it, mark it, lock it."""
    role, entry = play.role_of(sheet.member.user), sheet.entry  # type: ignore[attr-defined]
    page = play.get(role, f"/jury/{sheet.pk}/")  # type: ignore[attr-defined]
    assert page.status_code == 200
    assert not any(school.name in page.content.decode() for school in play.schools)
    veto = {}
    if is_vetoed:
        key = entry.contest.standard.criteria.filter(is_veto=True).first().key
        veto = {f"v-{key}": "yes", f"c-{key}": "有处罚决定书"}
    sent = {"revision": "0"} | marks(entry, share) | veto
    assert play.post(role, f"/jury/{sheet.pk}/save/", sent).status_code == 302  # type: ignore[attr-defined]
    answer = play.post(role, f"/jury/{sheet.pk}/lock/", {"revision": "1"})  # type: ignore[attr-defined]
    assert answer.status_code == 302, answer.content.decode()


def once_more(play: Play) -> None:
    """The chair opens a sheet, and its juror locks it again."""
    sheet = play.sheets(play.first)[0]
    opened = play.post("chair", f"/jury/{play.contest.pk}/chair/{sheet.pk}/reopen/", {"because": "漏看一页"})
    assert opened.status_code == 302
    role = play.role_of(sheet.member.user)
    revision = type(sheet).objects.get(pk=sheet.pk).revision
    assert play.post(role, f"/jury/{sheet.pk}/lock/", {"revision": str(revision)}).status_code == 302


def notice(play: Play) -> None:
    """What is proposed stands there for everybody; two object, one is right."""
    ranks = results(play)
    assert [level for _, level in ranks] == ["示范", "示范", "达标", "达标", "", ""]
    assert ranks[2][0] == ranks[3][0]
    assert Result.objects.get(entry=play.entries[5]).is_vetoed
    page = play.get("guest", f"/contests/{play.contest.pk}/notice/").content.decode()
    assert all(school.name in page for school in play.schools[:4])
    assert play.schools[4].name not in page
    for role, entry, words in (
        ("resident", play.entries[0], "没有用电记录"),
        ("head5", play.entries[1], "没有核查"),
    ):
        sent = {"entry": str(entry.pk), "words": words, "request_key": f"o-{entry.pk}"}
        assert play.post(role, f"/contests/{play.contest.pk}/objections/", sent).status_code == 302
    answer_objection(play, play.entries[1], "upheld", level="none", because="核查属实，材料不全。")
    page = play.get("guest", f"/contests/{play.contest.pk}/notice/").content.decode()
    assert "关于材料的异议" in page
    assert "没有核查" not in page
    assert Result.objects.get(entry=play.entries[1]).level is None


def answer_objection(play: Play, entry: Entry, outcome: str, **more: str) -> None:
    """At the desk, in public words."""
    row = Objection.objects.get(entry=entry)
    sent = {"outcome": outcome, "summary": "关于材料的异议", "answer": "已经核对原始材料。"} | more
    url = f"/contests/{play.contest.pk}/desk/objections/{row.pk}/"
    assert play.post("runner", url, sent).status_code == 302


def announced(play: Play) -> None:
    """Titles for the third and fourth; the first waits until its objection is answered."""
    assert {title.entry for title in Title.objects.all()} == set(play.entries[2:4])
    answer_objection(play, play.entries[0], "dismissed")
    tick()
    title = Title.objects.get(entry=play.first)
    assert (title.organisation, title.level, title.valid_until) == (
        play.schools[0],
        "示范",
        play.contest.recheck_until,
    )
    found = play.get("guest", f"/titles/{title.code}/").content.decode()
    assert play.schools[0].name in found
    assert "有效" in found
    for paper in ("certificate.png", "plaque.png"):
        assert play.get("head1", f"/contests/titles/{title.pk}/{paper}")["Content-Type"] == "image/png"
        assert play.get("head2", f"/contests/titles/{title.pk}/{paper}").status_code == 404
    assert play.schools[0].name in play.get("guest", "/titles/").content.decode()


def recheck(play: Play) -> None:
    """A year later: the first hands in and passes, the third fails, the fourth does nothing."""
    assert Recheck.objects.count() == 3
    for number, verdict in ((0, "pass"), (2, "fail")):
        title = Title.objects.get(entry=play.entries[number])
        sent = {"words": "这一年又省了一成电。"}
        photos = f"/contests/titles/{title.pk}/recheck/photos/"
        picture = SimpleUploadedFile("new.jpg", jpeg(number, (800, 600)), "image/jpeg")
        assert play.post(f"head{number + 1}", photos, {"photo": picture}).status_code == 302
        assert (
            play.post(f"head{number + 1}", f"/contests/titles/{title.pk}/recheck/", sent).status_code == 302
        )
        row = Recheck.objects.get(title=title)
        url = f"/contests/{play.contest.pk}/desk/rechecks/{row.pk}/"
        decision = {"verdict": verdict, "reason": "" if verdict == "pass" else "现场已经不符合标准。"}
        assert play.post("runner", url, decision).status_code == 302


def over(play: Play) -> None:
    """One holds on for a year, one was withdrawn, one ended by itself; everybody can ask."""
    passed, failed, lapsed = (Title.objects.get(entry=play.entries[number]) for number in (0, 2, 3))
    assert passed.valid_until == play.contest.recheck_until.replace(year=play.contest.recheck_until.year + 1)
    assert "已撤销" in play.get("guest", f"/titles/{failed.code}/").content.decode()
    assert "到期" in play.get("guest", f"/titles/{lapsed.code}/").content.decode()
    assert Recheck.objects.get(title=lapsed).state == "lapsed"
    assert "有效" in play.get("guest", f"/titles/{passed.code}/").content.decode()
    assert Message.objects.filter(recipient=play.people["head1"]).count() >= 5


ACTS = {
    Phase.BEFORE: before,
    Phase.ENROL: enrol,
    Phase.MATERIALS: materials,
    Phase.SCREENING: screening,
    Phase.VISITS: visits,
    Phase.JUDGING: judging,
    Phase.NOTICE: notice,
    Phase.ANNOUNCED: announced,
    Phase.RECHECK: recheck,
    Phase.OVER: over,
}
