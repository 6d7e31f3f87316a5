"""The mix of evidence: logs that rest on a meter, on a document, on a word, and those that count 0 g."""

from collections.abc import Sequence
from typing import Protocol

from indicators.charts import Chart, Share, stack
from indicators.charts.shapes import TEXT
from indicators.charts.stack import percents
from indicators.presenting import cells

PATTERNS = {"metered": "solid", "evidenced": "stripes", "self_reported": "dots", "unquantified": "hollow"}


class Kind(cells.Numbers, Protocol):
    """A kind of evidence with its numbers."""

    @property
    def code(self) -> str: ...
    @property
    def label(self) -> str: ...


def evidence_chart(
    rows: Sequence[Kind],
    *,
    moment: str,
    picture: str,
    how: str,
    notes: tuple[str, ...],
    size: float = TEXT,
    hidden: str = cells.HIDDEN,
) -> Chart:
    """Shares of the logs that are published; a hidden kind is in the table and in no share."""
    shown = [row for row in rows if not row.suppressed]
    logs = [row.logs or 0 for row in shown]
    parts = [
        Share(row.label, number, PATTERNS.get(row.code, "hollow"))
        for row, number in zip(shown, logs, strict=True)
    ]
    share = dict(zip((row.code for row in shown), percents(logs), strict=True))
    if len(shown) < len(rows):
        notes = ("有一类或几类不公布，占比只算公布的各类。", *notes)
    table = tuple((row.label, *cells.line(row, hidden), share.get(row.code, hidden)) for row in rows)
    return Chart(
        "evidence",
        "凭证构成（次数占比）",
        stack(
            parts, label="凭证构成：" + "，".join(f"{row.label}{share[row.code]}" for row in shown), size=size
        ),
        ("凭证", *cells.HEAD, "占比"),
        table,
        moment,
        notes,
        picture,
        how,
    )
