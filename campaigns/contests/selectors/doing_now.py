"""What a reader of a contest's page can do today: a sentence, and one button."""

from dataclasses import dataclass

from campaigns.contests.models import Contest, Kind
from campaigns.contests.rules.days import said
from campaigns.contests.rules.phases import Phase
from campaigns.contests.selectors.calendar import phase_of

_JUDGED = (Phase.SCREENING, Phase.VISITS, Phase.JUDGING)


@dataclass(frozen=True, slots=True)
class DoingNow:
    """`label` is empty where there is nothing to press; `url_name` and `args` say where the button leads."""

    sentence: str
    label: str = ""
    url_name: str = ""
    args: tuple[int, ...] = ()


def doing_now(contest: Contest) -> DoingNow:
    """The sentence and the button of today."""
    if contest.state != Contest.State.OPEN:
        return DoingNow(f"这个评选{contest.get_state_display()}，不再接受申报。")
    phase = phase_of(contest)
    if phase == Phase.BEFORE:
        return DoingNow(f"{said(contest.enrol_from)}开始报名，先看看规则和标准。")
    if phase == Phase.ENROL:
        label = "提交作品" if contest.kind == Kind.WORKS else "申报"
        return _button(contest, f"正在报名，{said(contest.enrol_until)}截止。", label, "contests:apply")
    if phase == Phase.MATERIALS:
        sentence = f"报名已经截止。报了名的，请在{said(contest.materials_until)}以前补齐材料并提交。"
        return _button(contest, sentence, "继续填写", "contests:apply")
    if phase in {Phase.VISITS, Phase.JUDGING} and contest.kind == Kind.WORKS:
        sentence = f"作品正在评审，{said(contest.judging_until)}以后公示结果。"
        return _button(contest, sentence, "看作品", "contests:works")
    if phase in _JUDGED:
        return DoingNow(f"正在审核和评审，{said(contest.judging_until)}以后公示结果。")
    if phase == Phase.NOTICE:
        sentence = f"结果正在公示，到{said(contest.notice_until)}；有不同意见可以提出异议。"
        return _button(contest, sentence, "查看公示", "contests:notice")
    if phase == Phase.ANNOUNCED:
        return _button(contest, "结果已经公布。", "查看结果", "contests:notice")
    return DoingNow(_after(contest, phase), "称号名册", "contests:titles")


def _button(contest: Contest, sentence: str, label: str, url_name: str) -> DoingNow:
    return DoingNow(sentence, label, url_name, (contest.pk,))


def _after(contest: Contest, phase: Phase) -> str:
    if phase == Phase.RECHECK and contest.recheck_until is not None:
        return f"获得称号的单位正在复核，{said(contest.recheck_until)}以前提交一年来的情况。"
    return "这一届已经结束，称号还在不在有效期，可以查名册。"
