"""Where residents' pictures lie: folders of their own that no address leads to."""

import secrets
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.utils import timezone
from django.utils.deconstruct import deconstructible


@deconstructible
class EvidenceStorage(FileSystemStorage):
    """DATA_DIR/evidence, looked up at each use. Only the site's own user can read it."""

    def __init__(self) -> None:
        super().__init__(file_permissions_mode=0o600, directory_permissions_mode=0o700)

    @property
    def base_location(self) -> str:
        """The folder as it is written."""
        return str(settings.DATA_DIR / "evidence")

    @property
    def location(self) -> str:
        """The folder with its whole path."""
        return str(Path(self.base_location).absolute())

    def url(self, name: str | None) -> str:
        """There is none: see media.links and campaigns.wall_links."""
        raise ValueError("Residents' pictures have no address of their own.")


@deconstructible
class WallStorage(EvidenceStorage):
    """DATA_DIR/wall: pictures for the walls of campaigns, seen by others only once they are approved."""

    @property
    def base_location(self) -> str:
        """The folder as it is written."""
        return str(settings.DATA_DIR / "wall")


def folder_of(moment: datetime) -> str:
    """The folder for files of one day of the city."""
    return timezone.localtime(moment).strftime("%Y/%m/%d")


def random_name(moment: datetime) -> str:
    """A name that nobody can guess and that says nothing, not even what its owner called the file."""
    return f"{folder_of(moment)}/{secrets.token_urlsafe(24)}.jpg"
