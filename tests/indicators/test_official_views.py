"""The desk of official values in the browser's words: who gets in, the flow of two people, documents."""

import io
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from indicators.models import OfficialValue, ValueSheet
from indicators.storage import OfficialStorage
from tests.indicators.officials import (
    book_of,
    confirmed,
    department,
    entered,
    entry,
    indicator,
    person,
    row,
    saved,
)

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer\n%%EOF\n"


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def address(name, *args):
    return reverse(f"indicators:{name}", args=args)


def sent(**changes):
    return {
        "request_key": "key-key-key",
        "value": "12.5",
        "as_of": "2025-12-31",
        "document_title": "统计公报",
        **changes,
    }


def files_kept():
    folder = OfficialStorage().path("documents")
    try:
        return OfficialStorage().listdir(folder)[1]
    except FileNotFoundError:
        return []


def ofd():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("OFD.xml", "<ofd:OFD/>")
    return out.getvalue()


def picture(kind):
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(out, kind)
    return out.getvalue()


@pytest.fixture
def clerk(db):
    indicator("A1-01", target_year=2025, target=140, comparator=">=")
    return person("统计员")


def test_strangers_stay_outside(clerk):
    value = entered(clerk, "A1-01")
    sheet = ValueSheet.objects.create(
        uploaded_by=clerk, uploaded_at=value.entered_at, file_name="a", lines=[]
    )
    places = [
        address("official"), address("official-enter", "A1-01"), address("official-waiting"),
        address("official-value", value.pk), address("official-document", value.pk),
        address("official-sheets"), address("official-template"), address("official-sheet", sheet.pk),
    ]  # fmt: skip
    editor, other = signed_in(person("编辑")), signed_in(person("部门经办", department("市水利局")))

    for place in places:
        assert Client().get(place).status_code == 302
        assert editor.get(place).status_code == 403
        assert editor.post(place).status_code in {403, 405}
    for place in (places[1], places[3], places[4], places[7]):
        assert other.get(place).status_code == 404
    assert signed_in(clerk).get(places[4]).status_code == 404


def test_two_people_with_a_document(clerk):
    second = person("统计员")
    document = SimpleUploadedFile("公报.pdf", PDF)

    answer = signed_in(clerk).post(address("official-enter", "A1-01"), sent(document=document))

    value = OfficialValue.objects.get()
    page = address("official-value", value.pk)
    assert (answer.status_code, answer["Location"]) == (302, page)
    assert "待公布" in Client().get("/indicators/A1-01/").text
    assert "撤回" in signed_in(clerk).get(page).text
    mine = signed_in(clerk).post(page, {"step": "confirm"})
    assert mine.status_code == 403
    assert "由另一位同事核对" in mine.text
    got = signed_in(second).get(address("official-document", value.pk))
    assert got.content == PDF
    assert got["Content-Disposition"].startswith("attachment")
    assert got["X-Content-Type-Options"] == "nosniff"
    assert signed_in(second).post(page, {"step": "confirm"}).status_code == 302
    public = Client().get("/indicators/A1-01/").text
    assert "12.5" in public
    assert "统计公报" in public
    assert "待公布" not in public


def test_a_double_click_enters_one_value_and_keeps_one_file(clerk):
    client = signed_in(clerk)
    for _ in range(2):
        document = SimpleUploadedFile("公报.pdf", PDF)
        assert client.post(address("official-enter", "A1-01"), sent(document=document)).status_code == 302
    assert OfficialValue.objects.count() == len(files_kept()) == 1


def test_a_refused_value_leaves_no_file(clerk):
    entered(clerk, "A1-01")

    answer = signed_in(clerk).post(
        address("official-enter", "A1-01"), sent(document=SimpleUploadedFile("a.pdf", PDF))
    )

    assert answer.status_code == 409
    assert "等待确认" in answer.text
    assert "请重新选择" in answer.text
    assert files_kept() == []


@pytest.mark.parametrize(
    ("data", "ending"),
    [
        (PDF, "pdf"),
        (ofd(), "ofd"),
        (saved(book_of([])), "xlsx"),
        (picture("JPEG"), "jpg"),
        (picture("PNG"), "png"),
    ],
)
def test_documents_that_are_taken(clerk, data, ending):
    # Whatever it is called.
    document = SimpleUploadedFile("x.bin", data)

    signed_in(clerk).post(address("official-enter", "A1-01"), sent(document=document))

    assert str(OfficialValue.objects.get().document_file.name).endswith(f".{ending}")


@pytest.mark.parametrize(
    "data",
    [b"", b"MZ\x90\x00", b"<html><script>", b"%PDF-1.4 cut", b"PK\x03\x04 broken", b"\xff\xd8\xff broken",
     b"GIF89a", PDF + b"0" * (10 * 1024 * 1024)],
)  # fmt: skip
def test_documents_that_are_refused(clerk, data):
    document = SimpleUploadedFile("公报.pdf", data)

    answer = signed_in(clerk).post(address("official-enter", "A1-01"), sent(document=document))

    assert answer.status_code == 422
    assert not OfficialValue.objects.exists()
    assert files_kept() == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"value": "很多"}, "不是数字"),
        ({"value": "1" * 30}, "数字"),
        ({"as_of": "2999-01-01"}, "不能晚于今天"),
        ({"as_of": "去年"}, "不是日期"),
        ({"document_title": "　"}, "要写明依据哪份文件"),
        ({"document_url": "javascript:alert(1)"}, "网址要以"),
        ({"request_key": "<>"}, "刷新页面"),
    ],
)
def test_a_wrong_form_says_what_is_wrong(clerk, changes, sentence):
    answer = signed_in(clerk).post(address("official-enter", "A1-01"), sent(**changes))

    assert answer.status_code == 422
    assert sentence in answer.text
    assert not OfficialValue.objects.exists()


def test_the_tick_is_asked_for_only_when_it_is_needed(clerk):
    confirmed(clerk, person("统计员"), "A1-01", entry("1", date(2024, 12, 31)))
    client = signed_in(clerk)
    assert "数值无误" not in client.get(address("official-enter", "A1-01")).text

    asked = client.post(address("official-enter", "A1-01"), sent())
    assert asked.status_code == 422
    assert "数值无误" in asked.text
    assert client.post(address("official-enter", "A1-01"), sent(is_sure="on")).status_code == 302


def test_sending_back_and_taking_back(clerk):
    second = signed_in(person("统计员"))
    page = address("official-value", entered(clerk, "A1-01").pk)

    assert second.post(page, {"step": "refuse", "reason": ""}).status_code == 422
    assert second.post(page, {"step": "refuse", "reason": "口径不对"}).status_code == 302
    assert "口径不对" in second.get(page).text
    assert "口径不对" not in Client().get("/indicators/A1-01/").text
    again = address("official-value", entered(clerk, "A1-01").pk)
    assert signed_in(clerk).post(again, {"step": "take_back"}).status_code == 302
    assert (
        second.post(again, {"step": "confirm"}).status_code == 422
        or OfficialValue.objects.filter(state="confirmed").count() == 0
    )


def test_several_are_confirmed_together(clerk):
    second = person("统计员")
    indicator("A1-02")
    own, other = entered(second, "A1-02"), entered(clerk, "A1-01")
    client = signed_in(second)
    page = client.get(address("official-waiting")).text
    assert f'value="{other.pk}"' in page
    assert f'value="{own.pk}"' not in page

    assert client.post(address("official-waiting"), {}).status_code == 422
    mixed = client.post(address("official-waiting"), {"value": [own.pk, other.pk, "x", "9" * 30]})
    assert mixed.status_code == 422
    assert "填报人不能确认" in mixed.text
    assert set(OfficialValue.objects.filter(state="confirmed")) == {other}


def test_the_desk_filters(clerk):
    indicator("A1-02", name="林地", target_year=2030)
    confirmed(clerk, person("统计员"), "A1-02", entry("1", date(2020, 12, 31)))
    client = signed_in(clerk)

    def shown(query):
        text = client.get(f"{address('official')}?{query}").text
        return [code for code in ("A1-01", "A1-02") if f"indicator/{code}/" in text]

    assert shown("") == ["A1-01", "A1-02"]
    assert shown("show=overdue") == ["A1-01"]
    assert shown("show=stale") == ["A1-02"]
    assert shown("show=due&q=林") == ["A1-02"]
    entered(clerk, "A1-01")
    assert shown("show=waiting") == ["A1-01"]
    assert shown("show=nonsense") == ["A1-01", "A1-02"]
    assert shown("q=没有") == []
    assert "没有归您填报的指标" in signed_in(person("部门经办")).get(address("official")).text


def test_a_sheet_is_uploaded_looked_at_and_taken_over(clerk):
    client = signed_in(clerk)
    assert client.get(address("official-template"))["Content-Type"].endswith("sheet")
    bad = SimpleUploadedFile("a.xlsx", saved(book_of([row("A1-01", "x", "y", "公报")])))
    answer = client.post(address("official-sheets"), {"sheet": bad})
    assert answer.status_code == 422
    assert "F2：不是数字" in answer.text
    assert client.post(address("official-sheets"), {}).status_code == 422

    good = SimpleUploadedFile("填报.xlsx", saved(book_of([row("A1-01", 12.5, date(2025, 12, 31), "公报")])))
    page = client.post(address("official-sheets"), {"sheet": good})["Location"]
    assert "→ 12.5" in client.get(page).text
    assert not OfficialValue.objects.exists()
    for _ in range(2):
        assert client.post(page, {}).status_code == 302
    assert OfficialValue.objects.count() == 1
    assert signed_in(person("统计员")).get(page).status_code == 404
