"""Titles as their holders, whoever runs the contest, and anybody with the code see them."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.selectors.organisations import organisations_of
from campaigns.contests.models import Contest, Recheck, Title
from campaigns.contests.models.standards import Kind
from campaigns.contests.refusals.titles import NoSuchTitle, OwnTitle
from campaigns.contests.rules.titles import NAMES, Standing, standing_on
from campaigns.contests.selectors.people import RUNNERS, runs
from campaigns.rules.certificates import code_typed, spaced
from core import clock

# Something of it was handed in and is not decided.
CHECKING = Exists(Recheck.objects.filter(title=OuterRef("pk"), state=Recheck.State.SUBMITTED))
NAMELESS = "（按本人要求不公布名称）"


@dataclass(frozen=True, slots=True)
class VerifiedTitle:
    """What anybody learns of a title: it is public anyway."""

    standing: Standing
    # Of the standing.
    words: str
    number: str
    name: str
    award: str
    year: int
    area: str
    organiser: str
    contest: str
    standard: str
    given_on: date
    ends_on: date | None
    withdrawn_on: date | None
    reason: str

    @property
    def is_valid(self) -> bool:
        """It holds today."""
        return self.standing in {Standing.HOLDS, Standing.CHECKING}


def with_checking(rows: "QuerySet[Title]") -> "QuerySet[Title]":
    """With what `standing_of` asks for, so that a list asks once."""
    rows = rows.annotate(is_checking=CHECKING)
    return rows.select_related("contest__standard", "organisation", "area", "entry", "place")


def standing_of(title: Title, day: date | None = None) -> Standing:
    """How a title from `with_checking` stands today, or on a day."""
    return standing_on(
        day or clock.today(),
        ends=title.valid_until,
        is_withdrawn=title.withdrawn_at is not None,
        is_checking=getattr(title, "is_checking"),  # noqa: B009 - an annotation, unknown to the model
    )


def titles_of(user: User) -> "QuerySet[Title]":
    """Those of my family, my works, and of the organisations that I lead or work for; the latest first."""
    mine = Q(organisation__isnull=True, entry__applicant=user)
    ours = Q(organisation__in=organisations_of(user, roles=RUNNERS))
    return with_checking(Title.objects.filter(mine | ours)).order_by("-valid_from", "-pk")


def my_title(user: User, title_id: int) -> Title:
    """One of them. Raises NoSuchTitle."""
    title = titles_of(user).filter(pk=title_id).first()
    if title is None:
        raise NoSuchTitle("没有找到这个称号，请回到“我的称号”里查看。")
    return title


def title_run_by(user: User, title_id: int) -> Title:
    """A title of a contest that this person may run. Raises NoSuchTitle for everybody else."""
    title = with_checking(Title.objects.filter(pk=title_id, contest__in=runs(user))).first()
    if title is None:
        raise NoSuchTitle("没有这个称号，或者您不是这个评选的主办人员。")
    return title


def titles_of_contest(contest: Contest) -> "QuerySet[Title]":
    """All of a contest, by name."""
    return with_checking(Title.objects.filter(contest=contest)).order_by("withdrawn_at", "name", "pk")


def title_of_contest(contest: Contest, title_id: int) -> Title:
    """One of them. Raises NoSuchTitle."""
    title = titles_of_contest(contest).filter(pk=title_id).first()
    if title is None:
        raise NoSuchTitle("这个评选里没有这个称号。")
    return title


def refuse_own(user: User, title: Title) -> None:
    """Raise OwnTitle when this person stands in the organisation that holds the title, or won it."""
    ours = title.organisation_id and organisations_of(user).filter(pk=title.organisation_id).exists()
    if ours or title.entry.applicant_id == user.pk:
        raise OwnTitle("这是您自己单位（家庭）的称号，请由其他工作人员处理。")


def verified_title(typed: str) -> VerifiedTitle | None:
    """What a code says; None when no title has it. One query."""
    code = code_typed(typed)
    title = with_checking(Title.objects.filter(code=code)).first() if code else None
    if title is None:
        return None
    standing = standing_of(title)
    withdrawn = title.withdrawn_at
    return VerifiedTitle(
        standing=standing,
        words=NAMES[standing],
        number=spaced(title.code),
        name=title.name or NAMELESS,
        award=award_of(title),
        year=title.year,
        area=title.area.name if title.area else "",
        organiser=title.contest.organiser_name,
        contest=title.contest.title,
        standard=str(title.contest.standard),
        given_on=title.valid_from,
        ends_on=title.valid_until,
        withdrawn_on=timezone.localdate(withdrawn) if withdrawn else None,
        reason=title.withdrawn_because,
    )


def award_of(title: Title) -> str:
    """绿色学校 · 示范; of a work the level alone."""
    return title.level if title.kind == Kind.WORKS else f"{title.get_kind_display()} · {title.level}"


def address_of(title: Title) -> str:
    """Where anybody can check it."""
    return f"{settings.SITE_URL}{reverse('contests:title', args=[title.code])}"
