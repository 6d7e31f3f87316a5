"""What whoever runs a contest does besides deciding: write to those who apply, take the list along."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum
from django.utils import timezone
from wagtail.log_actions import log

from accounts.models import User
from campaigns.contests.models import Answer, Contest, DeskMessage, Entry, EntryEvent, EntryFile
from campaigns.contests.selectors.people import contest_run_by
from campaigns.contests.selectors.screening import entries_at_desk
from campaigns.contests.services.screening_words import tell
from carbon_points.rules.keys import check_key
from core import clock
from core.refusals import Refused
from core.spreadsheets import xlsx
from core.text import clean

ENTRIES_TAKEN = "contests.entries"
MESSAGES_A_DAY, DAY = 5, timedelta(days=1)
HEADINGS = (
    "编号",
    "名称",
    "作品名",
    "单位类别",
    "区域",
    "状态",
    "提交时间",
    "自评总分",
    "材料（份）",
    "最近一次说明",
)
To = DeskMessage.To


@transaction.atomic
def tell_applicants(
    *, contest_id: int, by: User, to: str, title: str, body: str, request_key: str
) -> DeskMessage:
    """Write to the people of all entries of a state; the same request_key writes once. Five times a day.

    Raises NoSuchContest, or a Refused: unfit words, a key used for something else, nobody there, the limit.
    """
    check_key(request_key)
    title, body = _fit(to, title, body)
    contest_run_by(by, contest_id)
    contest = Contest.objects.select_for_update(no_key=True).get(pk=contest_id)
    earlier = DeskMessage.objects.filter(sent_by=by, request_key=request_key).first()
    if earlier is not None:
        if (earlier.contest_id, earlier.to, earlier.title, earlier.body) != (contest.pk, to, title, body):
            raise Refused("这个请求标识已经用过，请刷新页面再发。", code="key_used")
        return earlier
    now = clock.now()
    if DeskMessage.objects.filter(contest=contest, at__gt=now - DAY).count() >= MESSAGES_A_DAY:
        raise Refused(f"一天最多发{MESSAGES_A_DAY}次，请明天再发，或者合成一条。", code="too_many_messages")
    rows = list(_receivers(contest, to))
    if not rows:
        raise Refused("现在没有这样的申报，不用发。", code="nobody_there")
    said = DeskMessage.objects.create(
        contest=contest, to=to, title=title, body=body, sent_by=by, request_key=request_key, at=now
    )
    text = f"{body}\n——{contest.organiser_name}（“{contest.title}”）"
    tell((row, f"said:{said.pk}", title, text) for row in rows)
    return said


@transaction.atomic
def entries_xlsx(*, contest: Contest, by: User) -> bytes:
    """All entries as a spreadsheet, without phone numbers; that it was taken stays on record."""
    log(contest, ENTRIES_TAKEN, user=by)
    scores = Answer.objects.filter(entry=OuterRef("pk"), criterion__points__isnull=False).order_by()
    files = EntryFile.objects.filter(entry=OuterRef("pk"), purpose=EntryFile.Purpose.MATERIAL).order_by()
    last = EntryEvent.objects.filter(entry=OuterRef("pk")).exclude(words="").order_by("-pk")
    rows = entries_at_desk(contest).annotate(
        own_score=Subquery(scores.values("entry").annotate(sum=Sum("self_score")).values("sum")),
        materials=Subquery(files.values("entry").annotate(count=Count("pk")).values("count")),
        last_words=Subquery(last.values("words")[:1]),
    )
    lines: list[Sequence[object]] = [HEADINGS]
    for row in rows:
        at = row.submitted_at
        lines.append(
            (
                row.label,
                row.name,
                row.title,
                row.organisation.get_kind_display() if row.organisation else "家庭或个人",
                row.area.name if row.area else "",
                row.get_state_display(),
                f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else "",
                "" if row.own_score is None else float(row.own_score),
                row.materials or 0,
                row.last_words or "",
            )
        )
    return xlsx("申报名单", lines, widths=(8, 24, 18, 12, 14, 12, 18, 10, 10, 40))


def _receivers(contest: Contest, to: str) -> "QuerySet[Entry]":
    rows = Entry.objects.filter(contest=contest).order_by("pk")
    if to == To.EVERYBODY:
        return rows.exclude(state=Entry.State.WITHDRAWN)
    return rows.filter(state=to)


def _fit(to: str, title: str, body: str) -> tuple[str, str]:
    title, body = " ".join(clean(title).split()), clean(body).strip()
    if to not in To.values:
        raise Refused("请选择发给谁。", code="invalid", status=422)
    if not title or not body or len(title) > 40 or len(body) > 500:
        raise Refused("请写标题（40个字以内）和内容（500个字以内）。", code="invalid", status=422)
    return title, body
