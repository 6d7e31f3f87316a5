"""Uploads at one moment: one photo is kept once. Each beside a control that fails without the guard."""

import threading
from datetime import date
from pathlib import Path

import pytest

from accounts.models import User
from media.models import EvidencePhoto
from media.refusals import DuplicatePhoto, PhotoInUse
from media.selectors import same_photo_of
from media.services.evidence import store_evidence
from media.services.use import attach
from tests.machinery.threads import Moment, Rendezvous, together
from tests.media.pictures import photo

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
AT_ONCE = 8


@pytest.fixture(autouse=True)
def _room_for_all(monkeypatch):
    """Everybody is let in: what is tried here comes after the reading."""
    monkeypatch.setattr("media.uploads._queue", threading.BoundedSemaphore(AT_ONCE))


def count_files(settings) -> int:
    return sum(path.is_file() for path in Path(settings.DATA_DIR / "evidence").rglob("*"))


def test_the_same_photo_of_eight_people_is_kept_for_the_first(settings):
    people = [User.objects.create_user(f"person-{number}") for number in range(AT_ONCE)]
    outcomes = together(lambda number: store_evidence(owner=people[number], data=photo()), AT_ONCE)

    kept = EvidencePhoto.objects.get()
    assert [outcome.pk for outcome in outcomes if isinstance(outcome, EvidencePhoto)] == [kept.pk]
    assert sum(isinstance(outcome, DuplicatePhoto) for outcome in outcomes) == AT_ONCE - 1
    assert count_files(settings) == 1


def test_control_eight_photos_of_eight_people_are_eight(settings):
    people = [User.objects.create_user(f"person-{number}") for number in range(AT_ONCE)]
    together(lambda number: store_evidence(owner=people[number], data=photo(number)), AT_ONCE)

    assert EvidencePhoto.objects.count() == count_files(settings) == AT_ONCE


def near_copies(monkeypatch, pause: Moment) -> list[EvidencePhoto | Exception]:
    """One person sends the same picture, saved in eight qualities, at one moment."""
    monkeypatch.setattr("media.services.evidence.same_photo_of", pause.after(same_photo_of))
    person = User.objects.create_user("person")
    return together(lambda number: store_evidence(owner=person, data=photo(quality=50 + number * 5)), AT_ONCE)


def test_copies_of_one_picture_by_one_person_are_one_photo(monkeypatch, settings):
    outcomes = near_copies(monkeypatch, Moment())

    kept = EvidencePhoto.objects.get()
    assert [outcome.pk for outcome in outcomes] == [kept.pk] * AT_ONCE
    assert count_files(settings) == 1


def test_control_without_taking_turns_copies_are_kept_twice(monkeypatch):
    monkeypatch.setattr("media.services.evidence._wait_for_turn", lambda owner: None)
    near_copies(monkeypatch, Rendezvous(2))

    assert EvidencePhoto.objects.count() > 1


def test_a_photo_is_used_by_one_of_eight_records():
    person = User.objects.create_user("person")
    kept = store_evidence(owner=person, data=photo())
    outcomes = together(
        lambda number: attach(owner=person, photo_id=kept.pk, used_on=date(2026, 11, number + 1)), AT_ONCE
    )

    kept.refresh_from_db()
    assert [o.used_on for o in outcomes if isinstance(o, EvidencePhoto)] == [kept.used_on]
    assert sum(isinstance(outcome, PhotoInUse) for outcome in outcomes) == AT_ONCE - 1
