"""What stands on the certificate and on the plaque of a title."""

from datetime import date

from campaigns.contests.models import Title
from campaigns.contests.models.standards import Kind
from campaigns.contests.refusals.titles import NoSuchTitle
from campaigns.contests.selectors.titles import address_of, award_of
from campaigns.rules.certificates import spaced
from campaigns.rules.words import quoted
from media.certificates import CertificateText
from media.plaques import PlaqueText


def certificate_of(title: Title) -> CertificateText:
    """荣誉证书. Raises NoSuchTitle for one that was withdrawn, or whose holder asked to be forgotten."""
    _refuse_void(title)
    contest, work = title.contest, title.entry.title
    if title.kind == Kind.WORKS:
        said = f"作品{quoted(work)}在{quoted(contest.title)}中获得以上奖项，特发此证。"
    else:
        said = f"在{quoted(contest.title)}中经评审和公示获得以上称号，特发此证。"
    facts = [("年度", f"{title.year}年度")]
    if title.valid_until is not None:
        facts.append(("有效期至", _day(title.valid_until)))
    return CertificateText(
        heading="荣誉证书",
        name=title.name,
        award=award_of(title),
        said=said,
        facts=tuple(facts),
        issuer=contest.organiser_name,
        issued_on=_day(title.valid_from),
        number=spaced(title.code),
        note=_note(title),
        qr=address_of(title),
        tone="honour",
    )


def plaque_of(title: Title) -> PlaqueText:
    """牌匾. Raises NoSuchTitle for works, which hang nowhere, and for what is void."""
    if title.kind == Kind.WORKS:
        raise NoSuchTitle("作品奖项没有牌匾，只有证书。")
    _refuse_void(title)
    draft = "依据的标准是草案。" if title.contest.standard.is_draft else ""
    return PlaqueText(
        award=title.get_kind_display(),
        level=title.level,
        name=title.name,
        year=f"{title.year}年度",
        issuer=title.contest.organiser_name,
        issued_on=_day(title.valid_from),
        number=spaced(title.code),
        note=f"称号每年复核一次，现在是否有效，以扫码查到的为准。{draft}",
        qr=address_of(title),
    )


def is_void(title: Title) -> bool:
    """Nothing is drawn of it any more."""
    return title.withdrawn_at is not None or not title.name


def _refuse_void(title: Title) -> None:
    if title.withdrawn_at is not None:
        raise NoSuchTitle("这个称号已经撤销，没有证书了。")
    if not title.name:
        raise NoSuchTitle("按本人要求，名称已经清除，没有证书了。")


def _note(title: Title) -> str:
    standard = title.contest.standard
    draft = "（草案标准，待主管部门确认）" if standard.is_draft else ""
    parts = [f"依据{quoted(standard.title)}第{standard.version}版{draft}评定。"]
    if title.valid_until is not None:
        parts.append("称号每年复核一次。")
    parts.append("自愿申报，零收费")
    if title.kind in {Kind.SCHOOL, Kind.WORKS} or title.contest.for_pupils:
        parts.append("，不作为升学依据")
    return "".join(parts) + "。扫码可以核验是否有效。"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
