"""What goes when somebody asks to be forgotten: the name on their family's title, their likes."""

from datetime import datetime
from functools import partial

from django.db import transaction

from accounts.erasing import on_erasure
from accounts.models import User
from campaigns.contests.models import EntryFile, Like, Recheck, Title
from campaigns.contests.storage import ContestStorage


@on_erasure("contests.titles")
def forget_titles(*, user: User, now: datetime) -> None:
    """A title of a family or of a work stays in the register without its name; re-checks are emptied.

    Titles of organisations stay as they are. Likes go: they said what somebody likes.
    """
    Like.objects.filter(voter=user).delete()
    mine = Title.objects.filter(organisation=None, entry__applicant=user)
    Recheck.objects.filter(title__in=mine).update(words="")
    files = EntryFile.objects.filter(entry__award__in=mine, purpose=EntryFile.Purpose.RECHECK)
    names = [str(name) for name in files.values_list("file", flat=True)]
    files.delete()
    mine.update(name="")
    for name in names:
        transaction.on_commit(partial(ContestStorage().delete, name))
