"""Residents hand in photos and bills on plain pages, and follow them."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from carbon_points.models import Action, Appeal, Submission
from carbon_points.rules.bills import months_open
from carbon_points.services.review import decide
from carbon_points.services.submissions import submit_photo
from core import clock
from media.models import EvidencePhoto
from tests.carbon_points.review_world import make_inhabitant, make_photo, make_reviewer, make_towns
from tests.media.pictures import photo

PHOTO, BILL = "/log/photo/?action=TR-BIKE", "/log/bill/?action=EN-ELEC"
LISTED = "/me/submissions/"


@pytest.fixture
def resident(resident: User) -> User:
    """Somebody of the first township."""
    resident.area = make_towns()[0]
    resident.save()
    return resident


def picture(number: int = 1) -> SimpleUploadedFile:
    return SimpleUploadedFile("IMG.jpg", photo(number), "image/jpeg")


def form(**change: Any) -> dict[str, Any]:
    """What the photo form of cycling sends."""
    values = {"action": "TR-BIKE", "quantity": "3", "done_on": clock.today().isoformat()}
    return values | {"request_key": str(uuid4()), "note": "沿江路", "photos": [picture()]} | change


def bill(**change: Any) -> dict[str, Any]:
    """What the bill form of electricity sends."""
    month = months_open(clock.today())[0].isoformat()
    values = {"action": "EN-ELEC", "meter": "0123456789", "month": month}
    values |= {"used": "160", "used_last_year": "200.5", "photos": [picture()]}
    return values | {"request_key": str(uuid4())} | change


def waiting(resident: User, code: str = "TR-BIKE") -> Submission:
    """Something that the resident handed in today."""
    return submit_photo(
        resident=resident,
        action=Action.objects.get(code=code),
        quantity=Decimal(2),
        done_on=clock.today(),
        photo_ids=[make_photo(resident).pk],
        request_key=str(uuid4()),
    )


def test_the_sheet_offers_the_photo_beside_the_tap(client: Client, catalogue):
    page = client.get("/log/?action=TR-BIKE").content.decode()

    assert "/log/photo/?action=TR-BIKE" in page
    assert "全额积分，3个工作日内核验" in page
    assert "/log/photo/" not in client.get("/log/?action=FD-OWNCUP").content.decode()


def test_actions_that_need_proof_stand_among_the_others_with_a_chip(client, catalogue):
    tiles = {tile.code: tile for tile in client.get("/log/").context["actions"]}

    assert (tiles["EN-ELEC"].url, tiles["EN-ELEC"].points_hint) == ("/log/bill/?action=EN-ELEC", "")
    assert tiles["TR-EV-RIDE"].url == "/log/photo/?action=TR-EV-RIDE"
    assert (tiles["TR-BIKE"].url, tiles["TR-BIKE"].proof) == ("/log/?action=TR-BIKE", "photo")
    assert "TR-WALK" not in tiles
    assert "EN-APPL" not in tiles
    page = client.get("/log/?category=home").content.decode()
    assert "账单核验" in page


@pytest.mark.parametrize("address", [PHOTO, BILL])
def test_a_guest_is_asked_to_sign_in_first_and_told_why(client, catalogue, address):
    page = client.get(address).content.decode()

    assert "没有登录时，网站不能替您保存文件" in page
    assert "<input" not in page.split("<main")[1].split("</main")[0]
    assert f"next={address.replace('/', '%2F').replace('?', '%3F').replace('=', '%3D')}" in page


def test_what_a_guest_posts_is_not_kept(client, catalogue):
    answer = client.post("/log/photo/", form())

    assert answer.status_code == 200
    assert (Submission.objects.count(), EvidencePhoto.objects.count()) == (0, 0)


def test_a_photo_is_handed_in_and_shown_with_a_signed_link(signed_in, resident):
    answer = signed_in.post("/log/photo/", form(photos=[picture(1), picture(2)]), follow=True)

    submission = Submission.objects.get()
    assert answer.redirect_chain == [(f"{LISTED}{submission.pk}/", 302)]
    assert (submission.resident, submission.action.code, submission.note) == (resident, "TR-BIKE", "沿江路")
    assert submission.photos.count() == 2
    page = answer.content.decode()
    assert "已经交上，3个工作日内核验" in page
    assert "待核验" in page
    urls = answer.context["page"].photo_urls
    assert [b"".join(signed_in.get(url))[:2] for url in urls] == [b"\xff\xd8"] * 2


def test_the_same_form_twice_hands_in_once(signed_in):
    values = form()
    first = signed_in.post("/log/photo/", values)
    second = signed_in.post("/log/photo/", values | {"photos": [picture()]})

    assert first.url == second.url
    assert Submission.objects.count() == EvidencePhoto.objects.count() == 1


def test_a_refusal_keeps_the_photos_that_came(signed_in, resident):
    refused = signed_in.post("/log/photo/", form(quantity="21"))

    assert refused.status_code == 422
    assert "一次最多记20公里" in refused.content.decode()
    kept = refused.context["kept"]
    assert (kept, Submission.objects.count()) == (str(EvidencePhoto.objects.get().pk), 0)
    assert "已经上传1张" in refused.content.decode()

    done = signed_in.post("/log/photo/", form(photos=[], kept=kept))
    assert done.status_code == 302
    assert Submission.objects.get().photos.get().photo_id == int(kept)


FAULTS = [
    ({"photos": []}, "请至少拍一张"),
    ({"photos": [], "kept": "1,2,3,4"}, "请至少拍一张"),
    ({"photos": [], "kept": "x"}, "请至少拍一张"),
    ({"photos": [], "kept": "999999"}, "没有找到这张照片"),
    ({"note": "长" * 201}, "200个字以内"),
    ({"quantity": ""}, "请选择或填写数量"),
    ({"photos": [SimpleUploadedFile("x.jpg", b"no picture")]}, "无法识别这张照片"),
    ({"photos": [SimpleUploadedFile("x.jpg", b"")]}, "这个文件是空的"),
]


@pytest.mark.parametrize(("change", "sentence"), FAULTS)
def test_what_is_wrong_with_a_form_is_said(signed_in, change, sentence):
    answer = signed_in.post("/log/photo/", form(**change))

    assert answer.status_code in {404, 422}
    if "kept" not in change or change["kept"] == "999999":
        assert sentence in answer.content.decode()
    assert (Submission.objects.count(), EvidencePhoto.objects.count()) == (0, 0)


def test_four_photos_are_too_many(signed_in):
    answer = signed_in.post("/log/photo/", form(photos=[picture(n) for n in range(4)]))
    assert (answer.status_code, "最多选3张照片" in answer.content.decode()) == (422, True)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/log/photo/?action=FD-OWNCUP", 409),
        ("/log/photo/?action=EN-ELEC", 409),
        ("/log/bill/?action=TR-BIKE", 409),
        ("/log/photo/?action=CL-LINEDRY", 409),
        ("/log/photo/?action=NONE", 404),
        ("/log/photo/", 404),
        ("/log/bill/?action=" + "x" * 500, 404),
    ],
)
def test_an_action_without_such_proof_is_refused_in_words(signed_in, address, status):
    answer = signed_in.get(address)
    assert answer.status_code == status
    assert "怎么算的" in answer.content.decode() or "行动" in answer.content.decode()


def test_a_bill_is_handed_in(signed_in, resident):
    answer = signed_in.post("/log/bill/", bill(), follow=True)

    submission = Submission.objects.get()
    assert (submission.kind, str(submission.quantity)) == ("bill", "40.500")
    page = answer.content.decode()
    assert "户号末四位6789" in page
    assert "0123456789" not in page


def test_the_newest_month_is_chosen_and_a_refused_bill_keeps_its_figures(signed_in):
    page = signed_in.get(BILL)
    assert [month["checked"] for month in page.context["months"]] == [True, False]

    older = months_open(clock.today())[1].isoformat()
    refused = signed_in.post("/log/bill/", bill(used="300", month=older))

    assert refused.status_code == 422
    text = refused.content.decode()
    assert "没有比去年同月的200.5少" in text
    assert [month["checked"] for month in refused.context["months"]] == [False, True]
    assert 'value="300"' in text
    assert Submission.objects.count() == 0


@pytest.mark.parametrize(
    "change",
    [{"month": "2026-13-01"}, {"month": ""}, {"used": "-1"}, {"used_last_year": "1e3"}, {"meter": ""}],
)
def test_a_bill_with_a_fault_is_refused(signed_in, change):
    assert signed_in.post("/log/bill/", bill(**change)).status_code == 422
    assert Submission.objects.count() == 0


def test_a_waiting_one_is_withdrawn(signed_in, resident):
    submission = waiting(resident)

    answer = signed_in.post(f"{LISTED}{submission.pk}/withdraw/", follow=True)

    submission.refresh_from_db()
    assert submission.state == "withdrawn"
    assert "您撤回了这一件" in answer.content.decode()
    assert "撤回</button>" not in answer.content.decode()


@pytest.fixture
def rejected(resident) -> Submission:
    """Rejected, with a reason."""
    submission = waiting(resident)
    decide(reviewer=make_reviewer(), submission_id=submission.pk, verdict="reject", reason="看不清日期")
    return submission


def test_a_rejection_says_why_and_can_be_appealed_once(signed_in, rejected):
    address = f"{LISTED}{rejected.pk}/"
    page = signed_in.get(address).content.decode()
    assert "原因：看不清日期" in page
    assert "不同意这个结果" in page

    assert signed_in.post(f"{address}appeal/", {"text": ""}).status_code == 422
    answer = signed_in.post(f"{address}appeal/", {"text": "右下角有日期"}, follow=True)

    assert Appeal.objects.get().text == "右下角有日期"
    assert "您说：右下角有日期" in answer.content.decode()
    assert "不同意这个结果" not in answer.content.decode()
    again = signed_in.post(f"{address}appeal/", {"text": "再来"})
    assert (again.status_code, Appeal.objects.count()) == (422, 1)


def test_an_appeal_is_offered_for_30_days(signed_in, rejected):
    for days, offered in ((30, True), (31, False)):
        Submission.objects.update(decided_at=clock.now() - timedelta(days=days))
        assert signed_in.get(f"{LISTED}{rejected.pk}/").context["page"].can_appeal is offered


def test_an_approved_one_shows_its_points(signed_in, resident):
    submission = waiting(resident)
    decide(reviewer=make_reviewer(), submission_id=submission.pk, verdict="approve")

    page = signed_in.get(f"{LISTED}{submission.pk}/").content.decode()
    assert "已通过" in page
    assert "9</strong>分" in page
    assert "+9" in signed_in.get(LISTED).content.decode()


def test_strangers_and_guests_see_nothing(client, signed_in, rejected):
    stranger = Client()
    stranger.force_login(make_inhabitant())
    for address in (f"{LISTED}{rejected.pk}/", f"{LISTED}{10**18}/"):
        assert stranger.get(address).status_code == 404
    for action in ("withdraw", "appeal"):
        address = f"{LISTED}{rejected.pk}/{action}/"
        assert stranger.post(address, {"text": "x"}).status_code == 404
        assert Client().post(address).status_code == 302
        assert signed_in.get(address).status_code == 405
    assert Client().get(LISTED).url.startswith("/accounts/login/")


@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_takes_4_queries_for_any_number(signed_in, resident, rows, django_assert_num_queries):
    for _ in range(rows):
        waiting(resident)
    with django_assert_num_queries(4):
        assert len(signed_in.get(LISTED).context["rows"]) == rows


@pytest.mark.parametrize("photos", [1, 3])
def test_a_detail_takes_6_queries_for_any_number_of_photos(
    signed_in, resident, photos, django_assert_num_queries
):
    submission = waiting(resident)
    for order in range(1, photos):
        submission.photos.create(photo=make_photo(resident), order=order)
    with django_assert_num_queries(6):
        assert len(signed_in.get(f"{LISTED}{submission.pk}/").context["page"].photo_urls) == photos


def test_the_empty_list_says_how_to_begin(signed_in):
    assert "还没有交过照片或账单" in signed_in.get(LISTED).content.decode()


@pytest.mark.parametrize("page", ["/log/photo/?action=TR-BIKE", "/log/bill/?action=EN-ELEC"])
def test_each_photo_has_an_input_of_its_own_that_offers_album_and_camera(signed_in, page):
    # `multiple` and `capture` fail in WeChat on some phones.
    inputs = re.findall(r'<input[^>]*type="file"[^>]*>', signed_in.get(page).content.decode())

    assert len(inputs) == 3
    assert all('accept="image/*"' in one for one in inputs)
    assert not any("multiple" in one or "capture" in one for one in inputs)
