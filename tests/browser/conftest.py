"""What browser journeys share."""

from collections.abc import Callable

import pytest

from tests.machinery.site_process import SiteProcess


@pytest.fixture
def sms(live_site: SiteProcess) -> Callable[[str], str]:
    """Reads the newest code sent to a phone."""
    return live_site.sms_code
