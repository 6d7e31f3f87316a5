"""Where photos of tickets lie: a private folder of their own."""

from django.conf import settings
from django.utils.deconstruct import deconstructible

from media.storage import EvidenceStorage


@deconstructible
class TicketStorage(EvidenceStorage):
    """DATA_DIR/feedback; no address leads there."""

    @property
    def base_location(self) -> str:
        """The folder as it is written."""
        return str(settings.DATA_DIR / "feedback")
