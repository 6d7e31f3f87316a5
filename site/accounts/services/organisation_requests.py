"""Registering an organisation: a resident asks, staff look into it, the organisation stands with a head."""

from uuid import UUID

from django.db import transaction
from wagtail.log_actions import log

from accounts.models import Area, Organisation, OrganisationRequest, User
from accounts.models.organisations import Role
from accounts.refusals import OrganisationRefused, RequestDecided, SameOrganisation
from accounts.selectors.organisation_requests import REQUESTED_KINDS, same_organisations
from accounts.services.organisations import add_member
from accounts.services.rows import lock_user
from accounts.telling import tell
from core import clock
from core.refusals import NotFound
from core.text import clean

State = OrganisationRequest.State
# The kind of entry in the admin's history.
REGISTERED = "accounts.registered"
# Field: what it is called, and its longest text.
WORDS = {"name": ("机构名称", 60), "doing": ("在机构里做什么", 40), "proof": ("怎样核对", 200)}
ADDRESS = "/org/new/"


@transaction.atomic
def request_organisation(
    *, user: User, name: str, kind: str, area: Area | None, doing: str, proof: str, request_key: UUID
) -> OrganisationRequest:
    """Ask staff to register an organisation; the same key gives the first request back.

    Raises OrganisationRefused (unfit words, an open request), SameOrganisation.
    """
    name, doing, proof = _fit("name", name), _fit("doing", doing), _fit("proof", proof)
    if kind not in REQUESTED_KINDS:
        raise OrganisationRefused("请选择机构的类别。", status=422)
    if area is not None and area.level != Area.Level.TOWN:
        raise OrganisationRefused("请从列表里选择镇街。", status=422)
    user = lock_user(user)
    if user.is_kept or not user.is_active:
        raise OrganisationRefused("登记机构要用自己的手机号账号。")
    earlier = OrganisationRequest.objects.filter(by=user, request_key=request_key).first()
    if earlier is not None:
        if (earlier.name, earlier.kind) != (name, kind):
            raise OrganisationRefused("这个表单已经交过一次，请刷新页面再填。")
        return earlier
    open_one = OrganisationRequest.objects.filter(by=user, state=State.WAITING).first()
    if open_one is not None:
        raise OrganisationRefused(f"您登记的“{open_one.name}”还在核实，请等结果，或者先撤回再重新登记。")
    _check_same(name, kind)
    return OrganisationRequest.objects.create(
        by=user,
        name=name,
        kind=kind,
        area=area,
        doing=doing,
        proof=proof,
        request_key=request_key,
        created_at=clock.now(),
    )


@transaction.atomic
def withdraw_request(*, user: User, request_id: int) -> bool:
    """Take one's own request back while it waits; False when there is none."""
    mine = OrganisationRequest.objects.filter(pk=request_id, by=user, state=State.WAITING)
    return bool(mine.update(state=State.WITHDRAWN))


@transaction.atomic
def approve_request(*, request_id: int, by: User) -> OrganisationRequest:
    """Make the organisation, verified, with who asked as its head. Approving again changes nothing.

    Raises NotFound, RequestDecided, SameOrganisation or OrganisationRefused (one's own, a gone account).
    """
    row = _held(request_id, by)
    if row.state == State.APPROVED:
        return row
    _check_waiting(row)
    asker = lock_user(row.by)
    if not asker.is_active:
        raise OrganisationRefused("申请人的账号已经注销，请退回这份申请。")
    _check_same(row.name, row.kind)
    row.organisation = Organisation.objects.create(
        code=_free_code(row), name=row.name, kind=row.kind, area=row.area, is_verified=True
    )
    add_member(organisation=row.organisation, user=asker, role=Role.HEAD)
    _decide(row, State.APPROVED, by)
    log(row.organisation, REGISTERED, user=by)
    tell(
        user=asker,
        title=f"“{row.name}”登记好了",
        body="您是它的负责人，可以邀请同事加入、申报绿色创建。",
        url=f"/org/{row.organisation.code}/members/",
        key=f"organisation-request:{row.pk}:approved",
    )
    return row


@transaction.atomic
def refuse_request(*, request_id: int, by: User, reason: str) -> OrganisationRequest:
    """Say why not; who asked may ask again. Raises NotFound, RequestDecided or OrganisationRefused."""
    reason = " ".join(clean(reason).split())
    if not 1 <= len(reason) <= 200:
        raise OrganisationRefused("请写明原因（200个字以内），申请人会看到。", status=422)
    row = _held(request_id, by)
    if row.state == State.REFUSED and row.reason == reason and row.decided_by_id == by.pk:
        return row
    _check_waiting(row)
    row.reason = reason
    _decide(row, State.REFUSED, by)
    tell(
        user=row.by,
        title=f"“{row.name}”暂时没有登记",
        body=f"原因：{reason}\n补齐以后可以再登记一次。",
        url=ADDRESS,
        key=f"organisation-request:{row.pk}:refused",
    )
    return row


def forget_requests(user: User) -> None:
    """Of an erased account: what waits is taken back, and its words go."""
    mine = OrganisationRequest.objects.filter(by=user)
    mine.filter(state=State.WAITING).update(state=State.WITHDRAWN)
    mine.update(doing="", proof="")


def _held(request_id: int, by: User) -> OrganisationRequest:
    """The request with all that wait for the same name, locked: two of one name come one after the other."""
    found = OrganisationRequest.objects.filter(pk=request_id).first()
    if found is None:
        raise NotFound("没有这份登记申请。")
    if found.by_id == by.pk:
        raise OrganisationRefused("自己的登记申请要由别的工作人员核实。", status=403)
    twins = OrganisationRequest.objects.filter(kind=found.kind, name__iexact=found.name)
    list(twins.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    return OrganisationRequest.objects.select_related("by", "area").get(pk=request_id)


def _check_waiting(row: OrganisationRequest) -> None:
    if row.state != State.WAITING:
        raise RequestDecided(f"这份申请现在是“{row.get_state_display()}”，可能刚有同事处理过。")


def _check_same(name: str, kind: str) -> None:
    same = same_organisations(name, kind).first()
    if same is not None:
        where = f"（{same.area.name}）" if same.area else ""
        raise SameOrganisation(f"已有同名机构“{same.name}”{where}，请联系其负责人加入。")


def _free_code(row: OrganisationRequest) -> str:
    """school-12, by the number of the request; longer when staff have used that already."""
    code, more = f"{row.kind}-{row.pk}", 1
    while Organisation.objects.filter(code=code).exists():
        more += 1
        code = f"{row.kind}-{row.pk}-{more}"
    return code


def _decide(row: OrganisationRequest, state: str, by: User) -> None:
    row.state, row.decided_by, row.decided_at = State(state), by, clock.now()
    row.save(update_fields=["state", "reason", "decided_by", "decided_at", "organisation"])


def _fit(field: str, text: str) -> str:
    fit = " ".join(clean(text).split())
    label, longest = WORDS[field]
    if not fit or len(fit) > longest:
        raise OrganisationRefused(f"请填写“{label}”，{longest}个字以内。", status=422)
    return fit
