"""Partners and their scopes, as staff set them up."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction

from carbon_points.models import Action, ActionLog, Partner, PartnerScope
from core.refusals import Refused


@transaction.atomic
def add_partner(*, code: str, name: str, contact: str = "") -> Partner:
    """A new partner. Its code stands in consents and claims, so it never changes."""
    try:
        with transaction.atomic():
            return Partner.objects.create(code=code, name=name, contact=contact)
    except IntegrityError:
        raise Refused("这个编号已经用过，请换一个。", code="code_taken") from None


@transaction.atomic
def change_partner(*, partner: Partner, name: str, contact: str, is_active: bool) -> None:
    """Rename a partner, or switch it off and on: switched off, all its keys stop at once."""
    partner.name, partner.contact, partner.is_active = name, contact, is_active
    partner.save(update_fields=["name", "contact", "is_active"])


@transaction.atomic
def save_scope(
    *,
    partner: Partner,
    scope: PartnerScope | None,
    code: str,
    name: str,
    subject_label: str,
    purpose: str,
    transferred: str,
    is_open: bool,
    actions: Iterable[Action],
) -> PartnerScope:
    """Add a scope, or change one: its code stays. Raises Refused for actions that take no partner's data.

    Other words are other terms: who agreed before keeps the consent to the words of then.
    """
    actions = list(actions)
    unfit = [action.name for action in actions if ActionLog.Evidence.PARTNER not in action.evidence]
    if unfit:
        raise Refused(f"“{'、'.join(unfit)}”不接受合作方数据，请去掉。", code="evidence_refused", status=422)
    scope = scope or PartnerScope(partner=partner, code=code)
    scope.name, scope.subject_label, scope.is_open = name, subject_label, is_open
    scope.purpose, scope.transferred = purpose, transferred
    try:
        with transaction.atomic():
            scope.save()
    except IntegrityError:
        raise Refused("这个合作方已经有同样编号的范围，请换一个编号。", code="code_taken") from None
    scope.actions.set(actions)
    return scope
