"""Whatever is sent about a real contest's results, it is answered, and nothing changes."""

import pytest
from django.test import Client

from accounts.models import PendingAction
from campaigns.contests.models import Objection, Result
from core import clock
from tests.carbon_points.ledger_world import NOW, make_resident
from tests.contests.judged import entries_of, make_runner, settled
from tests.contests.test_objections import say

pytestmark = pytest.mark.django_db
BAD = [
    "\x00",
    "a\x00b",
    "\ud800",
    "０",
    "٣",
    str(2**63),
    "9" * 5000,
    "-1",
    "1e9",
    "x" * 70,
    "\u202e",
    "()",
    "%",
]

# What is odd as a number, and still a key.
KEYS: dict[str, tuple[str, ...]] = {"entry": (), "request_key": (str(2**63), "-1", "1e9")}


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: NOW.date())


def quiet(user=None):
    client = Client(raise_request_exception=False)
    if user:
        client.force_login(user)
    return client


@pytest.mark.parametrize("bad", BAD, ids=ascii)
def test_pages_answer_whatever_is_asked(bad):
    contest = settled()
    guest, runner = quiet(), quiet(make_runner())

    for client, path in (
        (guest, f"/contests/{contest.pk}/notice/"),
        (guest, f"/contests/{contest.pk}/objections/"),
        (runner, f"/contests/{contest.pk}/objections/"),
        (runner, f"/contests/{contest.pk}/desk/results/"),
        (runner, f"/contests/{contest.pk}/desk/objections/"),
    ):
        got = client.get(path, {"entry": bad, "page": bad}) if "\ud800" not in bad else client.get(path)
        assert got.status_code in {200, 400, 404, 422}, path


@pytest.mark.parametrize(
    ("field", "bad"),
    [(field, bad) for field in KEYS for bad in BAD if bad not in KEYS[field]],
    ids=ascii,
)
def test_an_objection_with_a_bad_field_is_refused_and_nothing_is_kept(field, bad):
    contest = settled()
    url, body = f"/contests/{contest.pk}/objections/", {"words": "不对", "entry": "", "request_key": "k"}

    for client in (quiet(), quiet(make_resident())):
        sent = client.post(url, _encoded(body | {field: bad}), content_type=FORM)
        assert sent.status_code in {400, 404, 422}, sent.status_code
    assert (Objection.objects.count(), PendingAction.objects.count()) == (0, 0)


@pytest.mark.parametrize("bad", BAD, ids=ascii)
@pytest.mark.parametrize("field", ["outcome", "level"])
def test_a_decision_with_a_bad_field_is_refused_and_nothing_changes(field, bad):
    contest = settled()
    row = say(contest, entries_of(contest)[0])
    before = list(Result.objects.values())
    body = {"outcome": "upheld", "summary": "摘要", "answer": "答复", "level": "none", "because": "原因"}

    sent = quiet(make_runner()).post(
        f"/contests/{contest.pk}/desk/objections/{row.pk}/",
        _encoded(body | {field: bad}),
        content_type=FORM,
    )

    assert sent.status_code in {400, 422}
    assert (Objection.objects.get().outcome, list(Result.objects.values())) == ("", before)


FORM = "application/x-www-form-urlencoded"


def _encoded(fields):
    """As a browser sends it; a lone surrogate goes as its three bytes."""
    return "&".join(
        f"{name}={''.join(f'%{byte:02X}' for byte in value.encode('utf-8', 'surrogatepass'))}"
        for name, value in fields.items()
    )
