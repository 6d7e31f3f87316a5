"""R15 to R17: donations, settlements and what expired, each against its transfers."""

from collections.abc import Iterator

from django.db.models import BigIntegerField, Q, Sum, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat

from carbon_points.models import Account, Cause, Donation, Settlement, Transfer
from carbon_points.rules.statements import fingerprint
from carbon_points.selectors.statements import statement_lines
from carbon_points.services.verification.difference import Difference

PAGE = 1000


def gift_differences() -> Iterator[Difference]:
    """Everything that is wrong with donations, settlements and expiry."""
    yield from _donations()
    yield from _settlements()
    yield from _expired()


def _donations() -> Iterator[Difference]:
    """R17: each donation moved its points from its resident to its cause, and nothing else came there."""
    last = 0
    rows = Donation.objects.select_related("cause").order_by("pk")
    while page := list(rows.filter(pk__gt=last)[:PAGE]):
        last = page[-1].pk
        moved = _moved(page)
        for donation in page:
            points = moved.get((donation.pk, donation.resident_id, donation.cause.account_id), 0)
            if points != donation.points:
                where = f"donation {donation.pk}"
                yield Difference("R17", where, f"gives {donation.points} points, {points} were moved")
    for cause in Cause.objects.select_related("account").annotate(
        given=Coalesce(Sum("donations__points"), 0, output_field=BigIntegerField())
    ):
        if cause.given != cause.account.balance:
            where = f"cause {cause.pk}"
            what = f"was given {cause.given} points, its account holds {cause.account.balance}"
            yield Difference("R17", where, what)
    stray = Transfer.objects.filter(kind=Transfer.Kind.DONATE).exclude(credit__cause__isnull=False)
    for pk in stray.order_by("pk").values_list("pk", flat=True).iterator(PAGE):
        yield Difference("R17", f"transfer {pk}", "is a donation to no cause")


def _moved(page: list[Donation]) -> dict[tuple[int, int | None, int], int]:
    """What was moved, by (donation, resident, account of the cause)."""
    accounts = Account.objects.filter(owner__in={donation.resident_id for donation in page})
    owners = dict(accounts.values_list("pk", "owner_id"))
    sources = {
        f"donate:{donation.pk}:{account}": donation.pk
        for donation in page
        for account, owner in owners.items()
        if owner == donation.resident_id
    }
    moved: dict[tuple[int, int | None, int], int] = {}
    found = Transfer.objects.filter(source__in=sources, kind=Transfer.Kind.DONATE)
    for source, debit, credit, points in found.values_list("source", "debit_id", "credit_id", "points"):
        key = (sources[source], owners.get(debit), credit)
        moved[key] = moved.get(key, 0) + points
    return moved


def _settlements() -> Iterator[Difference]:
    """R15: a closed month is still what the ledger says."""
    for settlement in Settlement.objects.order_by("pk").iterator(PAGE):
        lines = statement_lines(settlement.merchant_id, settlement.month)
        told = (settlement.vouchers, settlement.points, settlement.lines_sha256)
        if told != (len(lines), sum(line.points for line in lines), fingerprint(lines)):
            where = f"settlement {settlement.merchant_id} {settlement.month:%Y-%m}"
            what = (
                f"{settlement.vouchers} vouchers with {settlement.points} points were settled, "
                f"{len(lines)} with {sum(line.points for line in lines)} are there"
            )
            yield Difference("R15", where, what)


def _expired() -> Iterator[Difference]:
    """R16: what expired, or was burnt, left its own resident's account for the account of its half-year."""
    kinds = [Transfer.Kind.EXPIRE, Transfer.Kind.ERASE]
    rows = Transfer.objects.filter(kind__in=kinds)
    text = TextField()
    of_account = Concat(
        Cast("kind", output_field=text), Value(":"), Cast("debit_id", output_field=text), output_field=text
    )
    right = Q(debit__kind=Account.Kind.RESIDENT, credit__kind=Account.Kind.EXPIRED) & (
        Q(kind=Transfer.Kind.ERASE, source=of_account)
        | Q(
            kind=Transfer.Kind.EXPIRE,
            source__startswith=Concat(of_account, Value(":"), output_field=text),
        )
    )
    for pk, kind in rows.exclude(right).order_by("pk").values_list("pk", "kind").iterator(PAGE):
        yield Difference("R16", f"transfer {pk}", f"a {kind} that does not fit its accounts")
