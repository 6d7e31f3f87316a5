"""Where documents of official values lie: a folder of their own that no address leads to."""

from django.conf import settings
from django.utils.deconstruct import deconstructible

from media.storage import EvidenceStorage


@deconstructible
class OfficialStorage(EvidenceStorage):
    """DATA_DIR/official: the documents that official values rest on."""

    @property
    def base_location(self) -> str:
        """The folder as it is written."""
        return str(settings.DATA_DIR / "official")
