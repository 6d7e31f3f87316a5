"""What happened to a voucher: written down, and told to whoever keeps it."""

from datetime import datetime

from accounts.models import User
from carbon_points.models import Voucher, VoucherEvent
from messaging.models import Message
from messaging.services import notify


def note(
    voucher: Voucher, kind: str, *, by: User | None = None, reason: str = "", at: datetime
) -> VoucherEvent:
    """Write down what happened."""
    return VoucherEvent.objects.create(voucher=voucher, kind=kind, by=by, reason=reason, at=at)


def tell(voucher: Voucher, happened: str, title: str, body: str) -> None:
    """Tell the resident, or who keeps them. Never the code: a message may be read over a shoulder."""
    resident = voucher.resident
    notify(
        user=resident.kept_by or resident,
        kind=Message.Kind.REWARD,
        title=title,
        body=body,
        url=f"/me/vouchers/{voucher.pk}/",
        key=f"voucher:{voucher.pk}:{happened}",
    )
