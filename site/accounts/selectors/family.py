"""People without a phone, and who keeps them."""

from django.db.models import Q, QuerySet

from accounts.models import User
from core.refusals import NotFound


def people_kept_by(user: User) -> "QuerySet[User]":
    """Family members and neighbours whom this person keeps, in the order in which they were added."""
    return User.objects.filter(kept_by=user, is_active=True).order_by("pk")


def in_hands_of(user: User, prefix: str = "") -> Q:
    """What belongs to this person, or to people whom the person keeps; `prefix` leads to its resident."""
    return Q(**{f"{prefix}resident": user}) | Q(**{f"{prefix}resident__kept_by": user})


def kept_person(keeper: User, person_id: int) -> User:
    """Somebody whom this person keeps. Raises NotFound for anybody else, the keeper included."""
    person = people_kept_by(keeper).select_related("area").filter(pk=person_id).first()
    if person is None:
        raise NotFound("没有找到这位家人，请回到“我的家人”里重新选择。")
    return person


def may_act_for(actor: User, person_id: int) -> User:
    """The person, when it is the actor or somebody kept by the actor. Raises NotFound for anybody else."""
    return actor if person_id == actor.pk else kept_person(actor, person_id)
