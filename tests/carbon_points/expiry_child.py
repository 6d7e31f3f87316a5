"""One worker that takes expired points, in a process of its own, so that it can be killed.

Run as `python -m tests.carbon_points.expiry_child 2028-07-01`; prints a line first and one at the end.
"""

import os
import sys
from datetime import datetime, time

import django

django.setup()

from django.utils import timezone  # noqa: E402

from carbon_points.services.expiry import expire_points  # noqa: E402

if __name__ == "__main__":
    day = datetime.fromisoformat(sys.argv[1]).date()
    os.write(1, b"at work\n")
    emptied = expire_points(now=timezone.make_aware(datetime.combine(day, time(0, 40))))
    os.write(1, f"{emptied}\n".encode())
