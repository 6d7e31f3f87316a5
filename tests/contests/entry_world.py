"""Entries that are filled in, pictures, and documents for the tests of applying."""

import io
import zipfile
from itertools import count
from typing import Any

from PIL import Image

from accounts.models import User
from campaigns.contests.models import Contest, Entry
from campaigns.contests.services.answers import save_answers
from campaigns.contests.services.entries import begin_entry
from campaigns.contests.services.files import add_file
from tests.carbon_points.ledger_world import make_resident
from tests.contests.world import make_contest, make_school

_numbers = count(1)
ANSWERS = {"score-1.1": "55", "score-1.2": "20.5", "score-2.1": "10", "veto-3": "on"}


def jpeg(shade: int = 0, size: tuple[int, int] = (40, 30)) -> bytes:
    """A picture of one colour; another number, other bytes."""
    out = io.BytesIO()
    Image.new("RGB", size, (shade % 256, 80, 90)).save(out, "JPEG", comment=f"comment {shade}")
    return out.getvalue()


def office(main: str = "word/document.xml", types: bytes = b"<Types/>", **parts: bytes) -> bytes:
    """A .docx, or an .xlsx, as far as anybody looks."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr(main, b"<x/>")
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def begun(contest: Contest | None = None, **values: Any) -> tuple[Entry, User]:
    """A school's draft, and its head."""
    school, head = make_school()
    contest = contest or make_contest()
    usual: dict[str, Any] = {
        "contest_id": contest.pk,
        "by": head,
        "request_key": f"k{next(_numbers)}",
        "organisation_id": school.pk,
    }
    return begin_entry(**(usual | values)), head


def filled(contest: Contest | None = None) -> tuple[Entry, User]:
    """A school's draft to which nothing is missing."""
    entry, head = begun(contest)
    entry = save_answers(entry_id=entry.pk, by=head, revision=entry.revision, values=ANSWERS)
    add_file(entry_id=entry.pk, by=head, data=PDF, name="用电.pdf", criterion_key="1.1")
    return entry, head


def strangers(entry: Entry) -> list[User]:
    """Who has nothing to do with it: a helper of the same school, another school's head, somebody."""
    assert entry.organisation is not None
    helper = make_resident()
    entry.organisation.members.create(user=helper, role="helper", since=entry.created_at)
    return [helper, make_school()[1], make_resident()]
