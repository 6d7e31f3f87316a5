"""Where the files of contests lie: a folder of their own that no address leads to."""

from django.conf import settings
from django.utils.deconstruct import deconstructible

from media.storage import EvidenceStorage


@deconstructible
class ContestStorage(EvidenceStorage):
    """DATA_DIR/contests: materials, pieces of files on their way (`parts/`), pictures of visits."""

    @property
    def base_location(self) -> str:
        """The folder as it is written."""
        return str(settings.DATA_DIR / "contests")
