"""What goes when somebody asks to be forgotten: the name on their family's title, their likes."""

from datetime import datetime

from accounts.erasing import on_erasure
from accounts.models import User
from campaigns.contests.models import Entry, Like, Recheck, Title


def forget_title(*, entry: Entry) -> None:
    """The title stays in the register without its name, its re-checks without their words.

    In the caller's transaction, which takes the files of the entry away too.
    """
    Recheck.objects.filter(title__entry=entry).update(words="")
    Title.objects.filter(entry=entry).update(name="")


@on_erasure("contests.likes")
def forget_likes(*, user: User, now: datetime) -> None:
    """They said what somebody likes."""
    Like.objects.filter(voter=user).delete()
