"""Evidence photos: kept once, used once, and gone when their time has come."""

import io
import subprocess
import sys
import threading
from datetime import date, timedelta
from pathlib import Path

import pytest
from PIL import Image

from accounts.services.erasure import erase_resident
from core import clock
from media import decoding, rules, uploads
from media.models import EvidencePhoto
from media.refusals import DuplicatePhoto, NoSuchPhoto, PhotoInUse, TooManyPhotos
from media.selectors import similar_photos
from media.services import purge
from media.services.evidence import MOST_AN_HOUR, store_evidence
from media.services.use import attach, detach, hold, release_for_deletion
from media.tasks import purge_evidence
from media.uploads import PictureRefused
from tests.media.pictures import encoded, photo, scene

DAY = date(2026, 11, 3)


def files(settings):
    return [path for path in Path(settings.DATA_DIR / "evidence").rglob("*") if path.is_file()]


def test_a_photo_is_kept_as_our_own_jpeg_under_a_name_that_nobody_can_guess(owner, settings):
    data = photo(size=(2000, 1500))
    kept = store_evidence(owner=owner, data=data)

    (file,) = files(settings)
    assert Image.open(io.BytesIO(file.read_bytes())).size == (kept.width, kept.height) == (1600, 1200)
    assert (file.stat().st_size, file.stat().st_mode & 0o777) == (kept.size, 0o600)
    assert file.read_bytes() != data
    assert len(file.stem) == 32
    assert (kept.attached_at, kept.used_on, kept.expires_at, kept.removed_at) == (None,) * 4


def test_the_same_photo_sent_again_before_it_is_used_is_the_same_photo(owner, settings):
    first = store_evidence(owner=owner, data=photo())
    again = store_evidence(owner=owner, data=photo())
    squeezed = store_evidence(owner=owner, data=photo(quality=60))

    assert first.pk == again.pk == squeezed.pk
    assert len(files(settings)) == EvidencePhoto.objects.count() == 1


@pytest.mark.parametrize("data", [photo(), photo(quality=55), encoded(scene().resize((200, 150)), "PNG")])
def test_a_used_photo_is_refused_with_the_day_it_was_used_for(owner, settings, data):
    first = store_evidence(owner=owner, data=photo())
    attach(owner=owner, photo_id=first.pk, used_on=DAY)

    with pytest.raises(DuplicatePhoto, match="2026年11月3日") as refused:
        store_evidence(owner=owner, data=data)
    assert (refused.value.status, refused.value.earlier_id) == (409, first.pk)
    assert len(files(settings)) == EvidencePhoto.objects.count() == 1


def test_the_same_bytes_are_refused_from_anybody_without_saying_whose_they_are(owner, stranger, settings):
    store_evidence(owner=owner, data=photo())

    with pytest.raises(DuplicatePhoto, match="已经有人提交过") as refused:
        store_evidence(owner=stranger, data=photo())
    assert refused.value.earlier_id is None
    assert len(files(settings)) == EvidencePhoto.objects.count() == 1


def test_a_similar_photo_of_somebody_else_is_kept_and_found(owner, stranger):
    first = store_evidence(owner=owner, data=photo())
    store_evidence(owner=owner, data=photo(2))
    copied = store_evidence(owner=stranger, data=photo(quality=60))

    (found,) = similar_photos(copied)
    assert (found.photo_id, found.owner_id, found.same_owner) == (first.pk, owner.pk, False)
    assert found.distance <= rules.SAME_DISTANCE
    assert found.created_at == first.created_at


def test_similar_photos_cost_one_query_however_many_there_are(owner, stranger, django_assert_num_queries):
    first = store_evidence(owner=owner, data=photo())
    with django_assert_num_queries(1):
        assert similar_photos(first) == []
    for quality in (40, 50, 60):
        person = type(owner).objects.create_user(f"copier-{quality}")
        store_evidence(owner=person, data=photo(quality=quality))
    with django_assert_num_queries(1):
        assert len(similar_photos(first)) == 3


def test_different_photos_of_one_person_are_different(owner):
    kept = {store_evidence(owner=owner, data=photo(number)).pk for number in range(12)}

    assert len(kept) == 12


def test_a_photo_is_used_once_and_by_its_owner_only(owner, stranger):
    kept = store_evidence(owner=owner, data=photo())

    with pytest.raises(NoSuchPhoto):
        attach(owner=stranger, photo_id=kept.pk, used_on=DAY)
    with pytest.raises(NoSuchPhoto):
        attach(owner=owner, photo_id=kept.pk + 1, used_on=DAY)
    attach(owner=owner, photo_id=kept.pk, used_on=DAY)
    with pytest.raises(PhotoInUse):
        attach(owner=owner, photo_id=kept.pk, used_on=DAY)
    kept.refresh_from_db()
    assert (kept.used_on, kept.unused_since) == (DAY, None)


def test_a_photo_of_a_record_that_was_taken_back_can_be_used_again(owner):
    kept = store_evidence(owner=owner, data=photo())
    attach(owner=owner, photo_id=kept.pk, used_on=DAY)
    detach(photo=kept)

    assert store_evidence(owner=owner, data=photo()).pk == kept.pk
    assert attach(owner=owner, photo_id=kept.pk, used_on=DAY).pk == kept.pk


def test_more_than_sixty_photos_an_hour_are_refused(owner, settings):
    now = clock.now()
    kept = store_evidence(owner=owner, data=photo(), now=now)
    values = {f.attname: getattr(kept, f.attname) for f in EvidencePhoto._meta.fields if f.name != "id"}
    EvidencePhoto.objects.bulk_create(
        EvidencePhoto(**values | {"sha256": str(number), "file": str(number)})
        for number in range(MOST_AN_HOUR - 1)
    )

    with pytest.raises(TooManyPhotos):
        store_evidence(owner=owner, data=photo(2), now=now)
    assert EvidencePhoto.objects.count() == MOST_AN_HOUR
    assert len(files(settings)) == 1
    assert store_evidence(owner=owner, data=photo(2), now=now + timedelta(hours=1)).pk


def test_what_is_no_photo_leaves_nothing(owner, settings):
    with pytest.raises(PictureRefused):
        store_evidence(owner=owner, data=b"no photo")
    assert files(settings) == []
    assert not EvidencePhoto.objects.exists()


def test_a_picture_goes_ninety_days_after_the_decision_and_its_fingerprints_stay(owner, settings):
    now = clock.now()
    kept = store_evidence(owner=owner, data=photo(), now=now)
    attach(owner=owner, photo_id=kept.pk, used_on=DAY)
    release_for_deletion(photo=kept, now=now)

    assert purge.purge(now=now + timedelta(days=89)) == 0
    hold(photo=kept)
    assert purge.purge(now=now + timedelta(days=91)) == 0
    release_for_deletion(photo=kept, now=now)
    assert purge.purge(now=now + timedelta(days=90)) == 1
    assert purge.purge(now=now + timedelta(days=90)) == 0
    kept.refresh_from_db()
    assert (kept.file.name, kept.removed_at) == ("", now + timedelta(days=90))
    assert files(settings) == []
    with pytest.raises(DuplicatePhoto, match="2026年11月3日"):
        store_evidence(owner=owner, data=photo())


def test_a_photo_that_nobody_used_is_forgotten_after_a_day(owner, stranger, settings):
    now = clock.now()
    store_evidence(owner=owner, data=photo(), now=now)

    assert purge.purge(now=now + timedelta(hours=23)) == 0
    assert purge.purge(now=now + timedelta(hours=24)) == 1
    assert files(settings) == []
    assert store_evidence(owner=stranger, data=photo(), now=now).pk


def test_pictures_of_an_erased_account_go_and_nobody_can_use_them_again(owner, stranger, settings):
    kept = store_evidence(owner=owner, data=photo())
    attach(owner=owner, photo_id=kept.pk, used_on=DAY)

    erase_resident(user=owner, by=owner, now=clock.now())
    purge_evidence()
    kept.refresh_from_db()
    assert (kept.owner_id, files(settings)) == (None, [])
    with pytest.raises(DuplicatePhoto, match="已经有人提交过"):
        store_evidence(owner=stranger, data=photo())


def test_a_file_that_a_crash_left_without_a_row_is_found(owner, settings):
    now = clock.now()
    store_evidence(owner=owner, data=photo(), now=now - timedelta(days=2))
    (file,) = files(settings)
    stray = file.with_name("stray.jpg")
    stray.write_bytes(b"x")

    assert purge.purge_strays(now=now) == 1
    assert files(settings) == [file]
    assert purge.purge_strays(now=now) == 0


def test_a_crash_while_the_row_is_written_leaves_no_file(owner, settings, monkeypatch):
    def broken(**values):
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("media.services.evidence._insert", broken)
    with pytest.raises(RuntimeError):
        store_evidence(owner=owner, data=photo())
    assert files(settings) == []


def test_when_others_wait_already_the_resident_is_asked_to_come_back(owner, settings, monkeypatch):
    monkeypatch.setattr("media.uploads._queue", threading.BoundedSemaphore(1))
    with uploads._queue, pytest.raises(uploads.TooManyAtOnce) as refused:
        store_evidence(owner=owner, data=photo())
    assert refused.value.status == 429
    assert (files(settings), EvidencePhoto.objects.count()) == ([], 0)
    assert store_evidence(owner=owner, data=photo()).pk


@pytest.mark.parametrize(
    "program",
    [
        "import os; os.kill(os.getpid(), 11)",
        "import os; os._exit(3)",
        "import time; time.sleep(9)",
    ],
)
def test_a_file_that_brings_its_reader_down_is_refused(owner, settings, monkeypatch, program):
    monkeypatch.setattr("media.uploads.PROGRAM", [sys.executable, "-I", "-c", program])
    monkeypatch.setattr("media.uploads.SECONDS", 1)
    with pytest.raises(PictureRefused, match="损坏"):
        store_evidence(owner=owner, data=photo())
    assert (files(settings), EvidencePhoto.objects.count()) == ([], 0)


def test_the_reader_has_little_memory_and_writes_no_file(tmp_path):
    program = (
        f"import runpy, sys, os; m = runpy.run_path({decoding.__file__!r}); sys.stdin = open(os.devnull);"
        "m['main']();"
        "\ntry: bytearray(2 << 30)\nexcept MemoryError: print('no memory')"
        f"\ntry: open({str(tmp_path / 'file')!r}, 'wb', 0).write(b'x')\nexcept OSError: print('no file')"
    )
    options = uploads.PROGRAM[:-1]
    shown = subprocess.run(
        [*options, "-c", program], capture_output=True, check=True, text=True, env={"LANG": "C.UTF-8"}
    ).stdout
    assert "no memory" in shown
    assert "no file" in shown


def test_bytes_of_a_kept_picture_hold_no_metadata(owner, settings):
    exif = Image.Exif()
    exif[271], exif[274] = "<script>", 6
    exif.get_ifd(34853)[1] = "N"
    store_evidence(owner=owner, data=photo(exif=exif) + b"PK\x03\x04 a second file")

    (file,) = files(settings)
    stored = file.read_bytes()
    assert not any(mark in stored for mark in (b"Exif", b"<script>", b"PK\x03\x04"))
    assert Image.open(io.BytesIO(stored)).size == (180, 240)
