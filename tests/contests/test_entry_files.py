"""Files of entries: what is taken, how many, who may see them, when they go; and uploads in pieces."""

import io
import random
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from PIL import Image

from accounts.services.erasure import erase_resident
from accounts.services.organisations import end_membership
from campaigns.contests.file_links import file_behind, file_url
from campaigns.contests.models import Assignment, Entry, EntryFile, Upload
from campaigns.contests.refusals.contests import WrongPhase
from campaigns.contests.refusals.entries import FileRefused, NoSuchEntry, TooManyFiles, WrongOffset
from campaigns.contests.rules.documents import Unfit, ending_of
from campaigns.contests.selectors.files import lacks, may_see, unfinished
from campaigns.contests.services import files as files_service
from campaigns.contests.services.files import add_file, plain_name, remove_file
from campaigns.contests.services.forgetting import purge_files, purge_strays
from campaigns.contests.services.handing_in import withdraw_entry
from campaigns.contests.services.uploads import (
    LARGEST_PIECE,
    begin_upload,
    drop_upload,
    part_of,
    purge_uploads,
    take_piece,
)
from campaigns.contests.storage import ContestStorage
from core.refusals import NotFound
from tests.carbon_points.ledger_world import NOW, make_resident
from tests.contests.entry_world import PDF, begun, jpeg, office, strangers
from tests.contests.world import make_contest, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nine_in_the_morning():
    with time_machine.travel(NOW, tick=False):
        yield


def status(client, url: str) -> int:
    """What the address answers with."""
    answer = client.get(url)
    if answer.streaming:
        # Read to its end, so that the file is closed.
        list(answer.streaming_content)
    return answer.status_code


def on_disk() -> list[str]:
    """Every file of contests, pieces included."""
    root = ContestStorage().location
    return sorted(str(path) for path in Path(root).rglob("*") if path.is_file())


# --- What is taken -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "ending"),
    [(PDF, "pdf"), (office(), "docx"), (office("xl/workbook.xml"), "xlsx")],
)
def test_documents_are_known_by_what_is_inside(data, ending):
    assert ending_of(data) == ending


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"MZ\x90\x00" + b"\0" * 100, "对不上"),
        (b"%PDF-1.4 cut off", "不完整"),
        (PDF[:-6] + b"/JavaScript %%EOF", "带有程序"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "旧版"),
        (office(**{"word/vbaProject.bin": b"x"}), "宏"),
        (office(types=b"<a macroEnabled/>"), "宏"),
        (office("readme.txt"), "压缩包"),
        (b"PK\x03\x04 broken", "打不开"),
        (b"%PDF-" + b"0" * 10 * 1024 * 1024, "10MB"),
    ],
)
def test_other_documents_are_refused(data, words):
    with pytest.raises(Unfit, match=words):
        ending_of(data)


@pytest.mark.parametrize("name", ["发票.pdf", "照片.jpg", "表.xlsx", "no-ending"])
def test_a_renamed_program_is_refused_and_leaves_nothing(name):
    entry, head = begun()
    with pytest.raises(FileRefused, match=r"没有收下"):
        add_file(entry_id=entry.pk, by=head, data=b"MZ\x90\0" + b"\0" * 500, name=name, criterion_key="1.1")
    assert EntryFile.objects.count() == 0
    assert on_disk() == []


def test_pictures_are_our_own_without_exif_and_the_same_bytes_are_one_file():
    entry, head = begun()
    first = add_file(entry_id=entry.pk, by=head, data=jpeg(1), name="C:\\a\\太阳.jpg", criterion_key="1.1")
    again = add_file(entry_id=entry.pk, by=head, data=jpeg(1), name="别名.jpg", criterion_key="1.1")
    assert first == again
    assert (first.name, first.kind, first.width, first.height) == ("太阳.jpg", "picture", 40, 30)
    with first.file.open() as kept:
        assert b"comment" not in kept.read()
    assert "太阳" not in first.file.name
    assert len(on_disk()) == 1
    with pytest.raises(FileRefused, match=r"已经交在指标1\.1下了"):
        add_file(entry_id=entry.pk, by=head, data=jpeg(1), name="a.jpg", criterion_key="1.2")
    assert len(on_disk()) == 1


def test_nine_pictures_and_five_documents_for_a_criterion(monkeypatch):
    monkeypatch.setattr(files_service, "MOST_OF_ENTRY", 16)
    entry, head = begun()

    def add(data: bytes, key: str, name: str = "a") -> EntryFile:
        return add_file(entry_id=entry.pk, by=head, data=data, name=name, criterion_key=key)

    for one in range(9):
        add(jpeg(one), "1.1")
    with pytest.raises(TooManyFiles, match="最多9个照片"):
        add(jpeg(10), "1.1")
    for one in range(5):
        add(PDF + bytes([one]) + b"%%EOF", "1.1")
    with pytest.raises(TooManyFiles, match="最多5个文件"):
        add(PDF, "1.1")
    add(jpeg(20), "1.2")
    add(jpeg(21), "")
    with pytest.raises(TooManyFiles, match="最多16个文件"):
        add(jpeg(22), "1.2")
    assert EntryFile.objects.count() == len(on_disk()) == 16


@pytest.mark.parametrize("key", ["1", "9.9"])
def test_headings_and_lines_of_other_standards_take_nothing(key):
    entry, head = begun()
    with pytest.raises(FileRefused, match="没有这一项"):
        add_file(entry_id=entry.pk, by=head, data=jpeg(), name="a.jpg", criterion_key=key)
    assert EntryFile.objects.count() == 0


def test_strangers_and_late_ones_add_and_remove_nothing():
    entry, head = begun()
    kept = add_file(entry_id=entry.pk, by=head, data=jpeg(), name="a.jpg", criterion_key="1.1")
    for person in strangers(entry):
        with pytest.raises(NoSuchEntry):
            add_file(entry_id=entry.pk, by=person, data=jpeg(2), name="a.jpg", criterion_key="1.1")
        with pytest.raises(NoSuchEntry):
            remove_file(entry_id=entry.pk, file_id=kept.pk, by=person)
    with time_machine.travel(NOW + timedelta(days=20), tick=False):
        with pytest.raises(WrongPhase):
            add_file(entry_id=entry.pk, by=head, data=jpeg(2), name="a.jpg", criterion_key="1.1")
        with pytest.raises(WrongPhase):
            remove_file(entry_id=entry.pk, file_id=kept.pk, by=head)
    assert len(on_disk()) == 1
    remove_file(entry_id=entry.pk, file_id=kept.pk, by=head)
    assert on_disk() == []
    with pytest.raises(NotFound):
        remove_file(entry_id=entry.pk, file_id=kept.pk, by=head)


def test_names_lose_folders_and_keep_their_ending():
    assert plain_name("../../etc/passwd.pdf") == "passwd.pdf"
    assert len(plain_name("长" * 300 + ".docx")) == 120
    assert plain_name("长" * 300 + ".docx").endswith(".docx")
    assert plain_name("") == "文件"


# --- Who may see -------------------------------------------------------------------------------------------


def test_only_those_who_need_it_see_a_file(client):
    contest = make_contest()
    entry, head = begun(contest)
    file = add_file(entry_id=entry.pk, by=head, data=PDF, name="第三小学用电.pdf", criterion_key="1.1")
    Entry.objects.filter(pk=entry.pk).update(state="accepted", submitted_at=NOW)
    file = EntryFile.objects.get(pk=file.pk)
    chair, inspector = make_member(contest, "chair"), make_member(contest, "inspector")
    juror, other, recused, left = (make_member(contest) for _ in range(4))
    elsewhere = make_member(make_contest(), "chair")
    for member, state in ((juror, "open"), (recused, "recused"), (left, "locked")):
        Assignment.objects.create(
            entry=entry,
            member=member,
            state=state,
            drawn_at=NOW,
            locked_at=NOW if state == "locked" else None,
            recused_because="认识" if state == "recused" else "",
        )
    left.ended_at = NOW
    left.save()
    staff = make_resident(is_staff=True, is_superuser=True)

    seeing = [head, chair.user, inspector.user, juror.user, staff]
    blind = [other.user, recused.user, left.user, elsewhere.user, *strangers(entry)]
    assert [may_see(person, file) for person in seeing] == [True] * 5
    assert [may_see(person, file) for person in blind] == [False] * 7

    for person in blind:
        # Even with an address that was made for them in earlier days.
        client.force_login(person)
        assert status(client, file_url(file=file, viewer=person)) == 404
    client.force_login(juror.user)
    assert status(client, file_url(file=file, viewer=head)) == 404
    answer = client.get(file_url(file=file, viewer=juror.user))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"] == f'attachment; filename="material-{file.pk}.pdf"'
    assert "no-store" in answer["Cache-Control"]
    assert "sandbox" in answer["Content-Security-Policy"]
    with time_machine.travel(NOW + timedelta(minutes=11), tick=False):
        token = file_url(file=file, viewer=juror.user)
        assert status(client, token) == 200
    assert file_behind("nonsense", head) is None
    client.logout()
    assert status(client, file_url(file=file, viewer=head)) == 404


def test_an_address_lives_ten_minutes_and_ends_with_the_right(client):
    entry, head = begun()
    file = add_file(entry_id=entry.pk, by=head, data=jpeg(), name="a.jpg", criterion_key="1.1")
    url = file_url(file=file, viewer=head)
    client.force_login(head)
    assert status(client, url) == 200
    with time_machine.travel(NOW + timedelta(minutes=10, seconds=1), tick=False):
        client.force_login(head)
        assert status(client, url) == 404
    end_membership(organisation=entry.organisation, user=head)
    assert status(client, url) == 404


# --- In pieces ---------------------------------------------------------------------------------------------


def pieces(data: bytes, size: int) -> list[tuple[int, bytes]]:
    """(offset, bytes) of all pieces."""
    return [(at, data[at : at + size]) for at in range(0, len(data), size)]


def test_pieces_become_one_file_and_wrong_ones_are_told_where_to_go_on():
    entry, head = begun()
    data, key = jpeg(5, (300, 200)), uuid4()
    first = {"entry_id": entry.pk, "by": head, "key": key, "name": "a.jpg", "size": len(data)}
    upload = begin_upload(**first, criterion_key="1.1")
    assert begin_upload(**first, criterion_key="1.1") == upload
    # The page was opened anew: another key, the same file.
    assert begin_upload(**first | {"key": uuid4()}, criterion_key="1.1") == upload
    with pytest.raises(FileRefused, match="另一个文件"):
        begin_upload(**first | {"size": 5}, criterion_key="1.1")
    send = {"entry_id": entry.pk, "by": head, "key": key}

    assert take_piece(**send, offset=0, data=data[:100]).received == 100
    assert take_piece(**send, offset=0, data=data[:100]).received == 100
    for offset, piece in ((150, b"x"), (50, data[50:200]), (100, data[100:] + b"more")):
        with pytest.raises(WrongOffset) as told:
            take_piece(**send, offset=offset, data=piece)
        assert told.value.received == 100
    assert lacks(unfinished(entry, head).get()) == "1KB"
    done = take_piece(**send, offset=100, data=data[100:])
    again = take_piece(**send, offset=100, data=data[100:])

    assert done.done == again.done == EntryFile.objects.get()
    assert done.done.criterion.key == "1.1"
    assert unfinished(entry, head).count() == 0
    assert len(on_disk()) == 1


def test_pieces_that_are_no_file_in_the_end_leave_nothing():
    entry, head = begun()
    data, key = b"MZ" + b"\0" * 300, uuid4()
    begin_upload(entry_id=entry.pk, by=head, key=key, name="a.jpg", size=302, criterion_key="1.1")
    with pytest.raises(FileRefused, match="没有收下"):
        take_piece(entry_id=entry.pk, by=head, key=key, offset=0, data=data)
    assert (Upload.objects.count(), EntryFile.objects.count(), on_disk()) == (0, 0, [])


def test_the_same_bytes_under_two_keys_are_one_file():
    entry, head = begun()
    data = jpeg(7)
    for name in ("a.jpg", "b.jpg"):
        key = uuid4()
        begin_upload(entry_id=entry.pk, by=head, key=key, name=name, size=len(data), criterion_key="1.1")
        assert take_piece(entry_id=entry.pk, by=head, key=key, offset=0, data=data).done.name == "a.jpg"
    assert (Upload.objects.count(), EntryFile.objects.count(), len(on_disk())) == (1, 1, 1)


def test_limits_of_pieces_and_sizes():
    entry, head = begun()
    begin = {"entry_id": entry.pk, "by": head, "name": "a.jpg", "criterion_key": "1.1"}
    for size in (0, -1, 10 * 1024 * 1024 + 1):
        with pytest.raises(FileRefused):
            begin_upload(**begin, key=uuid4(), size=size)
    key = uuid4()
    begin_upload(**begin, key=key, size=10 * 1024 * 1024)
    for data in (b"", b"x" * (LARGEST_PIECE + 1)):
        with pytest.raises(FileRefused, match="每一段"):
            take_piece(entry_id=entry.pk, by=head, key=key, offset=0, data=data)
    assert Upload.objects.get().received == 0
    for person in strangers(entry):
        with pytest.raises(NoSuchEntry):
            take_piece(entry_id=entry.pk, by=person, key=key, offset=0, data=b"x")
    with time_machine.travel(NOW + timedelta(days=20), tick=False), pytest.raises(WrongPhase):
        take_piece(entry_id=entry.pk, by=head, key=key, offset=0, data=b"x")
    assert Upload.objects.get().received == 0


def test_what_was_given_up_or_forgotten_goes_with_its_bytes():
    entry, head = begun()
    keys = [uuid4(), uuid4()]
    for one, key in enumerate(keys):
        begin = {"name": f"{one}.jpg", "size": 99, "criterion_key": "1.1"}
        begin_upload(entry_id=entry.pk, by=head, key=key, **begin)
        take_piece(entry_id=entry.pk, by=head, key=key, offset=0, data=b"x" * 50)
    drop_upload(entry_id=entry.pk, by=head, key=keys[0])
    assert [upload.key for upload in Upload.objects.all()] == [keys[1]]
    assert len(on_disk()) == 1
    assert purge_uploads(now=NOW + timedelta(days=6)) == 0
    assert purge_uploads(now=NOW + timedelta(days=7)) == 1
    assert on_disk() == []


def photos(number: int) -> list[bytes]:
    """So many pictures of 12 megapixels, as phones send them: one to three megabytes each."""
    made = []
    for one in range(number):
        noise = Image.frombytes("L", (500, 375), random.Random(one).randbytes(500 * 375))
        out = io.BytesIO()
        noise.resize((4000, 3000)).convert("RGB").save(out, "JPEG", quality=88)
        made.append(out.getvalue())
    return made


def test_nine_pictures_of_a_phone_over_a_line_that_drops_every_third_piece(client):
    entry, head = begun()
    client.force_login(head)
    sent = photos(9)
    assert all(len(data) > 4 * LARGEST_PIECE for data in sent)
    uploads = reverse("contests:entry-uploads", args=[entry.pk])
    count = failed = 0
    for number, data in enumerate(sent):
        about = {"key": str(uuid4()), "name": f"{number}.jpg", "size": len(data), "criterion": "1.1"}
        told = client.post(uploads, about).json()
        while not told["done"]:
            offset = told["received"]
            piece = data[offset : offset + LARGEST_PIECE]
            count += 1
            if count % 3 == 0:
                # The line drops after the server took it: the answer never comes, and it is sent again.
                client.post(f"{uploads}{about['key']}/?offset={offset}", piece, "application/octet-stream")
                failed += 1
            elif count % 3 == 1 and number == 8 and offset > LARGEST_PIECE:
                # The page is opened anew in the middle of the last one.
                listed = client.get(uploads).json()["items"]
                assert [(item["name"], item["received"]) for item in listed] == [("8.jpg", offset)]
                assert listed[0]["lacks"].endswith("MB")
            answer = client.post(
                f"{uploads}{about['key']}/?offset={offset}", piece, "application/octet-stream"
            )
            told = answer.json()
            assert answer.status_code == 200, told
    assert failed > 9
    assert EntryFile.objects.filter(kind="picture", criterion__key="1.1").count() == 9
    assert {(file.width, file.height) for file in EntryFile.objects.all()} == {(1600, 1200)}
    assert client.get(uploads).json() == {"items": []}
    assert len(on_disk()) == 9


# --- Forgetting --------------------------------------------------------------------------------------------


def test_files_of_drafts_go_after_ninety_days_and_all_others_a_year_after_the_end():
    contest = make_contest()
    draft, one = begun(contest)
    handed_in, two = begun(contest)
    for entry, head in ((draft, one), (handed_in, two)):
        add_file(entry_id=entry.pk, by=head, data=jpeg(), name="a.jpg", criterion_key="1.1")
    Entry.objects.filter(pk=handed_in.pk).update(state="accepted", submitted_at=NOW)
    day = timedelta(days=1)
    until = NOW + (contest.materials_until - NOW.date())

    assert purge_files(now=until + 90 * day) == 0
    assert purge_files(now=until + 91 * day) == 1
    assert EntryFile.objects.get().entry == handed_in
    end = NOW + (contest.recheck_until - NOW.date())
    assert purge_files(now=end + 365 * day) == 0
    assert purge_files(now=end + 366 * day) == 1
    assert on_disk() == []


def test_a_file_without_a_row_goes_after_two_days():
    entry, head = begun()
    add_file(entry_id=entry.pk, by=head, data=jpeg(), name="a.jpg", criterion_key="1.1")
    ContestStorage().save("2026/11/23/lost.jpg", io.BytesIO(b"x"))
    assert purge_strays(now=NOW + timedelta(days=1)) == 0
    assert purge_strays(now=NOW + timedelta(days=2)) == 1
    assert len(on_disk()) == 1


def test_with_the_account_a_familys_entry_says_nothing_and_a_schools_stays():
    family = make_contest("family")
    mother = make_resident()
    entry, _ = begun(family, by=mother, organisation_id=None, name="小林家")
    add_file(entry_id=entry.pk, by=mother, data=jpeg(), name="a.jpg", criterion_key="1.1")
    key = uuid4()
    begin_upload(entry_id=entry.pk, by=mother, key=key, name="b.jpg", size=9, criterion_key="1.1")
    take_piece(entry_id=entry.pk, by=mother, key=key, offset=0, data=b"x")
    of_school, head = begun()
    add_file(entry_id=of_school.pk, by=head, data=jpeg(3), name="a.jpg", criterion_key="1.1")

    for person in (mother, head):
        erase_resident(user=person, by=person, now=NOW)

    entry.refresh_from_db()
    of_school.refresh_from_db()
    assert (entry.state, entry.name, entry.words) == ("withdrawn", "已退出的申报人", "")
    assert entry.forgotten_at == NOW
    assert (of_school.state, of_school.files.count()) == ("draft", 1)
    assert (Upload.objects.count(), len(on_disk())) == (0, 1)


def test_part_files_are_closed_to_others():
    entry, head = begun()
    key = uuid4()
    upload = begin_upload(entry_id=entry.pk, by=head, key=key, name="a.jpg", size=9, criterion_key="1.1")
    take_piece(entry_id=entry.pk, by=head, key=key, offset=0, data=b"x")
    assert part_of(upload).stat().st_mode & 0o077 == 0
    withdraw_entry(entry_id=entry.pk, by=head)
    with pytest.raises(Exception, match="已撤回"):
        take_piece(entry_id=entry.pk, by=head, key=key, offset=1, data=b"x")
