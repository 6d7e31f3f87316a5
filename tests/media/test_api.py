"""POST /api/v1/photos, and the form field of pages."""

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from core import clock
from media.forms import PhotoField
from media.models import EvidencePhoto
from media.services.use import attach
from tests.media.pictures import photo

URL = "/api/v1/photos"


def upload(client, data=None, name="photo.jpg"):
    return client.post(URL, {"photo": SimpleUploadedFile(name, photo() if data is None else data)})


def test_a_photo_comes_in_and_twice_is_once(signed_in, owner):
    first, again = upload(signed_in), upload(signed_in, name="other.png")

    kept = EvidencePhoto.objects.get()
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json() == {"id": kept.pk, "width": 240, "height": 180}
    assert kept.owner == owner


def test_a_guest_is_asked_to_sign_in_and_a_cookie_needs_its_token(client, owner):
    assert upload(client).status_code == 401
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(owner)
    assert upload(strict).status_code == 403
    assert not EvidencePhoto.objects.exists()


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({}, "photo：缺少这个字段。"),
        ({"photo": "text"}, "photo：缺少这个字段。"),
        (
            {"photo": [SimpleUploadedFile("a", photo()), SimpleUploadedFile("b", photo(2))]},
            "一次只能上传一张",
        ),
        ({"photo": SimpleUploadedFile("a", photo()), "other": SimpleUploadedFile("b", b"b")}, "一次只能上传"),
        ({"photo": SimpleUploadedFile("a", b"no photo")}, "无法识别这张照片"),
    ],
)
def test_what_is_not_one_photo_is_refused_with_a_sentence(signed_in, form, sentence):
    answer = signed_in.post(URL, form)

    assert (answer.status_code, answer["Content-Type"][:24]) == (422, "application/problem+json")
    assert sentence in answer.json()["detail"]
    assert not EvidencePhoto.objects.exists()


def test_another_kind_of_body_is_refused(signed_in):
    answer = signed_in.post(URL, "{}", content_type="application/json")

    assert answer.status_code == 415
    assert "multipart/form-data" in answer.json()["detail"]


def test_files_are_taken_at_this_address_only(signed_in):
    assert signed_in.post("/api/v1/logs", {"photo": SimpleUploadedFile("a", photo())}).status_code == 415


@pytest.mark.parametrize(
    ("url", "kind"), [(URL, "application/problem+json; charset=utf-8"), ("/log/", "text/html; charset=utf-8")]
)
def test_a_body_over_the_limit_is_refused_before_it_is_read(signed_in, settings, url, kind):
    class Unread:
        def read(self, *size):
            raise AssertionError("The body was read.")

        readline = read

    answer = signed_in.generic(
        "POST",
        url,
        b"",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(settings.MAX_BODY_SIZE + 1),
        **{"wsgi.input": Unread()},
    )

    assert (answer.status_code, answer["Content-Type"]) == (413, kind)
    assert "12MB" in answer.content.decode()


def test_an_upload_stays_in_memory(settings):
    """A temporary file would hold where the photo was taken."""
    assert settings.FILE_UPLOAD_MAX_MEMORY_SIZE >= settings.MAX_BODY_SIZE


class PhotoForm(forms.Form):
    photo = PhotoField(required=False)


def test_the_field_gives_bytes_and_offers_camera_and_album():
    data = photo()
    form = PhotoForm({}, {"photo": SimpleUploadedFile("../../x" * 90, data)})

    assert form.is_valid()
    assert form.cleaned_data["photo"] == data
    assert '<input type="file" name="photo" accept="image/*"' in str(form["photo"])
    assert "capture" not in str(form["photo"])
    assert "multiple" not in str(form["photo"])


@pytest.mark.parametrize(
    ("upload", "error"),
    [
        (SimpleUploadedFile("a", b""), "这个文件是空的"),
        (SimpleUploadedFile("a", b"x" * (10 * 1024 * 1024 + 1)), "超过10MB"),
        ("text", "没有传上来"),
    ],
)
def test_the_field_refuses_with_a_sentence(upload, error):
    form = PhotoForm({}, {"photo": upload})

    assert error in form.errors["photo"][0]


def test_no_photo_is_no_error_where_none_is_needed():
    form = PhotoForm({}, {})

    assert form.is_valid()
    assert form.cleaned_data["photo"] is None


def keyed(client, data, key="k-1"):
    return client.post(URL, {"photo": SimpleUploadedFile("a.jpg", data)}, headers={"Idempotency-Key": key})


def test_the_same_key_and_photo_give_the_same_answer_even_when_a_record_uses_it(signed_in, owner):
    first = keyed(signed_in, photo())
    attach(owner=owner, photo_id=first.json()["id"], used_on=clock.today())
    again = keyed(signed_in, photo())

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert again["Idempotent-Replayed"] == "true"
    assert EvidencePhoto.objects.count() == 1


def test_the_same_key_with_another_photo_is_refused(signed_in):
    keyed(signed_in, photo())
    answer = keyed(signed_in, photo(2))

    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
    assert EvidencePhoto.objects.count() == 1


def test_a_refusal_is_kept_under_its_key(signed_in):
    first, again = keyed(signed_in, b"no photo"), keyed(signed_in, b"no photo")

    assert (first.status_code, again.status_code) == (422, 422)
    assert first.content == again.content
