"""What can be wrong with a photo that is evidence."""

from core.refusals import NotFound, Refused


class DuplicatePhoto(Refused):
    """The same photo was used before. `earlier_id` is it when it is the same person's, else None."""

    code = "duplicate_photo"

    def __init__(self, message: str, *, earlier_id: int | None = None) -> None:
        super().__init__(message)
        self.earlier_id = earlier_id


class TooManyPhotos(Refused):
    """More than the hourly limit of one person."""

    code = "too_many_photos"
    status = 429


class PhotoInUse(Refused):
    """It proves another record already."""

    code = "photo_in_use"


class NoSuchPhoto(NotFound):
    """Never uploaded, forgotten after a day, or somebody else's."""
