"""What cannot be on a contest's page: days out of order, another standard, likes for pupils."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaigns.contests.models import Contest, Kind
from campaigns.contests.rules.days import DAY_NAMES, first_wrong, said
from campaigns.contests.services.publishing import kept_days
from content.selectors.contest_facts import calendar_of

if TYPE_CHECKING:
    from content.models import ContestPage

NEEDED = ("enrol_from", "enrol_until", "materials_until", "screening_until", "judging_until", "notice_until")
# Addresses below /contests/ that are no pages.
TAKEN = ("standards", "entries", "titles", "files")
SCANNED = (Kind.SHOP, Kind.RESTAURANT)


def faults_of(page: ContestPage) -> dict[str, str]:
    """Field and sentence; empty when all is well. One query, and one for the standard."""
    faults = _of_days(page) | _of_kind(page)
    contest = Contest.objects.filter(key=page.contest_key).first()
    return faults | (_of_the_contest(page, contest) if contest else {})


def _of_days(page: ContestPage) -> dict[str, str]:
    if any(getattr(page, name) is None for name in NEEDED):
        # Each is asked for by its own field.
        return {}
    if page.kind == Kind.WORKS and (page.recheck_from or page.recheck_until):
        return {"recheck_from": "作品征集没有称号要复核，请把两个复核日期都清空。"}
    if page.kind != Kind.WORKS and not (page.recheck_from or page.recheck_until):
        return {"recheck_from": "称号每年都要复核，请写复核的第一天和截止日期。"}
    wrong = first_wrong(calendar_of(page))
    return dict([wrong]) if wrong else {}


def _of_kind(page: ContestPage) -> dict[str, str]:
    faults: dict[str, str] = {}
    if page.slug in TAKEN or page.slug.isdigit():
        faults["slug"] = f"“{page.slug}”这个网址留给别的用处了，请换一个，如 green-school-{page.year}。"
    if page.standard_id and page.kind and page.standard.kind != page.kind:
        named = page.standard.get_kind_display()
        faults["standard"] = f"这份标准是“{named}”的，请选“{page.get_kind_display()}”的标准。"
    if page.for_pupils and page.kind != Kind.WORKS:
        faults["for_pupils"] = "“未成年人作品”只用于作品征集，请取消勾选，或者把类别改为作品征集。"
    if page.for_pupils and page.shows_likes:
        faults["shows_likes"] = "未成年人作品不展示点赞，请取消勾选。"
    if page.scan_action_id and page.kind not in SCANNED:
        faults["scan_action"] = "只有商超和餐馆有扫码，请不要选。"
    return faults


def _of_the_contest(page: ContestPage, contest: Contest) -> dict[str, str]:
    """It is public already: what people applied for stays, and what is done is not moved."""
    faults: dict[str, str] = {}
    if page.kind != contest.kind:
        faults["kind"] = f"页面已经公开，类别不能再换，请改回“{contest.get_kind_display()}”。"
    if page.standard_id != contest.standard_id:
        faults["standard"] = f"页面已经公开，标准不能再换，请改回“{contest.standard}”。"
    for name in kept_days(contest):
        day = getattr(contest, name)
        if getattr(page, name) != day:
            was = f"请改回{said(day)}" if day else "请清空"
            faults[name] = f"这一步已经做完，{DAY_NAMES[name]}不能再改，{was}。"
            break
    return faults
