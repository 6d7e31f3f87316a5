"""Loading the sentences for rejections that the city begins with."""

import csv
from pathlib import Path

from django.db import transaction

from carbon_points.models import ReasonTemplate

FILE = "reasons.csv"


@transaction.atomic
def load_reasons(*, folder: Path) -> int:
    """Fill the empty table from reasons.csv; how many. From then on it belongs to staff.

    A city without the file begins with none.
    """
    path = folder / FILE
    if ReasonTemplate.objects.exists() or not path.is_file():
        return 0
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [
            ReasonTemplate(text=row["text"], kind=row["kind"], order=int(row["order"]))
            for row in csv.DictReader(file)
        ]
    return len(ReasonTemplate.objects.bulk_create(rows))
