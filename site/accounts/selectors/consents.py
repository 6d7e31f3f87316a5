"""What people have agreed to, by their latest decision about each thing."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import Consent, User
from accounts.texts import Notice

# Given to one organiser each time.
TO_SOMEBODY = {Consent.Purpose.CAMPAIGN, Consent.Purpose.CONTEST}


@dataclass(frozen=True, slots=True)
class StandingConsent:
    """A yes that has not been taken back. `purpose` is a word of Consent.Purpose, `label` its Chinese."""

    purpose: str
    detail: str
    label: str
    document_version: str
    at: datetime


def latest_consent(user: User, purpose: str, detail: str = "") -> Consent | None:
    """The person's latest decision about one thing, a yes or a no."""
    rows = Consent.objects.filter(user=user, purpose=purpose, detail=detail)
    return rows.order_by("-at", "-pk").first()


def has_agreed(
    user: User,
    notice: Notice,
    *,
    purpose: str = Consent.Purpose.ACCOUNT,
    detail: str = "",
    given_by: User | None = None,
) -> bool:
    """The latest decision is a yes to exactly this version and these words, said by this person."""
    latest = latest_consent(user, purpose, detail)
    return (
        latest is not None
        and latest.given
        and latest.given_by_id == (given_by.pk if given_by else None)
        and (latest.document_version, latest.document_sha256) == (notice.version, notice.sha256)
    )


def consent_stands(user: User, purpose: str, detail: str = "") -> bool:
    """The latest decision is a yes, whichever version of the text was shown then.

    This is what to ask before something is done on the ground of a consent; a newer text does not void it.
    """
    latest = latest_consent(user, purpose, detail)
    return latest is not None and latest.given


def consents_standing(user: User) -> list[StandingConsent]:
    """Everything that a person has agreed to and not taken back, latest first. One query."""
    latest: dict[tuple[str, str], Consent] = {}
    for row in Consent.objects.filter(user=user).order_by("-at", "-pk"):
        latest.setdefault((row.purpose, row.detail), row)
    return [
        StandingConsent(
            purpose=row.purpose,
            detail=row.detail,
            label=_label(row),
            document_version=row.document_version,
            at=row.at,
        )
        for row in latest.values()
        if row.given
    ]


def _label(row: Consent) -> str:
    """What it is about; of campaigns and contests also to whom, as the detail says: "campaign:7/宣传部"."""
    label = row.get_purpose_display()
    whom = row.detail.partition("/")[2] if row.purpose in TO_SOMEBODY else ""
    return f"{label}（{whom}）" if whom else label
