"""Certificates: one for each attendance, in the chosen name; anybody learns whether it holds, no more."""

import io
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from PIL import Image

from accounts.models import User
from accounts.services.erasure import erase_resident
from campaigns.models import Certificate, CheckIn, Session
from campaigns.refusals.certificates import CertificateRefused
from campaigns.rules import certificates as rules
from campaigns.selectors.certificates import paper_of, verified
from campaigns.services.certificates import issue_certificate
from core import clock
from core.text import LETTERS
from tests.accounts.people import kept, someone
from tests.campaigns.world import make_session
from tests.carbon_points.ledger_world import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    cache.clear()


@pytest.fixture
def resident() -> User:
    """Somebody with a phone."""
    return someone("小耒")


@pytest.fixture
def browser(client: Client, resident: User) -> Client:
    """The resident's browser."""
    client.force_login(resident)
    return client


def came(resident: User | None, session: Session | None = None, **values) -> CheckIn:
    """An attendance that is there."""
    return CheckIn.objects.create(
        session=session or make_session(),
        resident=resident,
        nonce=uuid4(),
        seen_at=NOW,
        received_at=NOW,
        **({"way": "screen"} | values),
    )


def taken_back(row: CheckIn, by: User) -> None:
    """As the service at the door does it, without its certificate."""
    row.taken_back_at, row.taken_back_by, row.take_back_reason = NOW, by, "登记错了"
    row.save()


def test_a_certificate_is_made_once_and_keeps_its_first_name(resident):
    row = came(resident)
    first = issue_certificate(check_in=row, name=" 李\n小华 ")
    again = issue_certificate(check_in=row, name="别的名字")

    assert first == again
    assert (first.name, again.name, Certificate.objects.count()) == ("李 小华", "李 小华", 1)
    assert rules.code_typed(first.code) == first.code
    assert first.issued_at == NOW


@pytest.mark.parametrize("name", ["", "  ", "🌱🌱", "·—", "\u202e\u200f", "字" * 61])
def test_a_name_that_is_none_is_refused(resident, name):
    row = came(resident)

    with pytest.raises(CertificateRefused):
        issue_certificate(check_in=row, name=name)
    assert not Certificate.objects.exists()


def test_an_attendance_that_was_taken_back_gets_none(resident):
    row = came(resident)
    taken_back(row, someone())

    with pytest.raises(CertificateRefused, match="已经撤回"):
        issue_certificate(check_in=row, name="李小华")
    assert not Certificate.objects.exists()


def test_somebody_without_an_account_is_sent_to_the_organiser(resident):
    row = came(None, way="list", by=resident, name="王奶奶")

    with pytest.raises(CertificateRefused, match="联系主办方"):
        issue_certificate(check_in=row, name="王奶奶")


def test_codes_are_not_to_be_guessed():
    codes = {
        issue_certificate(check_in=came(someone(), make_session()), name="李小华").code for _ in range(20)
    }

    assert len(codes) == 20
    assert all(len(code) == 16 and set(code) <= set(LETTERS) for code in codes)
    # 28 letters, 16 times: more than 2 to the 76th.
    assert len(LETTERS) ** rules.CODE_LENGTH > 2**76


def test_a_code_is_read_however_it_was_typed():
    assert rules.code_typed(" k7mp-q4xw 9dht–c6vn ") == "K7MPQ4XW9DHTC6VN"
    assert rules.code_typed("Ｋ7MPQ4XW9DHTC6VN") == "K7MPQ4XW9DHTC6VN"
    assert rules.code_typed("K7MPQ4XW9DHTC6V") == ""
    assert rules.code_typed("K7MPQ4XW9DHTC6VO") == ""
    assert rules.spaced("K7MPQ4XW9DHTC6VN") == "K7MP-Q4XW-9DHT-C6VN"


def test_the_paper_says_what_it_proves_and_what_it_does_not(resident):
    row = issue_certificate(check_in=came(resident), name="李小华")
    paper = paper_of(row)

    assert paper.said == "参加了“低碳讲座”，特此证明。"
    assert paper.facts == (("时间", "2026年12月3日 9:00–11:00"), ("地点", "文化广场"))
    assert "没有核对身份证件" in paper.note
    assert paper.qr.endswith(f"/certificates/{row.code}/")


def test_quotation_marks_of_a_title_become_single_ones(resident):
    row = issue_certificate(check_in=came(resident), name="李小华")
    row.check_in.session.campaign.title = "“绿动”讲座"

    assert paper_of(row).said == "参加了“‘绿动’讲座”，特此证明。"


def test_anybody_learns_that_it_is_valid_and_only_a_masked_name(
    client: Client, resident, django_assert_num_queries
):
    row = issue_certificate(check_in=came(resident), name="李小华")
    client.get(f"/certificates/{row.code}/")
    with django_assert_num_queries(1):
        page = client.get(f"/certificates/{row.code}/").content.decode()

    assert "有效</h2>" in page
    assert "李*华" in page
    assert "李小华" not in page
    assert "低碳讲座" in page
    assert "文化广场" in page
    assert '<meta name="robots" content="noindex">' in page


def test_a_void_one_says_so_whether_it_or_the_attendance_was_taken_back(client: Client, resident):
    row = issue_certificate(check_in=came(resident), name="李小华")
    other = issue_certificate(check_in=came(resident, make_session()), name="李小华")
    Certificate.objects.filter(pk=row.pk).update(revoked_at=NOW)
    taken_back(other.check_in, someone())

    for one in (row, other):
        page = client.get(f"/certificates/{one.code}/").content.decode()
        assert "已作废</h2>" in page
        assert "有效</h2>" not in page


def test_an_unknown_number_is_said_to_be_none_of_ours(client: Client):
    answer = client.get("/certificates/K7MPQ4XW9DHTC6VN/")
    odd = client.get("/certificates/", {"code": "<b>x"})

    assert answer.status_code == 404
    assert "没有这个编号</h2>" in answer.content.decode()
    assert odd.status_code == 404
    assert "&lt;b&gt;x" in odd.content.decode()


def test_a_typed_number_leads_to_its_answer(client: Client, resident):
    row = issue_certificate(check_in=came(resident), name="李小华")

    answer = client.get("/certificates/", {"code": rules.spaced(row.code).lower()})

    assert answer["Location"] == f"/certificates/{row.code}/"
    assert client.get("/certificates/").status_code == 200


def test_whoever_tries_numbers_rests_for_an_hour_and_others_do_not(client: Client, resident):
    row = issue_certificate(check_in=came(resident), name="李小华")
    for _ in range(rules.WRONG_AN_HOUR):
        assert client.get("/certificates/K7MPQ4XW9DHTC6VN/").status_code == 404

    assert client.get("/certificates/K7MPQ4XW9DHTC6VN/").status_code == 429
    assert client.get(f"/certificates/{row.code}/").status_code == 429
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert elsewhere.get(f"/certificates/{row.code}/").status_code == 200


def test_right_numbers_are_not_counted(client: Client, resident):
    row = issue_certificate(check_in=came(resident), name="李小华")
    for _ in range(rules.WRONG_AN_HOUR + 5):
        assert client.get(f"/certificates/{row.code}/").status_code == 200


def test_the_person_chooses_a_name_and_gets_the_paper(browser, resident):
    row = came(resident)
    form = browser.get(f"/me/campaigns/check-ins/{row.pk}/certificate/").content.decode()
    answer = browser.post(f"/me/campaigns/check-ins/{row.pk}/certificate/", {"name": "李小华"})
    made = Certificate.objects.get()
    page = browser.get(answer["Location"]).content.decode()
    picture = browser.get(f"/me/campaigns/certificates/{made.pk}.png")

    assert 'value="小耒"' in form
    assert answer["Location"] == f"/me/campaigns/certificates/{made.pk}/"
    assert rules.spaced(made.code) in page
    assert picture["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(picture.content)).size == (1754, 1240)
    assert browser.get(f"/me/campaigns/certificates/{made.pk}/print/").status_code == 200
    assert browser.get(f"/me/campaigns/check-ins/{row.pk}/certificate/")["Location"] == answer["Location"]


def test_a_refused_name_comes_back_with_the_form_and_nothing_is_made(browser, resident):
    row = came(resident)
    answer = browser.post(f"/me/campaigns/check-ins/{row.pk}/certificate/", {"name": ""})

    assert answer.status_code == 422
    assert "请写上姓名或者昵称。" in answer.content.decode()
    assert not Certificate.objects.exists()


def test_letters_that_the_picture_lacks_are_told(browser, resident):
    made = issue_certificate(check_in=came(resident), name="𠮷小华")
    page = browser.get(f"/me/campaigns/certificates/{made.pk}/").content.decode()

    assert "字库里没有“𠮷”" in page


def test_a_void_certificate_is_no_picture_any_more(browser, resident):
    made = issue_certificate(check_in=came(resident), name="李小华")
    Certificate.objects.update(revoked_at=NOW)

    assert "已经作废" in browser.get(f"/me/campaigns/certificates/{made.pk}/").content.decode()
    assert browser.get(f"/me/campaigns/certificates/{made.pk}.png").status_code == 404
    assert browser.get(f"/me/campaigns/certificates/{made.pk}/print/").status_code == 302


def test_somebody_elses_is_not_found_and_a_keeper_sees_those_of_whom_they_keep(browser, resident):
    other, child = someone("别人"), kept(resident, "外婆")
    theirs = issue_certificate(check_in=came(other), name="别人")
    mine = issue_certificate(check_in=came(child, make_session()), name="外婆")

    for tail in ("/", ".png", "/print/"):
        assert browser.get(f"/me/campaigns/certificates/{theirs.pk}{tail}").status_code == 404
        assert browser.get(f"/me/campaigns/certificates/{mine.pk}{tail}").status_code == 200
    assert browser.get(f"/me/campaigns/check-ins/{theirs.check_in_id}/certificate/").status_code == 404
    refused = browser.post(f"/me/campaigns/check-ins/{theirs.check_in_id}/certificate/", {"name": "我"})
    assert refused.status_code == 404
    assert Certificate.objects.count() == 2


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_takes_as_many_queries_for_many(browser, resident, django_assert_num_queries, count):
    for _ in range(count):
        issue_certificate(check_in=came(resident, make_session()), name="李小华")
    browser.get("/me/campaigns/certificates/")
    with django_assert_num_queries(4):
        page = browser.get("/me/campaigns/certificates/").content.decode()

    assert page.count("ly-linkcard__title") == count


def test_one_page_takes_three_queries(browser, resident, django_assert_num_queries):
    made = issue_certificate(check_in=came(resident), name="李小华")
    browser.get(f"/me/campaigns/certificates/{made.pk}/")
    with django_assert_num_queries(3):
        browser.get(f"/me/campaigns/certificates/{made.pk}/")


def test_who_is_erased_stands_on_no_paper(client: Client, resident):
    made = issue_certificate(check_in=came(resident), name="李小华")
    erase_resident(user=resident, by=resident, now=NOW)
    made.refresh_from_db()

    assert (made.name, made.revoked_at) == ("", NOW)
    found = verified(made.code)
    assert found is not None
    assert (found.is_valid, found.name) == (False, "")
