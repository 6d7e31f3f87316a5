"""What the tests of totals share."""

from typing import Any

import pytest

from carbon_points.selectors import logs
from indicators.selectors import releases


@pytest.fixture(autouse=True)
def _own_rows_are_seen(request: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test inside one transaction would never see its own logs: on PostgreSQL they count once committed.

    Tests about that very thing commit (transaction=True) and get the true bound.
    """
    # What a process remembers of releases is not true of the next test's.
    releases._kept.clear()
    mark = request.node.get_closest_marker("django_db")
    if mark and not mark.kwargs.get("transaction"):
        monkeypatch.setattr(logs, "committed_bound", lambda: 2**62)
        # Channels closes the connection after each read, and with it the test's transaction.
        monkeypatch.setattr("channels.db.close_old_connections", lambda: None)
