"""Who must not judge what: own organisations, own family, what was said in advance, what one handed in."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Q

from accounts.models import HouseholdMember, OrganisationMember, User
from campaigns.contests.models import Conflict, Entry, EntryFile, PanelMember
from core import clock

# Whoever left an organisation or a household keeps away from it for so long.
STILL_CLOSE = timedelta(days=365)
Pair = tuple[int, int]


def conflicts_of(members: Iterable[PanelMember], entries: Iterable[Entry]) -> set[Pair]:
    """Pairs (entry, member) that must not meet. The same few queries, however many there are."""
    members, entries = list(members), list(entries)
    people = {member.user_id for member in members}
    close = _organisations(members, people)
    family = _family(people)
    hands = _hands(people, entries)
    return {
        (entry.pk, member.pk)
        for entry in entries
        for member in members
        if (member.user_id, entry.organisation_id) in close
        or member.user_id == entry.applicant_id
        or (member.user_id, entry.pk) in hands
        or (entry.organisation_id is None and (member.user_id, entry.applicant_id) in family)
    }


def in_conflict(member: PanelMember, entry: Entry) -> bool:
    """Whether this member must not see this entry."""
    return bool(conflicts_of([member], [entry]))


def _organisations(members: list[PanelMember], people: set[int]) -> set[Pair]:
    lately = Q(ended_at=None) | Q(ended_at__gt=clock.now() - STILL_CLOSE)
    rows = OrganisationMember.objects.filter(lately, user__in=people)
    user_of = {member.pk: member.user_id for member in members}
    said = Conflict.objects.filter(member__in=user_of)
    return {
        *rows.values_list("user", "organisation"),
        *(
            (user_of[member], organisation)
            for member, organisation in said.values_list("member", "organisation")
        ),
    }


def _family(people: set[int]) -> set[Pair]:
    """Both ways: who shares, or lately shared, a household, and who keeps whom."""
    lately = Q(left_at=None) | Q(left_at__gt=clock.now() - STILL_CLOSE)
    mine = HouseholdMember.objects.filter(lately, user__in=people)
    homes: dict[int, set[int]] = {}
    for user, household in mine.values_list("user", "household"):
        homes.setdefault(household, set()).add(user)
    others = HouseholdMember.objects.filter(lately, household__in=homes).values_list("user", "household")
    pairs = {(user, other) for other, household in others for user in homes[household]}
    for one in User.objects.filter(Q(pk__in=people) | Q(kept_by__in=people)).only("pk", "kept_by"):
        if one.kept_by_id is not None:
            pairs |= {(one.pk, one.kept_by_id), (one.kept_by_id, one.pk)}
    return pairs


def _hands(people: set[int], entries: list[Entry]) -> set[Pair]:
    """Who put a file into which entry; pictures of visits are the inspectors' own work."""
    rows = EntryFile.objects.filter(uploaded_by__in=people, entry__in=entries)
    return set(rows.exclude(purpose=EntryFile.Purpose.VISIT).values_list("uploaded_by", "entry"))
