"""Making a report: the first version when it is due, a corrected one when somebody asks."""

from datetime import date

from django.db import IntegrityError, transaction

from accounts.models import User
from core import clock
from indicators.models import Report
from indicators.periods import last_day, stretch_words
from indicators.selectors import reports as selectors
from indicators.selectors.releases import published
from indicators.services.reports.comparing import changes, same_content
from indicators.services.reports.refusals import (
    NoReason,
    NoSuchReport,
    NotClosed,
    NothingNew,
    NotPublished,
    Overtaken,
)
from indicators.services.reports.snapshot import digest, snapshot


def make_report(*, kind: str, start: date, reason: str, by: User | None = None, after: int = 0) -> Report:
    """The version behind `after`, the one that whoever asks has seen (0: none yet).

    The same wish again gives back what it made. Two who wish at once get one version: the table has room for
    one, and the other one learns of it.
    """
    made = Report.objects.filter(kind=kind, start=start).order_by("-version").first()
    if made is not None and after == made.version - 1 and (made.reason, made.made_by) == (reason, by):
        return made
    if after != (made.version if made else 0):
        raise Overtaken("已经有更新的版本，请刷新页面，看过以后再决定。")
    _look_at_reason(reason, made)
    try:
        with transaction.atomic():
            return _write(kind, start, reason, by, made)
    except IntegrityError:
        twin = Report.objects.filter(kind=kind, start=start, version=after + 1).first()
        if twin is None:
            raise
        if (twin.reason, twin.made_by) == (reason, by):
            return twin
        raise Overtaken("刚刚有人生成了新的版本，请刷新页面，看过以后再决定。") from None


def _look_at_reason(reason: str, made: Report | None) -> None:
    if reason not in Report.Reason.values:
        raise NoReason("请选择更正的原因。")
    if made is None and reason != Report.Reason.FIRST:
        raise NoSuchReport("还没有第1版，不能更正。")
    if made is not None and reason == Report.Reason.FIRST:
        raise NoReason("已经有第1版，请选择更正的原因。")


def _write(kind: str, start: date, reason: str, by: User | None, before: Report | None) -> Report:
    words = stretch_words(kind, start)
    if last_day(kind, start) >= clock.today():
        raise NotClosed(f"{words}还没有结束，结束以后才能生成报告。")
    release = published(kind, start)
    if release is None:
        raise NotPublished(f"{words}的统计表还没有发布，发布以后才能生成报告。")
    now, version = clock.now(), before.version + 1 if before else 1
    content = snapshot(kind, start, release, version=version, reason=reason, made_at=now)
    if before is not None:
        if same_content(before.snapshot, content):
            raise NothingNew("现在的数字和上一版完全一样，不用生成新的版本。")
        content["changes"] = changes(before.snapshot, content)
    return Report.objects.create(
        kind=kind,
        start=start,
        version=version,
        reason=reason,
        snapshot=content,
        sha256=digest(content),
        made_at=now,
        made_by=by,
    )


def make_due_reports() -> list[Report]:
    """The first version for every closed month and year whose tables are published and that has none."""
    return [
        make_report(kind=kind, start=start, reason=Report.Reason.FIRST)
        for kind, start in selectors.due_reports()
    ]


def is_intact(report: Report) -> bool:
    """Whether the snapshot is still the one whose sum is printed on it."""
    return digest(report.snapshot) == report.sha256
