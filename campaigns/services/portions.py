"""Work for many people, told to jobs a portion at a time; each portion leaves a job for the next."""

from collections.abc import Mapping
from typing import Any

from core.jobs import enqueue, known

# People told in one transaction, which holds the session's row as long as it lasts.
PORTION = 200


def enqueue_new(task: str, wanted: Mapping[str, Mapping[str, Any]]) -> int:
    """Write the jobs whose keys are not there yet, done or not; how many. Two queries where none is new."""
    there = known(wanted) if wanted else set()
    new = [key for key in wanted if key not in there]
    for key in new:
        enqueue(task, key=key, **wanted[key])
    return len(new)
