"""The one way in which the loader of first words says no."""

from core.refusals import Refused


class SeedRefused(Refused):
    """A file is wrong; nothing of the folder is used. Names the file and, where there is one, the field."""

    code = "seed_refused"
    status = 422

    def __init__(self, reason: str, *, file: str, field: str = "") -> None:
        self.reason, self.file, self.field = reason, file, field
        super().__init__(f"{file}{f'，“{field}”' if field else ''}：{reason}")
