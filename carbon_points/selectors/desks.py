"""Organisations that record for residents: who works there, whom they look after, what was written down."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, Q, QuerySet

from accounts.models import Area, Organisation, OrganisationMember, User
from accounts.models.organisations import Role
from accounts.selectors.family import people_kept_by
from accounts.selectors.organisations import memberships_of, people_of_organisation
from carbon_points.models import Action, ActionLog, DeskCode, HelperLog, Lookup
from carbon_points.selectors.catalogue import CATEGORY_ORDER
from carbon_points.selectors.family import with_points
from core.clock import midnight
from core.refusals import NotFound

DESK_KINDS = (Organisation.Kind.SCHOOL, Organisation.Kind.COMMUNITY, Organisation.Kind.VOLUNTEER)
# Those who answer for the organisation.
STAFF_ROLES = frozenset({Role.HEAD, Role.STAFF})
# After a search a helper may record for whom was found, for so long.
FOUND_FOR = timedelta(minutes=30)


def desks_of(user: User) -> QuerySet[OrganisationMember]:
    """Where a person records for others or keeps counters: verified, open, of a fitting kind. One query."""
    rows = OrganisationMember.objects.filter(
        user=user,
        ended_at=None,
        organisation__closed_at=None,
        organisation__is_verified=True,
        organisation__kind__in=DESK_KINDS,
    )
    return rows.select_related("organisation__area").order_by("organisation__name", "pk")


def keeps_and_belongs(user: User) -> tuple[bool, bool]:
    """Whether a person keeps somebody, and whether they belong to an organisation. One query."""
    me = User.objects.filter(pk=user.pk)
    row = me.values_list(Exists(people_kept_by(user)), Exists(memberships_of(user))).first()
    return row or (False, False)


def desk_of(user: User, **which: Any) -> OrganisationMember:
    """The membership in one of them, by organisation__code or organisation_id. NotFound for anybody else."""
    membership = desks_of(user).filter(**which).first()
    if membership is None:
        raise NotFound("没有找到这个组织，或者您不是它的成员。")
    return membership


def town_of(area: Area | None) -> int | None:
    """The number of the township of an area: itself, or for a community the one above; None for the city."""
    if area is None or area.level == Area.Level.CITY:
        return None
    return area.parent_id if area.level == Area.Level.COMMUNITY else area.pk


def lives_within(resident: User, organisation: Organisation) -> bool:
    """Whether a resident lives in the organisation's township; one without a place stands for everywhere."""
    towns = town_of(organisation.area), town_of(resident.area)
    return None in towns or towns[0] == towns[1]


def resident_behind(*, phone_digest: str = "", code: str = "", now: datetime) -> User | None:
    """Whose number or six digits these are; somebody who can sign in."""
    people = User.objects.select_related("area").filter(is_active=True, is_staff=False)
    if phone_digest:
        return people.filter(phone_digest=phone_digest).first()
    shown = DeskCode.objects.filter(code=code, valid_to__gt=now)
    return people.filter(pk__in=shown.values("resident")).first()


def own_code(user: User, now: datetime) -> DeskCode | None:
    """The six digits that a resident shows now."""
    return DeskCode.objects.filter(resident=user, valid_to__gt=now).first()


def person_at_desk(helper: User, organisation: Organisation, person_id: int, now: datetime) -> User:
    """Somebody whom the organisation looks after, or whom this helper has just found. NotFound otherwise."""
    found = Lookup.objects.filter(
        helper=helper, organisation=organisation, resident=person_id, at__gt=now - FOUND_FOR
    )
    reachable = Q(kept_by_organisation=organisation) | Q(pk__in=found.values("resident"))
    person = User.objects.select_related("area").filter(reachable, pk=person_id, is_active=True).first()
    if person is None:
        raise NotFound("没有找到这位居民，请重新查找。")
    return person


def people_rows(organisation: Organisation) -> QuerySet[Any]:
    """Whom an organisation looks after, each with `points`."""
    return with_points(people_of_organisation(organisation))


def desk_actions(*, as_staff: bool) -> list[tuple[str, list[Action]]]:
    """What can be written down for a resident, by category: what needs no proof, and for staff what they can
    vouch for. One query."""
    proofs = {"self", "staff"} if as_staff else {"self"}
    open_ones = Action.objects.filter(is_open=True, audience=Action.Audience.RESIDENT)
    fitting = [action for action in open_ones if proofs & set(action.evidence)]
    names = dict(Action.Category.choices)
    groups = [
        (names[category], [action for action in fitting if action.category == category])
        for category in CATEGORY_ORDER
    ]
    return [(name, actions) for name, actions in groups if actions]


def helper_logs_of_today(helper: User, organisation: Organisation, day: date) -> QuerySet[HelperLog]:
    """What a helper wrote down here on a day, latest first."""
    first = midnight(day)
    rows = HelperLog.objects.filter(
        helper=helper, organisation=organisation, log__created_at__range=(first, first + timedelta(days=1))
    )
    return rows.select_related("log__resident", "log__action", "log__method", "log__reversal").order_by("-pk")


def helper_log(helper: User, organisation_id: int, log_id: int) -> ActionLog:
    """A log that this helper wrote down here. NotFound for any other."""
    found = HelperLog.objects.select_related("log__resident").filter(
        helper=helper, organisation=organisation_id, log=log_id
    )
    row = found.first()
    if row is None:
        raise NotFound("没有找到这条记录，可能不是您记的。")
    return row.log
