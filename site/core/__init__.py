"""What every app needs and no app owns: refusals, time, text, jobs, idempotency, the frame of a page."""
