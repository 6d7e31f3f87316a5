"""R13 finds what was planted among the records of partners, and the exported register is the register."""

import pytest

from carbon_points.models import Claim, PartnerRecord
from carbon_points.services.verification import verify
from core.clock import now
from tests.carbon_points.partner_world import World, bus, linked

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World(bus())


def found(world: World) -> list[str]:
    return [str(difference) for difference in verify().differences]


def test_planted_faults_are_named(world):
    action = world.scope.actions.get()
    linked(world)
    for name in ("a", "b", "c", "d"):
        world.take(action, id=name, reference=name)
    assert found(world) == []
    a, b, c, d = PartnerRecord.objects.order_by("external_id")
    PartnerRecord.objects.filter(pk=a.pk).update(state="reversed")
    PartnerRecord.objects.filter(pk=b.pk).update(quantity=7)
    PartnerRecord.objects.filter(pk=c.pk).delete()
    Claim.objects.filter(log=d.log).update(released_at=now())

    assert found(world) == [
        f"R13 partner record {a.pk}: is reversed, but log {a.log_id} stands",
        f"R13 partner record {b.pk}: log {b.log_id} is about something else",
        f"R13 partner record {d.pk}: claim {d.log.claim.pk} does not end with log {d.log_id}",
        f"R13 log {c.log_id}: came from a partner, but no record names it",
    ]


def test_a_log_of_somebody_else_is_named(world):
    linked(world)
    outcome = world.take(world.scope.actions.get())
    assert outcome.record is not None
    other = World(world.scope.actions.get(), code="other")
    linked(other, "99998888")
    PartnerRecord.objects.filter(pk=outcome.record.pk).update(link=other.partner.scopes.get().links.get())

    assert len(found(world)) == 1
    assert "is not of the resident who agreed" in found(world)[0]
