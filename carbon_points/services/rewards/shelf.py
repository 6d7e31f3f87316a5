"""A desk takes its own reward off the shelf for a while, and puts it back."""

from django.db import transaction

from accounts.models import User
from accounts.models.organisations import Role
from accounts.selectors.organisations import membership_in
from carbon_points.models import Reward
from carbon_points.refusals.rewards import NotAtThisDesk, RewardClosed
from core.converters import LARGEST_ID
from core.refusals import NotFound

BETWEEN = {Reward.State.OPEN.value, Reward.State.PAUSED.value}


@transaction.atomic
def set_reward_state(*, member: User, reward_id: int, state: str) -> Reward:
    """Pause or resume a reward; vouchers that are out stay good. The same state again changes nothing.

    Raises NotFound, NotAtThisDesk for others than the provider's head and staff, or RewardClosed for a
    reward that only the city opens (a draft, an example, a closed one).
    """
    rows = Reward.objects.select_for_update(no_key=True).filter(pk=reward_id)
    reward = rows.first() if 0 < reward_id <= LARGEST_ID else None
    if reward is None:
        raise NotFound("没有找到这项奖励，可能不是本店的。")
    place = membership_in(member, reward.provider_id)
    if place is None or place.role == Role.HELPER:
        raise NotAtThisDesk("只有提供方的负责人和工作人员可以暂停或恢复奖励。")
    if reward.is_example or not {state, reward.state} <= BETWEEN:
        raise RewardClosed("这项奖励由主办单位开启和结束，需要改动请联系我们。")
    if reward.state != state:
        reward.state = state
        reward.save(update_fields=["state"])
    return reward
