"""Spreadsheets of official values: looked at first, then taken over whole."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.models import User
from core import clock
from core.refusals import NotFound, Refused
from core.text import clean
from indicators import official_rules as rules
from indicators.access import ENTER
from indicators.models import OfficialValue, PlanIndicator, ValueSheet
from indicators.official_rules import Entry
from indicators.selectors.official import indicators_of, with_official
from indicators.services.official.entering import insert_value, tidy
from indicators.services.official.refusals import NeedsSecondLook, NotYours, SheetRefused
from indicators.services.official.sheet_checks import in_order, wrong_rows
from indicators.services.official.sheet_reading import Line, read_sheet

State = OfficialValue.State
FIELDS = ("value", "as_of", *rules.LENGTHS)


def keep_sheet(*, by: User, data: bytes, file_name: str) -> ValueSheet:
    """Read a spreadsheet and keep what it would enter, to be looked at. No value is entered.

    Raises NotYours, or SheetRefused with every fault and the address of its cell.
    """
    if not by.has_perm(ENTER):
        raise NotYours("您没有填报官方数值的权限。")
    read, faults = read_sheet(data)
    own = {row.code: row for row in with_official(indicators_of(by))}
    known = set(PlanIndicator.objects.values_list("code", flat=True))
    faults += wrong_rows(read, own, known)
    entries = {} if faults else {line.row: tidy(Entry(**line.values)) for line in read}
    stored = _rows_of_days(own)
    lines = []
    for line in read if not faults else []:
        entry, indicator = entries[line.row], own[line.code]
        found = stored.get((indicator.pk, entry.as_of), {})
        if (waits := found.get(State.WAITING)) and not _is_same(waits, entry):
            faults.append(
                f"{line.at('value')}：这一天已经有一条待确认的数值（{waits.value.normalize():f}），"
                "请等对方确认或先撤回"
            )
            continue
        lines.append(_told(line, indicator, entry, found))
    if not read and not faults:
        faults = ["表格里没有填任何数值。请在“数值”一列填写后再上传。"]
    if faults:
        raise SheetRefused(in_order(faults))
    name = clean(file_name)[:200] or "sheet.xlsx"
    return ValueSheet.objects.create(uploaded_by=by, uploaded_at=clock.now(), file_name=name, lines=lines)


@transaction.atomic
def take_over_sheet(*, by: User, sheet_id: int, is_sure: bool = False) -> ValueSheet:
    """Enter every new or corrected value of a sheet, all or none; each waits for its second person.

    Twice is once. Raises NotFound, NeedsSecondLook, or whatever one of the values is refused for.
    """
    sheet = ValueSheet.objects.select_for_update().filter(pk=sheet_id, uploaded_by=by).first()
    if sheet is None:
        raise NotFound("没有这张表格，请重新上传。")
    if sheet.taken_at is not None:
        return sheet
    lines = [line for line in sheet.lines if line["change"] != "same"]
    if not is_sure and any(line["jump"] for line in lines):
        raise NeedsSecondLook("有的数值和上一次相差十倍以上，请核对单位；确实如此，请勾选“数值无误”。")
    # In the order of codes, so that two sheets at once wait for each other.
    for line in sorted(lines, key=lambda one: (one["code"], one["as_of"])):
        try:
            insert_value(
                by=by,
                code=line["code"],
                entry=entry_of(line),
                request_key=f"sheet:{sheet.pk}:{line['code']}:{line['as_of']}",
                is_sure=True,
            )
        except Refused as refused:
            raise SheetRefused([f"第{line['row']}行 {line['code']}：{refused.message}"]) from refused
    sheet.taken_at = clock.now()
    sheet.save(update_fields=["taken_at"])
    return sheet


def entry_of(line: Mapping[str, Any]) -> Entry:
    """A kept line as it was read."""
    texts = {name: line[name] for name in rules.LENGTHS}
    return Entry(value=Decimal(line["value"]), as_of=date.fromisoformat(line["as_of"]), **texts)


def _rows_of_days(own: Mapping[str, PlanIndicator]) -> dict[tuple[int, date], dict[str, OfficialValue]]:
    """Indicator and day → what waits and what is confirmed."""
    rows = OfficialValue.objects.filter(
        indicator__in=[row.pk for row in own.values()], state__in=[State.WAITING, State.CONFIRMED]
    )
    found: dict[tuple[int, date], dict[str, OfficialValue]] = {}
    for row in rows.order_by("pk"):
        found.setdefault((row.indicator_id, row.as_of), {})[row.state] = row
    return found


def _is_same(row: OfficialValue, entry: Entry) -> bool:
    return all(getattr(row, name) == getattr(entry, name) for name in FIELDS)


def _told(
    line: Line, indicator: PlanIndicator, entry: Entry, found: Mapping[str, OfficialValue]
) -> dict[str, Any]:
    official = indicator.official
    confirmed = found.get(State.CONFIRMED)
    is_same = State.WAITING in found or (confirmed is not None and _is_same(confirmed, entry))
    return {
        "row": line.row,
        "code": indicator.code,
        "name": indicator.name,
        "unit": indicator.unit,
        "value": f"{entry.value:f}",
        "as_of": entry.as_of.isoformat(),
        **{name: getattr(entry, name) for name in rules.LENGTHS},
        "old": f"{official.value.normalize():f}" if official else "",
        "old_as_of": official.as_of.isoformat() if official else "",
        "change": "same" if is_same else "correction" if confirmed else "new",
        "jump": not is_same and rules.differs_much(official.value if official else None, entry.value),
    }
