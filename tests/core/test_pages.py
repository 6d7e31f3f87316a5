"""Pages of no app: health, reading mode, refusals."""

import pytest

from core.context import MODE_COOKIE


@pytest.mark.django_db
def test_health_and_readiness(client):
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ok"}


@pytest.mark.parametrize(
    ("target", "goes_to"),
    [
        ("/plan/?a=1", "/plan/?a=1"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example/", "/"),
        ("///evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_the_reading_mode_is_kept_and_leads_back_to_this_site_only(client, target, goes_to):
    answer = client.post("/mode/", {"mode": "care", "next": target})

    assert (answer.status_code, answer.headers["Location"]) == (302, goes_to)
    assert answer.cookies[MODE_COOKIE].value == "care"


def test_an_unknown_mode_is_the_standard_one(client):
    assert client.post("/mode/", {"mode": "x"}).cookies[MODE_COOKIE].value == "normal"


def test_reading_a_mode_changes_nothing(client):
    assert client.get("/mode/").status_code == 405


@pytest.mark.django_db
def test_a_missing_page_says_so_in_chinese(client):
    answer = client.get("/no-such-page/")

    assert answer.status_code == 404
    assert "没有找到" in answer.content.decode()


@pytest.mark.django_db
def test_a_missing_api_address_is_a_problem_document(client):
    answer = client.get("/api/v1/no-such-thing")

    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert answer.json()["code"] == "not_found"


@pytest.mark.parametrize("path", ["/log/?category=%00", "/api/v1/actions?a=%00"])
@pytest.mark.django_db
def test_nul_is_stopped_at_the_door(client, path):
    assert client.get(path).status_code == 400


@pytest.mark.django_db
def test_every_page_carries_the_content_security_policy(client):
    assert "script-src" not in client.get("/").headers["Content-Security-Policy"]
    assert "default-src 'self'" in client.get("/").headers["Content-Security-Policy"]
