"""What people are told about their entries' results, and about what they objected to: in their inbox."""

from collections.abc import Iterable

from django.urls import reverse

from campaigns.contests.models import Contest, Entry, Objection, Result
from campaigns.rules.words import quoted
from messaging.models import Message
from messaging.services import Notice, notify_many


def tell_of_notice(contest: Contest, entries: Iterable[Entry]) -> int:
    """Whoever applied can see the own result now."""
    until = f"{contest.notice_until.month}月{contest.notice_until.day}日"
    return notify_many(
        _to_applicant(
            entry,
            happened="notice",
            title=f"{quoted(contest.title)}的评审结果开始公示",
            body=f"公示到{until}。您可以看到自己的得分和评委的意见；有不同意见，公示期内可以提出。",
        )
        for entry in entries
    )


def tell_of_announcement(contest: Contest, results: Iterable[Result], waiting: set[int]) -> int:
    """Everybody who was judged; `waiting` are entries whose objection is not decided yet."""
    return notify_many(
        _to_applicant(
            result.entry,
            happened="announced",
            title=f"{quoted(contest.title)}的结果公布了",
            body=_announced(result, result.entry_id in waiting),
        )
        for result in results
    )


def tell_of_title(result: Result) -> int:
    """A title that came later than the others, because an objection had to be decided first."""
    level = result.level.name if result.level else ""
    return notify_many(
        [
            _to_applicant(
                result.entry,
                happened="titled",
                title=f"恭喜，您获得{quoted(level)}",
                body=f"对{quoted(result.entry.name)}的异议已经处理完，等次现在公布。",
            )
        ]
    )


def tell_of_decision(objection: Objection, revised: str) -> int:
    """Whoever objected, and whoever applied; `revised` says what the result is now, if it was changed."""
    contest, entry = objection.contest, objection.entry
    body = f"{objection.get_outcome_display()}。{objection.answer}{revised}"
    notices = [
        Notice(
            user_id=objection.by_id,
            kind=Message.Kind.CAMPAIGN,
            title=f"您对{quoted(contest.title)}提出的异议有了答复",
            body=body,
            url=reverse("contests:notice", args=[contest.pk]),
            key=f"objection:{objection.pk}:answered",
        )
    ]
    if entry is not None and entry.applicant_id != objection.by_id:
        notices.append(
            _to_applicant(
                entry,
                happened=f"objection-{objection.pk}",
                title=f"对{quoted(entry.name)}的异议有了结论",
                body=f"异议：{objection.summary}\n{body}",
            )
        )
    return notify_many(notices)


def _announced(result: Result, is_waiting: bool) -> str:
    if is_waiting:
        return "有人对您的结果提出了异议，处理完马上告诉您，请稍等。"
    if result.level:
        return f"恭喜，您获得{quoted(result.level.name)}。谢谢您为绿色生活做的每一件事。"
    return "这一次没有获得等次，谢谢您的参与。评委的意见都在结果页上，欢迎下次再来。"


def _to_applicant(entry: Entry, *, happened: str, title: str, body: str) -> Notice:
    return Notice(
        user_id=entry.applicant_id,
        kind=Message.Kind.CAMPAIGN,
        title=title,
        body=body,
        url=reverse("contests:result", args=[entry.pk]),
        key=f"entry:{entry.pk}:{happened}",
    )
