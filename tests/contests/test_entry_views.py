"""The pages and the API of applying: everybody's way, and what others meet."""

import json
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.exporting import data_about
from accounts.services.organisations import add_member
from campaigns.contests.models import Entry, EntryEvent, EntryFile, Upload
from campaigns.contests.services.answers import values_of
from campaigns.contests.services.entries import begin_entry
from campaigns.contests.services.handing_in import submit_entry
from tests.carbon_points.ledger_world import NOW, make_resident
from tests.contests.entry_world import ANSWERS, PDF, begun, filled, jpeg, strangers
from tests.contests.world import make_contest, make_school

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nine_in_the_morning():
    with time_machine.travel(NOW, tick=False):
        yield


def page(name: str, *args: object) -> str:
    """An address of ours."""
    return reverse(f"contests:{name}", args=args)


def said(answer) -> str:
    """The words of a page."""
    return answer.content.decode()


def test_a_guest_is_sent_to_sign_in_and_back(client):
    contest = make_contest()
    answer = client.get(page("apply", contest.pk))
    assert f"?next=%2Fcontests%2F{contest.pk}%2Fapply%2F" in said(answer)
    assert client.post(page("apply", contest.pk), {"whom": "me"}).status_code == 200
    assert Entry.objects.count() == 0


def test_a_head_chooses_the_school_and_comes_to_the_form_once(client):
    contest, (school, head) = make_contest(), make_school()
    client.force_login(head)
    assert school.name in said(client.get(page("apply", contest.pk)))
    sent = {"whom": str(school.pk), "request_key": str(uuid4())}
    first, again = (client.post(page("apply", contest.pk), sent) for _ in range(2))
    entry = Entry.objects.get()
    assert first["Location"] == again["Location"] == page("entry", entry.pk)
    assert page("entry", entry.pk) in said(client.get(page("apply", contest.pk)))
    assert "我的申报" in said(client.get("/me/"))


@pytest.mark.parametrize("whom", ["", "x", "0x1", "9" * 30, "me", "99999"])
def test_a_wrong_choice_is_told_and_begins_nothing(client, whom):
    contest, (_, head) = make_contest(), make_school()
    client.force_login(head)
    answer = client.post(page("apply", contest.pk), {"whom": whom, "request_key": "k"})
    assert answer.status_code in {403, 422}
    assert Entry.objects.count() == 0


def test_the_way_on_is_told_to_those_who_cannot_apply(client):
    contest = make_contest()
    client.force_login(make_resident())
    assert "由学校申报" in said(client.get(page("apply", contest.pk)))
    client.force_login(make_school(is_verified=False)[1])
    assert "还没有核实" in said(client.get(page("apply", contest.pk)))
    late = make_contest(day=15)
    assert "“报名”阶段才能开始申报" in said(client.get(page("apply", late.pk)))
    assert client.get(page("apply", make_contest(state="withdrawn").pk)).status_code == 404


def test_without_scripts_the_form_saves_and_leads_on(client):
    entry, head = begun()
    client.force_login(head)
    url = page("entry", entry.pk)
    saved = client.post(url, {**ANSWERS, "revision": "0", "do": "save"})
    assert saved["Location"] == url
    answer = client.post(url, {**ANSWERS, "words-1.1": "抄表", "revision": "1", "do": "files:1.1"})
    assert answer["Location"] == f"{page('entry-files', entry.pk)}?criterion=1.1"
    # A tick that is not sent any more is taken away.
    without = {name: value for name, value in ANSWERS.items() if name != "veto-3"}
    answer = client.post(url, {**without, "words-1.1": "抄表", "revision": "2", "do": "preview"})
    assert answer["Location"] == page("entry-preview", entry.pk)
    assert values_of(Entry.objects.get(pk=entry.pk))["veto-3"] == ""


def test_what_cannot_be_is_named_beside_its_field_and_the_rest_is_saved(client):
    entry, head = begun()
    client.force_login(head)
    answer = client.post(
        page("entry", entry.pk), {"score-1.1": "99", "score-1.2": "9", "revision": "0", "do": "save"}
    )
    assert answer.status_code == 422
    assert "请填0到60之间的数" in said(answer)
    assert 'value="99"' in said(answer)
    values = values_of(Entry.objects.get(pk=entry.pk))
    assert (values["score-1.1"], values["score-1.2"]) == ("", "9")


def test_a_stale_form_keeps_what_was_typed_and_shows_the_other(client):
    entry, head = begun()
    colleague = make_resident()
    add_member(organisation=entry.organisation, user=colleague, role="staff")
    client.force_login(colleague)
    client.post(page("entry", entry.pk), {"words-1.1": "同事写的", "revision": "0"})
    client.force_login(head)
    answer = client.post(page("entry", entry.pk), {"words-1.1": "我写的", "revision": "0"})
    assert answer.status_code == 409
    assert "别处刚保存的是：“同事写的”" in said(answer)
    assert ">我写的</textarea>" in said(answer)
    assert 'name="revision" value="1"' in said(answer)
    assert values_of(Entry.objects.get(pk=entry.pk))["words-1.1"] == "同事写的"


def test_autosave_answers_in_json(client):
    entry, head = begun()
    client.force_login(head)
    url = page("entry-save", entry.pk)
    told = client.post(url, {"score-1.1": "50", "score-1.2": "31", "revision": "0"}).json()
    assert told["revision"] == 1
    assert (told["sum"], told["answered"]) == ("50", 0)
    assert told["faults"] == {"score-1.2": "请填0到30之间的数，最多一位小数。"}
    stale = client.post(url, {"score-1.1": "40", "revision": "0"})
    assert (stale.status_code, stale.json()["revision"]) == (409, 1)
    assert stale.json()["current"]["score-1.1"] == "50"
    for revision in ("", "x", "-1", "9" * 40):
        answer = client.post(url, {"score-1.1": "1", "revision": revision})
        assert answer.status_code == 409


def test_files_come_without_scripts_too_and_faults_are_named(client):
    entry, head = begun()
    client.force_login(head)
    url = page("entry-files", entry.pk)
    assert "用电记录" in said(client.get(f"{url}?criterion=1.1"))
    both = [SimpleUploadedFile("a.jpg", jpeg(1)), SimpleUploadedFile("b.pdf", b"MZ")]
    answer = client.post(url, {"criterion": "1.1", "files": both})
    assert answer.status_code == 422
    assert "“b.pdf”没有收下" in said(answer)
    good = client.post(url, {"criterion": "1.1", "files": SimpleUploadedFile("c.pdf", PDF)})
    assert good["Location"] == f"{page('entry', entry.pk)}#c-1.1"
    assert EntryFile.objects.count() == 2
    assert "请先选择文件" in said(client.post(url, {"criterion": "1.1"}))
    file = EntryFile.objects.latest("pk")
    remove = page("entry-file-remove", entry.pk, file.pk)
    assert "要删除这份材料吗" in said(client.get(remove))
    assert client.post(remove).status_code == 302
    assert EntryFile.objects.count() == 1


def test_the_preview_lists_what_is_missing_and_hands_in_what_is_complete(client):
    entry, head = begun()
    client.force_login(head)
    shown = said(client.get(page("entry-preview", entry.pk)))
    assert f'href="{page("entry", entry.pk)}#c-1.1"' in shown
    assert "确认提交" not in shown
    answer = client.post(page("entry-submit", entry.pk))
    assert answer.status_code == 422
    assert Entry.objects.get().state == "draft"

    complete, teacher = filled(entry.contest)
    client.force_login(teacher)
    assert "确认提交" in said(client.get(page("entry-preview", complete.pk)))
    assert client.post(page("entry-submit", complete.pk))["Location"] == page("entry", complete.pk)
    state = said(client.get(page("entry", complete.pk)))
    assert "已提交" in state
    assert "自评" in state
    assert client.get(page("entry-preview", complete.pk))["Location"] == page("entry", complete.pk)


def test_why_it_came_back_stands_at_the_top(client):
    entry, head = filled()
    submit_entry(entry_id=entry.pk, by=head)
    Entry.objects.filter(pk=entry.pk).update(state="returned")
    EntryEvent.objects.create(entry=entry, what="returned", words="用电记录看不清", at=NOW)
    client.force_login(head)
    assert "退回的原因：用电记录看不清" in said(client.get(page("entry", entry.pk)))
    assert "1 份退回修改" in said(client.get("/me/"))


def test_taking_back_asks_first(client):
    entry, head = begun()
    client.force_login(head)
    assert "要撤回这份申报吗" in said(client.get(page("entry-withdraw", entry.pk)))
    assert Entry.objects.get().state == "draft"
    client.post(page("entry-withdraw", entry.pk))
    assert Entry.objects.get().state == "withdrawn"


def test_every_address_of_an_entry_is_404_for_strangers_and_asks_guests_to_sign_in(client):
    entry, _ = filled()
    file, key = entry.files.get(), uuid4()
    addresses = [
        (page("entry", entry.pk), {"score-1.1": "1", "revision": "1"}),
        (page("entry-save", entry.pk), {"score-1.1": "1", "revision": "1"}),
        (page("entry-preview", entry.pk), None),
        (page("entry-submit", entry.pk), {}),
        (page("entry-withdraw", entry.pk), {}),
        (page("entry-files", entry.pk), {"files": SimpleUploadedFile("a.pdf", PDF)}),
        (page("entry-file-remove", entry.pk, file.pk), {}),
        (page("entry-uploads", entry.pk), {"key": str(key), "name": "a", "size": "5", "criterion": "1.1"}),
        (page("entry-piece", entry.pk, key), {}),
        (page("entry-drop", entry.pk, key), {}),
    ]
    before = (list(Entry.objects.values()), list(EntryFile.objects.values()), Upload.objects.count())
    for person in strangers(entry):
        client.force_login(person)
        for url, sent in addresses:
            answer = client.get(url) if sent is None else client.post(url, sent)
            assert answer.status_code == 404, url
            assert entry.organisation.name not in said(answer)
    client.logout()
    for url, sent in addresses:
        answer = client.get(url) if sent is None else client.post(url, sent)
        assert answer["Location"].startswith("/accounts/login/"), url
    after = (list(Entry.objects.values()), list(EntryFile.objects.values()), Upload.objects.count())
    assert before == after


def test_my_list_costs_the_same_queries_however_long_it_is(client):
    entry, head = begun()
    client.force_login(head)
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(page("mine"))
    for _ in range(4):
        begun(by=head, organisation_id=entry.organisation_id)
    with CaptureQueriesContext(connection) as five:
        assert said(client.get(page("mine"))).count("第 0") == 5
    assert len(five) == len(one)


# --- The API -----------------------------------------------------------------------------------------------


def send(client, method: str, path: str, body: object = None, **headers: str):
    """A request of a program."""
    data = json.dumps(body) if body is not None else ""
    return getattr(client, method)(f"/api/v1{path}", data, "application/json", headers=headers)


def test_a_program_begins_saves_and_hands_in(client):
    contest, (school, head) = make_contest(), make_school()
    client.force_login(head)
    begin = f"/contests/{contest.pk}/entries"
    first, again = (
        send(client, "post", begin, {"organisation": school.pk}, **{"Idempotency-Key": "a"}) for _ in range(2)
    )
    assert (first.status_code, first.json()) == (201, again.json())
    told = first.json()
    assert (told["state"], told["revision"], len(told["missing"])) == ("draft", 0, 5)
    path = f"/entries/{told['id']}"
    saved = send(client, "put", f"{path}/answers", {"revision": 0, "values": ANSWERS})
    assert (saved.status_code, saved.json()["values"]["score-1.1"]) == (200, "55")
    stale = send(client, "put", f"{path}/answers", {"revision": 0, "values": {"score-1.1": "1"}})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale")
    early = send(client, "post", f"{path}/submit", {})
    assert (early.status_code, early.json()["code"]) == (422, "incomplete")
    client.post(
        page("entry-files", told["id"]), {"criterion": "1.1", "files": SimpleUploadedFile("a.pdf", PDF)}
    )
    assert send(client, "post", f"{path}/submit", {}).json()["state"] == "submitted"
    listed = client.get("/api/v1/me/entries").json()
    assert [item["id"] for item in listed["items"]] == [told["id"]]
    client.force_login(make_resident())
    assert client.get(f"/api/v1{path}").status_code == 404
    assert send(client, "put", f"{path}/answers", {"revision": 1, "values": {}}).status_code == 404
    assert send(client, "post", f"{path}/submit", {}).status_code == 404
    assert client.get("/api/v1/me/entries").json()["items"] == []


def test_an_entry_of_a_family_over_the_api(client):
    contest = make_contest("family")
    client.force_login(make_resident())
    answer = send(client, "post", f"/contests/{contest.pk}/entries", {"name": "小林家"})
    assert (answer.status_code, answer.json()["name"]) == (201, "小林家")
    second = send(client, "post", f"/contests/{contest.pk}/entries", {})
    assert (second.status_code, second.json()["code"]) == (409, "already_applied")


def test_what_i_handed_in_is_in_my_export(client):
    contest = make_contest("family")
    person = make_resident()
    begin_entry(contest_id=contest.pk, by=person, request_key="k", name="小林家")
    client.force_login(person)
    rows = data_about(person, NOW)["本人"]["创建申报"]
    assert [(row["名称"], row["状态"]) for row in rows] == [("小林家", "填写中")]
