"""Jobs: written with their cause, run once, tried again after a failure."""

from datetime import timedelta

import pytest
from celery import current_app, shared_task
from django.db import transaction

from core import clock, jobs
from core.models import Job

ran: list[str] = []


@shared_task(name="tests.note")
def note(word):
    ran.append(word)


@shared_task(name="tests.fail")
def fail():
    raise RuntimeError("the outside world is down")


@shared_task(name="tests.effect")
def effect(word):
    return lambda: Job.objects.create(task="tests.note", args={"word": word}, run_at=clock.now())


@pytest.fixture(autouse=True)
def nothing_ran():
    ran.clear()


@pytest.mark.django_db
def test_a_due_job_runs_once():
    job = jobs.enqueue("tests.note", word="one")

    assert jobs.run(job.pk) is True
    assert jobs.run(job.pk) is False
    assert ran == ["one"]
    assert Job.objects.get().attempts == 1


@pytest.mark.django_db
def test_the_same_key_is_the_same_job():
    first = jobs.enqueue("tests.note", key="note:1", word="one")
    second = jobs.enqueue("tests.note", key="note:1", word="two")

    assert second == first
    assert jobs.sweep() == 1
    assert ran == ["one"]


@pytest.mark.django_db
def test_a_job_of_a_cancelled_transaction_never_runs():
    def cancelled():
        with transaction.atomic():
            jobs.enqueue("tests.note", word="one")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        cancelled()

    assert jobs.sweep() == 0
    assert ran == []


@pytest.mark.django_db
def test_a_failed_job_is_kept_and_tried_later(caplog):
    job = jobs.enqueue("tests.fail")
    jobs.run(job.pk)

    job.refresh_from_db()
    assert (job.done_at, job.attempts, job.lease_until) == (None, 1, None)
    assert job.error == "the outside world is down"
    assert job.run_at > clock.now()
    assert "tests.fail" in caplog.text


@pytest.mark.django_db
def test_a_job_whose_worker_died_is_run_after_its_lease():
    job = jobs.enqueue("tests.note", word="one")
    Job.objects.update(lease_until=clock.now() + timedelta(minutes=1))
    assert jobs.run(job.pk) is False

    Job.objects.update(lease_until=clock.now() - timedelta(seconds=1))
    assert jobs.run(job.pk) is True
    assert ran == ["one"]


@pytest.mark.django_db
def test_effect_and_done_mark_are_committed_together(monkeypatch):
    job = jobs.enqueue("tests.effect", word="one")
    # Another worker finished the job after this one's lease ran out.
    monkeypatch.setattr(jobs, "LEASE", timedelta(seconds=-1))
    original = current_app.tasks["tests.effect"].run

    def slow(word):
        Job.objects.filter(pk=job.pk).update(done_at=clock.now())
        return original(word)

    monkeypatch.setattr(current_app.tasks["tests.effect"], "run", slow)
    jobs.run(job.pk)

    assert Job.objects.count() == 1


@pytest.mark.django_db
def test_only_what_was_done_long_ago_is_forgotten():
    for key, done_at in (
        ("old", clock.now() - timedelta(days=31)),
        ("new", clock.now() - timedelta(days=29)),
        ("open", None),
    ):
        Job.objects.create(task="tests.note", key=key, run_at=clock.now(), done_at=done_at)

    assert jobs.forget_done() == 1
    assert set(Job.objects.values_list("key", flat=True)) == {"new", "open"}
