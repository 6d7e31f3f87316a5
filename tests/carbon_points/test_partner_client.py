"""The reference client of docs/ against the running site, and the example of its page."""

import hashlib
import hmac
import json
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from content.demo_partners import PARTNERS
from tests.machinery.site_process import ROOT, SiteProcess

CLIENT = ROOT / "docs" / "partner_client.py"


def send(site: SiteProcess, file: Path, secret: str = PARTNERS[0]["secret"]) -> Any:
    return subprocess.run(
        [sys.executable, str(CLIENT), site.url, str(file)],
        env={"PARTNER_KEY": PARTNERS[0]["key"], "PARTNER_SECRET": secret, "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


@pytest.mark.browser
def test_the_client_sends_records_to_the_site(live_site: SiteProcess, tmp_path: Path) -> None:
    site = live_site
    assert site.manage("load_city").returncode == 0
    assert PARTNERS[0]["key"] in site.manage("load_demo").stdout
    ride = {
        "id": "client-1",
        "scope": "bus-card",
        "subject": "7310 0000-01",
        "action": "TR-BUS-KM",
        "quantity": 4.2,
        "done_at": (datetime.now(UTC) - timedelta(days=2)).isoformat(),
        "reference": "R-1",
    }
    file = tmp_path / "records.json"
    file.write_text(json.dumps([ride, ride, ride | {"id": "client-2", "subject": "0000000000"}]))

    first, second, wrong = send(site, file), send(site, file), send(site, file, secret="wrong")

    answers = [json.loads(line) for line in first.stdout.splitlines()]
    assert [answer["status"] for answer in answers] == ["credited", "duplicate", "refused"]
    assert (first.returncode, answers[0]["points"], answers[2]["code"]) == (1, 11, "no_consent")
    again = [json.loads(line)["status"] for line in second.stdout.splitlines()]
    assert again == ["duplicate", "duplicate", "duplicate"]
    assert wrong.returncode == 1
    assert wrong.stderr.startswith("401 签名不对")
    assert site.manage("verify_ledger").returncode == 0


def test_the_example_of_the_page_is_right() -> None:
    page = (ROOT / "docs" / "partner_api.md").read_text(encoding="utf-8")
    facts = dict(re.findall(r"^    (timestamp|body|secret|signature) +(.+)$", page, re.MULTILINE))

    signature = hmac.new(
        facts["secret"].encode(), (facts["timestamp"] + facts["body"]).encode(), hashlib.sha256
    ).hexdigest()

    assert facts["signature"] == signature


def test_the_client_is_short_and_needs_nothing() -> None:
    lines = CLIENT.read_text(encoding="utf-8").splitlines()

    assert len(lines) <= 80
    imported = {line.split()[1].split(".")[0] for line in lines if line.startswith(("import ", "from "))}
    assert imported <= sys.stdlib_module_names
