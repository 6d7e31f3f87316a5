"""Word files as pieces of a page: pure, without Django.

`read_word(data, name)` gives the title, the pieces and pictures, and a report of everything that was changed
or not understood. It raises WordRefused for a file that cannot be read safely; then nothing of it is used.
"""

from content.word_import.document import Imported, ImportedPicture
from content.word_import.reading import read_word
from content.word_import.refusal import WordRefused
from content.word_import.report import Notice, Report

__all__ = ["Imported", "ImportedPicture", "Notice", "Report", "WordRefused", "read_word"]
