"""R12: submissions against their logs and decisions, claims against their logs."""

import re
from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q, Subquery

from carbon_points.models import ActionLog, Claim, Decision, Submission
from carbon_points.services.verification.difference import Difference

ON_PROOF = [ActionLog.Evidence.PHOTO, ActionLog.Evidence.BILL]
_KEY = re.compile(r"review:([1-9][0-9]{0,18}):([1-9][0-9]{0,4})", re.ASCII)
_SAME = ("resident", "action", "quantity", "done_on")


def evidence_differences() -> Iterator[Difference]:
    """Everything that does not fit; the database looks for it, so only faults are read."""
    yield from _submissions()
    yield from _decisions()
    yield from _logs()
    yield from _claims()


def _submissions() -> Iterator[Difference]:
    approved = Submission.objects.filter(state=Submission.State.APPROVED).order_by("pk")
    wrong = ~Q(log__evidence=F("kind")) | ~Q(log__channel=ActionLog.Channel.REVIEW)
    for name in _SAME:
        wrong |= ~Q(**{f"log__{name}": F(name)})
    for pk in approved.filter(wrong).values_list("pk", flat=True):
        yield Difference("R12", f"submission {pk}", "approved, but its log says something else")


def _decisions() -> Iterator[Difference]:
    last = Decision.objects.filter(submission=OuterRef("pk"), is_second=False, undone_at=None)
    closed = Submission.objects.annotate(said=Subquery(last.order_by("-pk").values("verdict")[:1]))
    agreed = Q(state="approved", said="approve") | Q(state="rejected", said="reject")
    rows = closed.filter(state__in=["approved", "rejected"]).exclude(agreed, said__isnull=False)
    for pk, state in rows.order_by("pk").values_list("pk", "state"):
        yield Difference("R12", f"submission {pk}", f"{state} without the decision for it")


def _logs() -> Iterator[Difference]:
    """A log that no submission names any more was taken back, and its key says which one it came from."""
    free = ActionLog.objects.filter(evidence__in=ON_PROOF, reverses=None, submission=None).order_by("pk")
    for log in free.select_related("reversal").iterator(chunk_size=1000):
        where = f"log {log.pk}"
        if not hasattr(log, "reversal"):
            yield Difference("R12", where, f"stands on a {log.evidence} that nobody handed in")
        elif not _came_from_one(log):
            yield Difference("R12", where, "taken back, but it never belonged to a submission")


def _came_from_one(log: ActionLog) -> bool:
    found = _KEY.fullmatch(log.request_key)
    if found is None:
        return False
    earlier = Submission.objects.filter(pk=int(found[1]), round__gt=int(found[2]))
    return earlier.filter(**{f"{name}": getattr(log, name) for name in _SAME}).exists()


def _claims() -> Iterator[Difference]:
    reversed_ = ActionLog.objects.filter(reverses=OuterRef("log"))
    # Those of partners are compared with their records (R13).
    claims = Claim.objects.exclude(log__channel=ActionLog.Channel.PARTNER)
    claims = claims.annotate(gone=Exists(reversed_)).order_by("pk")
    for pk in claims.filter(gone=True, released_at=None).values_list("pk", flat=True):
        yield Difference("R12", f"claim {pk}", "stands, but its log was taken back")
    for pk in claims.filter(gone=False, released_at__isnull=False).values_list("pk", flat=True):
        yield Difference("R12", f"claim {pk}", "released, but its log stands")
    for pk in claims.exclude(resident=F("log__resident")).values_list("pk", flat=True):
        yield Difference("R12", f"claim {pk}", "names another resident than its log")
    bills = Submission.objects.filter(kind="bill", state="approved", log__claim=None).order_by("pk")
    for pk in bills.values_list("pk", flat=True):
        yield Difference("R12", f"submission {pk}", "an approved bill that claims nothing")
