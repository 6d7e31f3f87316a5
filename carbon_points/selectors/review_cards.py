"""One submission as a reviewer sees it: the proof, and nothing about who it belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.selectors.households import household_user_ids
from carbon_points.models import Bill, ReasonTemplate, Submission
from carbon_points.selectors.review_queue import town_of, within_reach
from core.refusals import NotFound
from media.links import evidence_url
from media.models import EvidencePhoto

# The keys 1 to 9.
MOST_REASONS = 9


@dataclass(frozen=True, slots=True)
class Similar:
    """A picture that looks alike. `url` is empty when it is gone, or too near to the reviewer."""

    url: str
    distance: int
    same_person: bool


@dataclass(frozen=True, slots=True)
class CardPhoto:
    """A picture with a link for this reviewer and five minutes; `url` is empty when it is gone."""

    url: str
    similar: list[Similar] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Card:
    """A first look and a second look have the same card."""

    submission_id: int
    action: str
    quantity: Decimal
    unit: str
    done_on: date
    kind: str
    kind_label: str
    evidence_note: str
    note: str
    bill: Bill | None
    photos: list[CardPhoto]
    # Other accounts seen in the same browser.
    device_people: int


def card_for(reviewer: User, submission_id: int) -> Card:
    """The card of a submission within this reviewer's reach. Raises NotFound and NotYourReview."""
    rows = within_reach(reviewer).select_related("action", "bill")
    submission = rows.filter(pk=submission_id).first()
    if submission is None:
        raise NotFound("没有这条待核验的记录。")
    photos = [row.photo for row in submission.photos.select_related("photo")]
    similar = _similar(reviewer, submission)
    return Card(
        submission_id=submission.pk,
        action=submission.action.name,
        quantity=submission.quantity,
        unit=submission.action.unit,
        done_on=submission.done_on,
        kind=submission.kind,
        kind_label=submission.get_kind_display(),
        evidence_note=submission.action.evidence_note,
        note=submission.note,
        bill=getattr(submission, "bill", None),
        photos=[CardPhoto(_url(photo, reviewer), similar.get(photo.pk, [])) for photo in photos],
        device_people=sum(flag["people"] for flag in submission.flags if flag["what"] == "device"),
    )


def reasons_for(kind: str) -> "QuerySet[ReasonTemplate]":
    """Sentences for a rejection of this kind of proof, at most nine."""
    fitting = ReasonTemplate.objects.filter(is_active=True, kind__in=["", kind])
    return fitting.order_by("order", "pk")[:MOST_REASONS]


def _similar(reviewer: User, submission: Submission) -> dict[int, list[Similar]]:
    """Pictures like each photo. The reviewer's neighbours are not shown, they are only counted."""
    flags = [flag for flag in submission.flags if flag["what"] == "similar"]
    shown = _showable(reviewer, [flag["like"] for flag in flags]) if flags else {}
    found: dict[int, list[Similar]] = {}
    for flag in flags:
        photo = shown.get(flag["like"])
        url = _url(photo, reviewer) if photo else ""
        found.setdefault(flag["photo"], []).append(Similar(url, flag["distance"], flag["own"]))
    return found


def _showable(reviewer: User, ids: Sequence[int]) -> dict[int, EvidencePhoto]:
    town = town_of(reviewer)
    near = Q(owner__area=town) | Q(owner__area__parent=town) | Q(owner__in=household_user_ids(reviewer))
    return EvidencePhoto.objects.filter(removed_at=None).exclude(near).in_bulk(ids)


def _url(photo: EvidencePhoto, reviewer: User) -> str:
    return evidence_url(photo=photo, viewer=reviewer) if photo.removed_at is None else ""
