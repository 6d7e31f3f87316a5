"""Where the real document lies when it is beside the checkout. It is never part of the repository."""

from pathlib import Path

import pytest

FILES = sorted((Path(__file__).resolve().parents[3] / "shared" / "plan").glob("*.txt"))

needs_the_document = pytest.mark.skipif(
    not FILES, reason="The official document is not on this machine (looked for *.txt in ../shared/plan)."
)
