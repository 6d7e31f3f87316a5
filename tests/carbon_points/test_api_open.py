"""Everybody can read the seals, and an auditor can prove a day with nothing but a script of the handbook."""

import json
import shutil
import subprocess
import sys
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from carbon_points.models import Seal
from carbon_points.services.logs import undo_log
from carbon_points.services.seals import seal_through
from tests.carbon_points.ledger_world import NOW, TODAY, make_action, make_resident, record

URL = "/api/v1/open/seals"
pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed() -> list[Seal]:
    """Three sealed days, oldest first: a log with its undo and another, nothing, one log."""
    resident, action = make_resident(), make_action()
    undo_log(resident=resident, log_id=record(resident, action).pk, now=NOW)
    record(make_resident(), action, 2)
    later = NOW + timedelta(days=2)
    record(resident, action, done_on=TODAY + timedelta(days=2), now=later)
    return seal_through(last_day=TODAY + timedelta(days=2), now=NOW + timedelta(days=9))


def test_the_seals_are_open_newest_first(client, sealed):
    answer = client.get(URL)

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in answer.headers
    document = answer.json()
    assert [
        (item["day"], item["count"], item["points"], item["lines_hash"], item["previous_hash"], item["hash"])
        for item in document["items"]
    ] == [
        (str(seal.day), seal.count, seal.points, seal.lines_hash, seal.previous_hash, seal.hash)
        for seal in reversed(sealed)
    ]
    assert document["items"][2] | {"lines_hash": "", "hash": ""} == {
        "day": "2026-11-23",
        "count": 3,
        "points": 20,
        "lines_hash": "",
        "previous_hash": "0" * 64,
        "hash": "",
        "sealed_at": "2026-12-02T01:00:00Z",
    }
    assert document["next_cursor"] is None


def test_without_seals_the_list_is_empty(client):
    assert client.get(URL).json() == {"items": [], "next_cursor": None}


def test_older_seals_come_in_pages(client, sealed):
    first = client.get(URL, {"limit": 2}).json()
    second = client.get(URL, {"limit": 2, "cursor": first["next_cursor"]}).json()

    assert [item["day"] for item in first["items"]] == ["2026-11-25", "2026-11-24"]
    assert [item["day"] for item in second["items"]] == ["2026-11-23"]
    assert (first["next_cursor"], second["next_cursor"]) == ("2026-11-24", None)
    # A page that ends with the last seal leads nowhere.
    assert client.get(URL, {"limit": 3}).json()["next_cursor"] is None


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=367",
        "limit=x",
        "cursor=",
        "cursor=0",
        "cursor=1e9",
        "cursor=2026-02-29",
        "cursor=%ff",
    ],
)
def test_a_page_that_cannot_be_is_refused(client, sealed, query):
    answer = client.get(f"{URL}?{query}")

    assert answer.status_code in {400, 422}
    assert answer.headers["Content-Type"].startswith("application/problem+json")


def test_a_year_fits_on_one_page(client):
    days = [date(2028, 1, 1) + timedelta(days=number) for number in range(367)]
    Seal.objects.bulk_create(
        Seal(
            day=day,
            count=0,
            points=0,
            lines_hash="0" * 64,
            sealed_at=NOW,
            previous_hash=f"{number:064}",
            hash=f"{number + 1:064}",
        )
        for number, day in enumerate(days)
    )

    document = client.get(URL).json()

    assert (len(document["items"]), document["next_cursor"]) == (366, "2028-01-02")


def lines_of(day: str) -> str:
    out = StringIO()
    call_command("seal_ledger", "--lines", day, stdout=out)
    return out.getvalue()


def audit(folder: Path, *days: str) -> "subprocess.CompletedProcess[str]":
    """Run the script that the page of seals gives to an auditor, on the files in a folder."""
    shutil.copy(settings.ROOT / "site" / "static" / "verify" / "check_seals.py", folder)
    command = [sys.executable, "-I", "check_seals.py", "seals.json", *(f"{day}.lines" for day in days)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def papers(client, sealed, tmp_path: Path) -> Path:
    """What an auditor has: a page of seals, and the lines of two days."""
    (tmp_path / "seals.json").write_bytes(client.get(URL).content)
    for day in ("2026-11-23", "2026-11-24"):
        (tmp_path / f"{day}.lines").write_text(lines_of(day), encoding="utf-8")
    return tmp_path


def test_an_auditor_proves_the_chain_and_the_days_at_home(papers, sealed):
    done = audit(papers, "2026-11-23", "2026-11-24")

    assert (done.stdout.splitlines(), done.stderr, done.returncode) == (
        [
            "2026-11-23: 3 transfers, 20 points, as sealed",
            "2026-11-24: 0 transfers, 0 points, as sealed",
            f"3 seals in one chain, after {'0' * 64}, up to {sealed[-1].hash}",
        ],
        "",
        0,
    )


def test_an_auditor_sees_a_changed_line(papers):
    lines = papers / "2026-11-23.lines"
    lines.write_text(lines.read_text().replace("|10|earn|", "|11|earn|"))

    done = audit(papers, "2026-11-23")

    assert (done.stderr, done.returncode) == ("2026-11-23: these lines were not sealed\n", 1)


@pytest.mark.parametrize(
    ("place", "name", "value", "problem"),
    [
        (2, "points", 21, "2026-11-23: the hash is not that of its columns"),
        (1, "previous_hash", "f" * 64, "2026-11-24: the hash is not that of its columns"),
        (1, None, None, "2026-11-25: does not follow 2026-11-23"),
    ],
)
def test_an_auditor_sees_a_changed_seal_and_one_that_was_taken_out(papers, place, name, value, problem):
    page = papers / "seals.json"
    document = json.loads(page.read_text())
    if name is None:
        del document["items"][place]
    else:
        document["items"][place][name] = value
    page.write_text(json.dumps(document))

    done = audit(papers)

    assert (done.stderr, done.returncode) == (f"{problem}\n", 1)


def test_the_lines_are_written_for_a_sealed_day_alone_and_nothing_is_sealed(sealed):
    assert lines_of("2026-11-24") == ""
    assert len(lines_of("2026-11-25").splitlines()) == 1
    with pytest.raises(CommandError, match="2026-11-26 is not sealed"):
        lines_of("2026-11-26")
    with pytest.raises(CommandError, match="not allowed with"):
        call_command("seal_ledger", "--lines", "2026-11-25", "--day", "2026-11-25")

    assert Seal.objects.count() == 3
