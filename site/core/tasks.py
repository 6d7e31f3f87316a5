"""Celery tasks that serve the job table."""

from celery import shared_task

from core import idempotency, jobs


@shared_task(name="core.tasks.run_job")
def run_job(job_id: int) -> None:
    """Run one job by its row. Delivered twice, it runs once."""
    jobs.run(job_id)


@shared_task(name="core.tasks.sweep")
def sweep() -> None:
    """Find due jobs whose message was lost."""
    jobs.sweep()


@shared_task(name="core.tasks.forget")
def forget() -> None:
    """Delete answers and finished jobs that nobody can ask for any more."""
    idempotency.forget_old_answers()
    jobs.forget_done()
