"""Lists who has been erased, or erases them again after an older backup was restored."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.selectors.erasure import erased_people
from accounts.services.erasure import erase_again


class Command(BaseCommand):
    """One line for each: a random username, which says nothing about its owner, and the moment."""

    help = "Lists erased accounts (username and moment); --apply FILE erases those of a list again."

    def add_arguments(self, parser: CommandParser) -> None:
        """The list to apply."""
        parser.add_argument("--apply", type=Path, metavar="FILE", help="a list that this command printed")

    def handle(self, *, apply: Path | None = None, **options: Any) -> None:
        """List to standard output, or apply."""
        if apply is None:
            for username, at in erased_people():
                self.stdout.write(f"{username} {at.isoformat()}")
            return
        try:
            lines = apply.read_text(encoding="utf-8").splitlines()
        except OSError as error:
            raise CommandError(f"读不出名单 {apply}：{error.strerror}") from None
        names = [line.split()[0] for line in lines if line.strip()]
        done = sum(erase_again(username=name) for name in names)
        self.stdout.write(f"名单{len(names)}人，重新注销{done}人，其余不在库里或早已注销。")
