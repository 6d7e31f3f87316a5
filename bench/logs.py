"""Records one action for each of many residents, from threads of one process; prints the rate as JSON."""

import json
import sys
import time
from decimal import Decimal

import django

django.setup()

from accounts.models import User  # noqa: E402
from carbon_points.models import Action  # noqa: E402
from carbon_points.services.logs import log_action  # noqa: E402
from core import clock  # noqa: E402
from tests.machinery.threads import together  # noqa: E402

LOGS = 1600


def main() -> None:
    """Record LOGS actions from as many threads as the command line says."""
    threads = int(sys.argv[1])
    # One log for each person, so that no daily limit ends the measurement.
    people = User.objects.bulk_create(User(username=f"bench-{number}") for number in range(LOGS))
    action = Action.objects.get(code="TR-BUS-SELF")

    def work(number: int) -> int:
        mine = people[number::threads]
        for person in mine:
            log_action(
                resident=person,
                action=action,
                quantity=Decimal(1),
                done_on=clock.today(),
                request_key="bench",
            )
        return len(mine)

    started = time.monotonic()
    outcomes = together(work, threads)
    seconds = time.monotonic() - started
    if outcomes != [LOGS // threads] * threads:
        sys.exit(f"Not every log was recorded: {outcomes}")
    print(json.dumps({"rate": LOGS / seconds}))


if __name__ == "__main__":
    main()
