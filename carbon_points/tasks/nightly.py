"""Recurring work: sealing the day, proving the books, anomalies, boards, badges."""

import logging
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial

from celery import shared_task
from django.utils import timezone

from accounts.models import User
from carbon_points.services import anomalies, badges, boards, helper_traces
from carbon_points.services.partner_records import news
from carbon_points.services.partner_signatures import forget_signatures
from carbon_points.services.seals import seal_through
from carbon_points.services.verification import verify
from core import clock, jobs

log = logging.getLogger(__name__)
NIGHT = {
    "seal_yesterday": time(0, 20),
    "award_badges_of_yesterday": time(2, 0),
    "prove_ledger": time(3, 0),
}


@shared_task(name="carbon_points.tasks.schedule_night")
def schedule_night() -> None:
    """Write the coming night's jobs, once: called every hour, it finds them already there."""
    tonight = clock.today() + timedelta(days=1)
    for task, at in NIGHT.items():
        jobs.enqueue(
            f"carbon_points.tasks.{task}",
            key=f"{task}:{tonight}",
            run_at=timezone.make_aware(datetime.combine(tonight, at)),
        )


@shared_task(name="carbon_points.tasks.seal_yesterday")
def seal_yesterday() -> None:
    """Seal every closed day, today's not among them; a night that was missed is made up for.

    Repeated, it changes nothing, so it needs no effect that commits together with the job.
    """
    seal_through(last_day=clock.today() - timedelta(days=1))


@shared_task(name="carbon_points.tasks.prove_ledger")
def prove_ledger() -> None:
    """Prove the ledger and log each difference as critical, so that somebody is called."""
    report = verify()
    for difference in report.differences:
        log.critical("ledger %s", difference)


@shared_task(name="carbon_points.tasks.look_for_anomalies")
def look_for_anomalies() -> None:
    """Put what looks unusual into the queue, and forget browsers of a month ago."""
    anomalies.look_for_anomalies()
    anomalies.forget_devices(today=clock.today())


@shared_task(name="carbon_points.tasks.tell_of_superseded")
def tell_of_superseded(resident_id: int, day: str) -> Callable[[], None]:
    """Tell a resident once what partners' data took the place of on a day."""
    return partial(news.tell_of_superseded, resident_id=resident_id, day=date.fromisoformat(day))


@shared_task(name="carbon_points.tasks.forget_signatures")
def forget_old_signatures() -> None:
    """Forget the partners' requests whose signatures are no longer valid anyway."""
    forget_signatures(now=clock.now())


@shared_task(name="carbon_points.tasks.refresh_boards")
def refresh_boards() -> None:
    """Count the boards of the running week anew."""
    boards.refresh_boards()


@shared_task(name="carbon_points.tasks.award_badges")
def award_badges(resident_id: int) -> None:
    """Look at the badges of one resident. Repeated, it gives nothing twice."""
    resident = User.objects.filter(pk=resident_id).first()
    if resident is not None:
        badges.award_badges(resident=resident)


@shared_task(name="carbon_points.tasks.award_badges_of_yesterday")
def award_badges_of_yesterday() -> None:
    """Look again at everybody who recorded since yesterday, each in a transaction of their own."""
    since = clock.midnight(clock.today() - timedelta(days=1))
    badges.award_badges_since(moment=since)


@shared_task(name="carbon_points.tasks.forget_lookups")
def forget_lookups() -> None:
    """Forget after half a year whom helpers searched for."""
    now = clock.now()
    helper_traces.purge(before=now - timedelta(days=180), now=now)
