"""The one way the Word import says no."""

from core.refusals import Refused


class WordRefused(Refused):
    """The file is not one that can be read safely. Nothing of it is used."""

    code = "word_refused"
    status = 422
