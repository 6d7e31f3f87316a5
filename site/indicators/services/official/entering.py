"""One value is entered, or taken back by whoever entered it."""

from django.db import transaction

from accounts.models import User
from core import clock
from core.refusals import NotFound
from core.text import clean
from indicators import official_rules as rules
from indicators.access import ENTER
from indicators.models import OfficialValue, PlanIndicator
from indicators.official_rules import Entry
from indicators.selectors.official import indicators_of, standing_values
from indicators.services.official import files
from indicators.services.official.refusals import (
    AlreadyWaiting,
    NeedsSecondLook,
    NotWaiting,
    NotYours,
    ValueRefused,
)
from indicators.storage import OfficialStorage

State = OfficialValue.State


def enter_value(
    *,
    by: User,
    code: str,
    entry: Entry,
    request_key: str,
    document: bytes | None = None,
    is_sure: bool = False,
) -> OfficialValue:
    """Enter what an indicator was on a day; it waits for a second person. The same key is one value.

    Not inside a transaction when there is a document. Raises NotYours, ValueRefused, NeedsSecondLook,
    AlreadyWaiting or FileRefused.
    """
    # Whoever may not enter it does not make us read a document either.
    check_may_enter(by, code)
    with files.stored(document) as name, transaction.atomic():
        value = insert_value(
            by=by, code=code, entry=entry, request_key=request_key, file=name, is_sure=is_sure
        )
    if name and value.document_file.name != name:
        OfficialStorage().delete(name)
    return value


def insert_value(
    *, by: User, code: str, entry: Entry, request_key: str, file: str = "", is_sure: bool = False
) -> OfficialValue:
    """The row, in the caller's transaction; who enters the same indicator waits for its end."""
    check_may_enter(by, code)
    indicator = PlanIndicator.objects.select_for_update().get(code=code)
    if same := OfficialValue.objects.filter(request_key=request_key).first():
        if (same.entered_by_id, same.indicator_id) != (by.pk, indicator.pk):
            raise ValueRefused("这张表单已经用过了，请刷新页面后重新填写。", status=409)
        return same
    entry = tidy(entry)
    if faults := rules.faults_of(entry, unit=indicator.unit, name=indicator.name, today=clock.today()):
        raise ValueRefused(next(iter(faults.values())))
    standing = standing_values([indicator.pk]).get(indicator.pk)
    if not is_sure and rules.differs_much(standing.value if standing else None, entry.value):
        raise NeedsSecondLook("这个数值和上一次相差十倍以上，请核对单位；确实如此，请勾选“数值无误”。")
    if waiting := indicator.official_values.filter(state=State.WAITING, as_of=entry.as_of).first():
        raise AlreadyWaiting(
            f"截至{entry.as_of:%Y-%m-%d}的数值已经有一条在等待确认（{waiting.value.normalize():f}），"
            "请等对方确认，或者由填报人撤回后再填。"
        )
    return OfficialValue.objects.create(
        indicator=indicator,
        value=entry.value,
        as_of=entry.as_of,
        document_title=entry.document_title,
        document_number=entry.document_number,
        document_url=entry.document_url,
        note=entry.note,
        document_file=file,
        entered_by=by,
        entered_at=clock.now(),
        request_key=request_key,
    )


@transaction.atomic
def take_back_value(*, by: User, value_id: int) -> OfficialValue:
    """Whoever entered a value takes it back while it waits; twice is once. Raises NotFound or NotWaiting."""
    value = OfficialValue.objects.select_for_update(of=("self",)).filter(pk=value_id, entered_by=by).first()
    if value is None:
        raise NotFound("没有这条数值，或者不是您填报的。")
    if value.state == State.TAKEN_BACK:
        return value
    if value.state != State.WAITING:
        raise NotWaiting(f"这条数值{value.get_state_display()}，不能撤回。要更正，请为同一天重新填报一条。")
    value.state = State.TAKEN_BACK
    value.save(update_fields=["state"])
    return value


def check_may_enter(by: User, code: str) -> None:
    """Raises NotYours."""
    if not (by.has_perm(ENTER) and indicators_of(by).filter(code=code).exists()):
        raise NotYours("这个指标不归您填报：方案写明由其他单位负责，或者您没有填报权限。")


def tidy(entry: Entry) -> Entry:
    """Texts on one line without blanks around; minus zero is zero. Raises Unreadable."""
    texts = {name: " ".join(clean(getattr(entry, name)).split()) for name in rules.LENGTHS}
    return Entry(value=entry.value + 0, as_of=entry.as_of, **texts)
