"""R4 and R8: transfers without their cause, and the chain of daily seals. One pass over all transfers."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from carbon_points.models import ActionLog, Seal, Transfer
from carbon_points.rules.seals import BEGINNING, Day, Sealed, seal_hash
from carbon_points.selectors.transfers import transfer_pages
from carbon_points.services.verification.difference import Difference


class Chain:
    """Reads the transfers once, hashing each into its day, then compares the days with the seals."""

    def __init__(self) -> None:
        self.transfers = 0
        self.seals = 0
        self._days: defaultdict[date, Day] = defaultdict(Day)

    def differences(self) -> Iterator[Difference]:
        """Everything that is wrong with causes and seals."""
        for page in transfer_pages():
            self.transfers += len(page)
            for transfer in page:
                self._days[timezone.localdate(transfer.at)].add(transfer)
            yield from _without_log(page)
            yield from _reversed_without_log(page)
        yield from self._seals()

    def _seals(self) -> Iterator[Difference]:
        previous = BEGINNING
        last: date | None = None
        for seal in Seal.objects.order_by("day"):
            self.seals += 1
            where = f"seal {seal.day}"
            day = self._days.get(seal.day, Day())
            if (seal.count, seal.points) != (day.count, day.points):
                yield Difference(
                    "R8",
                    where,
                    f"{seal.count} transfers with {seal.points} points were sealed, "
                    f"{day.count} with {day.points} are there",
                )
            elif seal.lines_hash != day.lines_hash():
                yield Difference("R8", where, "a transfer of the day was changed after sealing")
            if seal.previous_hash != previous:
                yield Difference("R8", where, "does not follow the seal before it")
            if seal.hash != _recomputed(seal):
                yield Difference("R8", where, "the hash is not that of its own columns")
            if last is not None and (seal.day - last).days != 1:
                yield Difference("R8", where, f"no seal between {last} and this day")
            previous, last = seal.hash, seal.day


def _recomputed(seal: Seal) -> str:
    return seal_hash(
        day=seal.day,
        count=seal.count,
        points=seal.points,
        lines_hash=seal.lines_hash,
        previous_hash=seal.previous_hash,
    )


def _without_log(page: list[Sealed]) -> Iterator[Difference]:
    """Every earning names its log in the source."""
    earned = {
        transfer.id: _number(transfer.source) for transfer in page if transfer.kind == Transfer.Kind.EARN
    }
    known = set(
        ActionLog.objects.filter(pk__in=earned.values(), reverses__isnull=True).values_list("pk", flat=True)
    )
    for transfer_id, log_id in earned.items():
        if log_id not in known:
            yield Difference("R4", f"transfer {transfer_id}", "was earned without a log")


def _reversed_without_log(page: list[Sealed]) -> Iterator[Difference]:
    """An earning is taken back only together with its log."""
    reversed_ids = {transfer.reverses_id for transfer in page if transfer.reverses_id is not None}
    if not reversed_ids:
        return
    sources = Transfer.objects.filter(pk__in=reversed_ids, kind=Transfer.Kind.EARN).values_list(
        "pk", "source"
    )
    logs = {transfer_id: _number(source) for transfer_id, source in sources}
    undone = set(ActionLog.objects.filter(reverses__in=logs.values()).values_list("reverses_id", flat=True))
    for transfer_id, log_id in logs.items():
        if log_id not in undone:
            yield Difference("R4", f"transfer {transfer_id}", "was reversed, but its log was not undone")


def _number(source: str) -> int:
    """The id in a source such as earn:42; 0, which no row has, when there is none."""
    text = source.partition(":")[2]
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
