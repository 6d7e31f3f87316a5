"""What a decision does to a submission whose row is locked: its log, its photos, what its resident hears."""

from datetime import datetime

from django.urls import reverse

from carbon_points.models import ActionLog, Decision, Submission
from carbon_points.rules.quantities import plain
from carbon_points.rules.rewards import day_words
from carbon_points.services.claims import claim, meter_fingerprint
from carbon_points.services.logs import log_action, reverse_log
from core.clock import midnight
from media.services import use
from messaging.services import notify


def approve(submission: Submission, now: datetime) -> None:
    """Make the log and its points. Raises what log_action raises, and AlreadyCounted for a meter's month."""
    other = submission.submitted_by_id != submission.resident_id
    log = log_action(
        resident=submission.resident,
        action=submission.action,
        quantity=submission.quantity,
        done_on=submission.done_on,
        evidence=submission.kind,
        channel=ActionLog.Channel.REVIEW,
        request_key=f"review:{submission.pk}:{submission.round}",
        recorded_by=submission.submitted_by if other else None,
        earliest=submission.done_on,
        submission_id=submission.pk,
        now=now,
    )
    if submission.kind == Submission.Kind.BILL:
        _claim_meter(submission, log, now)
    _close(submission, Submission.State.APPROVED, log, now)


def reject(submission: Submission, now: datetime) -> None:
    """Close it without a log; its room is free again."""
    _close(submission, Submission.State.REJECTED, None, now)


def reopen(submission: Submission, now: datetime) -> None:
    """Back to waiting. The points of an approval go back. Raises PointsSpent and AlreadyReversed."""
    if submission.log is not None:
        reverse_log(log=submission.log, cause=ActionLog.Cause.REVIEW, forgive=False, now=now)
    submission.state, submission.log, submission.decided_at = Submission.State.PENDING, None, None
    submission.round += 1
    submission.save(update_fields=["state", "log", "decided_at", "round"])
    keep_photos(submission)


def overrule_approval(submission: Submission, now: datetime) -> None:
    """An approval was wrong. What the resident has spent since is written off: nobody owes anything."""
    if submission.log is not None and not hasattr(submission.log, "reversal"):
        reverse_log(log=submission.log, cause=ActionLog.Cause.REVIEW, now=now)
    submission.round += 1
    submission.save(update_fields=["round"])
    reject(submission, now)


def keep_photos(submission: Submission) -> None:
    """Somebody has to look once more."""
    for row in submission.photos.select_related("photo"):
        use.hold(photo=row.photo)


def release_photos(submission: Submission, now: datetime) -> None:
    """The pictures go in 90 days, long after the last day of an appeal."""
    for row in submission.photos.select_related("photo"):
        use.release_for_deletion(photo=row.photo, now=now)


def tell_decision(submission: Submission, decision: Decision, *, lead: str = "核验") -> None:
    """The resident hears the result, the reason and the points, whatever the result is."""
    if submission.state == Submission.State.APPROVED:
        points = submission.log.points if submission.log else 0
        body = f"{day_words(submission.done_on)}的这条记录已经入账，得{points}分。谢谢你。"
        title = f"{lead}通过：{words_of(submission)}"
    else:
        body = f"原因：{decision.reason}"
        title = f"{lead}未通过：{words_of(submission)}"
    tell(submission, title, body, f"decision:{decision.pk}")


def tell(submission: Submission, title: str, body: str, what: str) -> None:
    """Into the inbox of the resident, or of who keeps them."""
    notify(
        user=submission.resident.kept_by or submission.resident,
        kind="review",
        title=title,
        body=body,
        url=reverse("carbon_points:submission", args=[submission.pk]),
        key=f"submission:{submission.pk}:{what}",
    )


def words_of(submission: Submission) -> str:
    """骑自行车 3公里."""
    return f"{submission.action.name} {plain(submission.quantity)}{submission.action.unit}"


def _close(submission: Submission, state: Submission.State, log: ActionLog | None, now: datetime) -> None:
    submission.state, submission.log, submission.decided_at = state, log, now
    submission.save(update_fields=["state", "log", "decided_at"])
    release_photos(submission, now)


def _claim_meter(submission: Submission, log: ActionLog, now: datetime) -> None:
    group, bill = log.method.exclusive_group, submission.bill
    claim(
        log=log,
        fingerprint=meter_fingerprint(group=group, digest=bill.meter_digest, month=bill.month),
        behaviour=submission.action.behaviour or submission.action.code,
        occurred_at=midnight(submission.done_on),
        source="bill",
        now=now,
    )
