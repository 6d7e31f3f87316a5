"""On-site visits: by inspectors who are not too near, in their days, fixed when handed in."""

import io
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts.services.organisations import add_member as join_organisation
from campaigns.contests.models import EntryFile, Finding, JudgingEvent, Visit
from campaigns.contests.refusals.contests import WrongPhase
from campaigns.contests.refusals.entries import NoSuchEntry, TooManyFiles
from campaigns.contests.refusals.judging import BadMarks, Incomplete, VisitTaken
from campaigns.contests.services import visits
from campaigns.contests.services.visits import FindingIn, VisitIn, add_photo, save_visit, submit_visit
from campaigns.contests.storage import ContestStorage
from tests.carbon_points.ledger_world import NOW, make_resident
from tests.contests.judging_world import JUDGES, SCREENS, VISITS, judged_contest, stop_clock
from tests.contests.world import make_member

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
SEEN = VisitIn(
    on=TODAY,
    place="校门口和食堂",
    latitude=Decimal("26.422345"),
    longitude=Decimal("112.859999"),
    words="总体属实",
    findings={"1.1": FindingIn("met"), "1.2": FindingIn("partly", "只见到一半的灯换了")},
)


def picture(colour=(10, 200, 30)) -> bytes:
    """A small JPEG with a place in its EXIF."""
    exif = Image.Exif()
    exif[0x010F] = "SECRETPHONE"
    out = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "JPEG", exif=exif)
    return out.getvalue()


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    stop_clock(monkeypatch)


@pytest.fixture
def world():
    """A contest in its visits, an inspector, an entry."""
    contest, jurors = judged_contest(day=VISITS)
    return contest, make_member(contest, "inspector"), contest.entries.first(), jurors


def test_a_visit_is_kept_roughly_handed_in_and_stays(world):
    _, inspector, entry, _ = world
    for _ in range(2):
        save_visit(user=inspector.user, entry_id=entry.pk, seen=SEEN)
    visit = Visit.objects.get()
    assert (visit.latitude, visit.longitude) == (Decimal("26.422"), Decimal("112.860"))

    for _ in range(2):
        submit_visit(user=inspector.user, entry_id=entry.pk)

    visit.refresh_from_db()
    assert visit.submitted_at == NOW
    found = dict(Finding.objects.values_list("criterion__key", "verdict"))
    assert found == {"1.1": "met", "1.2": "partly"}
    assert JudgingEvent.objects.filter(what="visited").count() == 1
    with pytest.raises(VisitTaken):
        save_visit(user=inspector.user, entry_id=entry.pk, seen=VisitIn(on=TODAY, place="别处"))
    with pytest.raises(VisitTaken):
        add_photo(user=inspector.user, entry_id=entry.pk, data=picture())
    assert Visit.objects.get().place == "校门口和食堂"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"on": TODAY + timedelta(days=1)}, "不能晚于今天"),
        ({"on": TODAY - timedelta(days=30)}, "现场核查阶段里"),
        ({"findings": {"1.1": FindingIn("not_met")}}, "请写明看到了什么"),
        ({"findings": {"1": FindingIn("met")}}, "和标准不一致"),
        ({"findings": {"1.1": FindingIn("maybe")}}, "和标准不一致"),
        ({"latitude": Decimal(91)}, "位置读不出来"),
        ({"longitude": None}, "位置读不出来"),
        ({"place": "字" * 121}, "最多120字"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(world, change, words):
    _, inspector, entry, _ = world
    fields = {name: getattr(SEEN, name) for name in VisitIn.__dataclass_fields__}

    with pytest.raises(BadMarks, match=words):
        save_visit(user=inspector.user, entry_id=entry.pk, seen=VisitIn(**(fields | change)))

    assert Visit.objects.count() == 0


def test_what_is_missing_is_named_before_it_is_handed_in(world):
    _, inspector, entry, _ = world
    save_visit(user=inspector.user, entry_id=entry.pk, seen=VisitIn(place="校门口"))

    with pytest.raises(Incomplete, match="核查日期、至少一条核查结论"):
        submit_visit(user=inspector.user, entry_id=entry.pk)
    assert Visit.objects.get().submitted_at is None


def test_nobody_else_visits_and_one_place_has_one_inspector(world):
    contest, inspector, entry, jurors = world
    second, near = make_member(contest, "inspector"), make_member(contest, "inspector")
    join_organisation(organisation=entry.organisation, user=near.user, role="helper")
    elsewhere = make_member(judged_contest(day=VISITS)[0], "inspector")
    chair = make_member(contest, "chair")
    for user in (near.user, elsewhere.user, chair.user, jurors[0].user, entry.applicant, make_resident()):
        with pytest.raises(NoSuchEntry):
            save_visit(user=user, entry_id=entry.pk, seen=SEEN)
    assert Visit.objects.count() == 0

    save_visit(user=inspector.user, entry_id=entry.pk, seen=SEEN)
    with pytest.raises(VisitTaken):
        save_visit(user=second.user, entry_id=entry.pk, seen=SEEN)
    assert Visit.objects.get().inspector == inspector


@pytest.mark.parametrize("days", [SCREENS - VISITS, JUDGES - VISITS])
def test_too_early_and_too_late_change_nothing(world, monkeypatch, days):
    _, inspector, entry, _ = world
    stop_clock(monkeypatch, days=days)

    for act in (
        lambda: save_visit(user=inspector.user, entry_id=entry.pk, seen=SEEN),
        lambda: submit_visit(user=inspector.user, entry_id=entry.pk),
        lambda: add_photo(user=inspector.user, entry_id=entry.pk, data=picture()),
    ):
        with pytest.raises(WrongPhase):
            act()

    assert Visit.objects.count() == EntryFile.objects.count() == 0


def test_pictures_are_re_encoded_kept_once_and_not_more_than_nine(world, monkeypatch):
    _, inspector, entry, _ = world
    monkeypatch.setattr(visits, "PHOTOS", 2)
    rows = [add_photo(user=inspector.user, entry_id=entry.pk, data=picture()) for _ in range(2)]
    assert rows[0] == rows[1]
    root = ContestStorage()
    assert b"SECRETPHONE" in picture()
    assert b"SECRETPHONE" not in Path(root.path(rows[0].file.name)).read_bytes()
    add_photo(user=inspector.user, entry_id=entry.pk, data=picture((1, 2, 3)))

    with pytest.raises(TooManyFiles):
        add_photo(user=inspector.user, entry_id=entry.pk, data=picture((200, 2, 3)))

    assert EntryFile.objects.filter(purpose="visit").count() == 2
    assert len(list(Path(root.location).rglob("*.jpg"))) == 2
    visits.remove_photo(user=inspector.user, entry_id=entry.pk, file_id=rows[0].pk)
    visits.remove_photo(user=inspector.user, entry_id=entry.pk, file_id=rows[0].pk)
    assert not root.exists(rows[0].file.name)


def test_the_form_of_an_inspector_and_what_jurors_see_of_it(world):
    _, inspector, entry, jurors = world
    client = Client()
    client.force_login(inspector.user)
    page = reverse("contests:jury-visit", args=[entry.pk])
    assert entry.name in client.get(reverse("contests:jury-visits")).content.decode()
    shown = client.get(page)
    assert entry.name in shown.content.decode()
    assert shown.headers["Permissions-Policy"].startswith("geolocation=(self)")
    assert "geolocation=()" in client.get(reverse("contests:jury")).headers["Permissions-Policy"]
    photo = SimpleUploadedFile("a.jpg", picture(), "image/jpeg")
    client.post(f"{page}photos/", {"photo": photo})
    sent = {"on": str(TODAY), "place": "食堂", "f-1.1": "not_met", "w-1.1": "没有见到记录", "words": "看过了"}

    refused = client.post(page, sent | {"w-1.1": "", "go": "submit"})
    assert (refused.status_code, Finding.objects.count()) == (422, 0)
    for kept in ('value="食堂"', f'value="{TODAY}"', "看过了"):
        assert kept in refused.content.decode()
    assert client.post(page, sent, HTTP_ACCEPT="application/json").json() == {"saved": True}
    juror = Client()
    juror.force_login(jurors[0].user)
    sheet = reverse("contests:jury-sheet", args=[jurors[0].assignments.get(entry=entry).pk])
    assert "没有见到记录" not in juror.get(sheet).content.decode()
    client.post(page, sent | {"go": "submit"})

    assert Visit.objects.get().submitted_at == NOW
    text = juror.get(sheet).content.decode()
    assert "不属实" in text
    assert "没有见到记录" in text
    assert "现场1" in text
    assert entry.name not in text
    # Jurors find no visit.
    assert juror.get(page).status_code == 404
    assert entry.name not in juror.get(reverse("contests:jury-visits")).content.decode()
