"""Evidence is private: an address serves one viewer for five minutes."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.core import signing
from django.test import Client
from django.utils import timezone

from accounts.models import User
from media.links import SALT, evidence_url
from media.models import EvidencePhoto
from media.services.evidence import store_evidence
from media.services.use import attach, forget_pictures_of
from media.tasks import purge_evidence
from tests.media.pictures import photo


@pytest.fixture
def kept(owner) -> EvidencePhoto:
    return store_evidence(owner=owner, data=photo())


@pytest.fixture
def reviewer(db) -> User:
    person = User.objects.create_user("reviewer", is_staff=True)
    person.user_permissions.add(Permission.objects.get(codename="view_evidencephoto"))
    return person


def status(browser, url):
    answer = browser.get(url)
    # Read to its end, so that the file is closed.
    b"".join(answer)
    return answer.status_code


def browser_of(person):
    client = Client()
    client.force_login(person)
    return client


def test_its_owner_sees_the_photo_and_nothing_keeps_it(signed_in, owner, kept):
    answer = signed_in.get(evidence_url(photo=kept, viewer=owner))

    assert answer.status_code == 200
    contents = b"".join(answer)
    assert contents.startswith(b"\xff\xd8\xff")
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == f'inline; filename="photo-{kept.pk}.jpg"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_reviewer_sees_it_through_an_address_of_their_own(owner, reviewer, kept):
    browser = browser_of(reviewer)

    assert status(browser, evidence_url(photo=kept, viewer=reviewer)) == 200
    assert status(browser, evidence_url(photo=kept, viewer=owner)) == 404


def test_nobody_else_sees_it(client, owner, stranger, kept):
    url = evidence_url(photo=kept, viewer=owner)

    assert status(client, url) == 404
    assert status(browser_of(stranger), url) == 404
    # Signed for somebody without the right, as a mistake of a page could do.
    assert status(browser_of(stranger), evidence_url(photo=kept, viewer=stranger)) == 404


def test_staff_without_the_right_and_people_who_left_do_not_see_it(reviewer, kept):
    colleague = User.objects.create_user("colleague", is_staff=True)
    assert status(browser_of(colleague), evidence_url(photo=kept, viewer=colleague)) == 404
    browser, url = browser_of(reviewer), evidence_url(photo=kept, viewer=reviewer)
    User.objects.filter(pk=reviewer.pk).update(is_active=False)
    assert status(browser, url) == 404


def test_the_address_ends_after_five_minutes_with_a_sentence(signed_in, owner, stranger, kept):
    url, now = evidence_url(photo=kept, viewer=owner), timezone.now()
    with time_machine.travel(now + timedelta(minutes=4, seconds=58), tick=False):
        assert status(signed_in, url) == 200
    with time_machine.travel(now + timedelta(minutes=5, seconds=2), tick=False):
        answer = signed_in.get(url)
        assert answer.status_code == 403
        assert "5分钟" in answer.content.decode()
        assert status(browser_of(stranger), url) == 404


def test_a_removed_picture_is_not_found(signed_in, owner, kept):
    attach(owner=owner, photo_id=kept.pk, used_on=date(2026, 11, 3))
    url = evidence_url(photo=kept, viewer=owner)
    forget_pictures_of(owner=owner)
    purge_evidence()

    assert status(signed_in, url) == 404


def test_a_lost_file_is_not_found_and_no_error(signed_in, owner, kept):
    kept.file.storage.delete(kept.file.name)

    assert status(signed_in, evidence_url(photo=kept, viewer=owner)) == 404


def test_guessing_finds_nothing(signed_in, owner, kept):
    url = evidence_url(photo=kept, viewer=owner)
    token = url.split("/")[2]
    value, stamp, signature = token.split(":")
    forged = [
        *(f"{value}:{stamp}:{signature[:-1]}{letter}" for letter in "ABCDEFGHIJ" if letter != signature[-1]),
        *(f"{value}:{stamp}:", value, f"{value}:{signature}", f"{signing.dumps([kept.pk, owner.pk])}"),
        signing.dumps([kept.pk, owner.pk], salt=f"{SALT}.other"),
        *(f"{number}" for number in range(200)),
        *(kept.file.name, f"../{kept.file.name}", "字"),
    ]

    assert {status(signed_in, f"/evidence/{guess}/") for guess in forged} == {404}
    assert status(signed_in, f"/uploads/{kept.file.name}") == 404
    assert status(signed_in, f"/evidence/{kept.file.name}") == 404


def test_no_page_can_ask_the_storage_for_an_address(kept):
    with pytest.raises(ValueError, match="no address"):
        assert kept.file.url


def test_the_address_says_nothing_about_the_file(owner, kept):
    url = evidence_url(photo=kept, viewer=owner)

    assert kept.file.name not in url
    assert re.fullmatch(r"/evidence/[\w:.-]+/", url)


def test_showing_a_photo_costs_a_known_number_of_queries(signed_in, owner, kept, django_assert_num_queries):
    url = evidence_url(photo=kept, viewer=owner)
    with django_assert_num_queries(3):
        status(signed_in, url)
