"""Bad text and bad numbers at the desk of official values: an answer below 500, and nothing stored."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from indicators.models import OfficialValue, ValueSheet
from tests.carbon_points.test_bad_inputs import TEXTS
from tests.indicators.officials import entered, indicator, person

pytestmark = pytest.mark.django_db
FIELDS = ("value", "as_of", "document_title", "document_number", "document_url", "note", "request_key")
GOOD = {"value": "1", "as_of": "2025-12-31", "document_title": "公报", "is_sure": "on"}


def test_no_text_breaks_the_desk():
    indicator("A1-01")
    clerk, second = person("统计员"), person("统计员")
    value = entered(clerk, "A1-01")
    client = Client()
    client.force_login(second)
    base = "/stats/official/"

    for text in TEXTS:
        for field in FIELDS:
            sent = client.post(f"{base}indicator/A1-01/", {**GOOD, field: text})
            assert sent.status_code < 500, (field, text[:20])
        for path in (base, f"{base}waiting/", "/indicators/"):
            assert client.get(path, {"q": text, "show": text, "kind": text}).status_code < 500, text[:20]
        for field in ("value", "step"):
            assert client.post(f"{base}waiting/", {field: text}).status_code < 500, text[:20]
        assert client.post(f"{base}values/{value.pk}/", {"step": text}).status_code < 500, text[:20]
        sheet = SimpleUploadedFile(text.replace("/", "")[:200] or "x", text.encode())
        assert client.post(f"{base}sheet/", {"sheet": sheet}).status_code < 500, text[:20]

    value.refresh_from_db()
    assert value.state == "waiting"
    assert not ValueSheet.objects.exists()
    assert not OfficialValue.objects.filter(value__gt=10**11).exists()
