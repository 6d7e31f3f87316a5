"""Load demo accounts and four weeks of their logs, through the same services that residents use."""

import random
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.models import Area, User
from accounts.services import residents, staff
from accounts.services.profile import update_profile
from carbon_points.models import Action
from carbon_points.services.logs import log_action
from carbon_points.services.seals import GRACE, seal_through
from content import (
    demo,
    demo_campaigns,
    demo_contests,
    demo_evidence,
    demo_habits,
    demo_manuscripts,
    demo_partners,
    demo_policies,
    demo_rewards,
)
from content.demo_places import load_places_and_desk
from core import clock
from core.clock import midnight
from core.refusals import Refused
from indicators.services.publication import publish_releases
from indicators.services.reports.making import make_due_reports
from indicators.services.totals import fold_totals


class Command(BaseCommand):
    """Safe to repeat: accounts are made once, and logs once for each account."""

    help = "Loads demo accounts for every role and ten weeks of demo logs (needs DEMO=true)."

    def handle(self, **options: Any) -> None:
        """Load, then print how to sign in."""
        if not settings.DEMO:
            raise CommandError("演示账号的密码是公开的：只有设置 DEMO=true 才能载入演示数据。")
        # Staff live where no demo resident does, so that they can review what those hand in.
        away = Area.objects.filter(level="town").order_by("-code").first()
        for username, nickname, role in demo.STAFF:
            staff.ensure_staff(
                username=username,
                nickname=nickname,
                password=demo.PASSWORD,
                role=role,
                is_superuser=username == "demo-admin",
                area=away,
            )
        demo_policies.load_policies()
        demo_manuscripts.load_manuscripts()
        towns = list(Area.objects.filter(level="town").order_by("code")[: len(demo.PEOPLE_BY_TOWN)])
        homes = [
            town for town, people in zip(towns, demo.PEOPLE_BY_TOWN, strict=False) for _ in range(people)
        ]
        people = [self._load_resident(number, town) for number, town in enumerate(homes)]
        if towns:
            admin = User.objects.get(username="demo-admin")
            named = people[: len(demo.NAMES)]
            demo_rewards.load_rewards(admin=admin, people=named, town=towns[0])
        demo_partners.load()
        demo_evidence.load_evidence(people, User.objects.get(username="demo-verifier"))
        demo_habits.load_habits(people)
        if people:
            demo_policies.load_grants(people[0])
        self._print_accounts()
        load_places_and_desk(self.stdout.write)
        demo_campaigns.load_campaigns(people)
        demo_contests.load_contests(people, self.stdout.write)
        # What the nights of the demo's weeks would have done.
        seal_through(last_day=clock.today() - timedelta(days=1), now=_after_midnight())
        while fold_totals():
            pass
        publish_releases()
        # Of the months whose tables are published by now.
        make_due_reports()

    def _load_resident(self, number: int, town: Area) -> User:
        with transaction.atomic():
            resident = residents.welcome(
                phone=f"+86{demo.FIRST_PHONE + number}",
                channel="web",
                joined_at=clock.now() - demo.JOINED_BEFORE,
            )
            if resident.area_id is not None:
                return resident
            nickname = demo.NAMES[number] if number < len(demo.NAMES) else ""
            update_profile(user=resident, nickname=nickname, area=town)
            _load_logs(resident, number)
        return resident

    def _print_accounts(self) -> None:
        self.stdout.write(
            f"演示居民：手机号 {demo.FIRST_PHONE}（验证码显示在页面上），任何大陆手机号也可以登录"
        )
        for _, desk, _, phone, _ in (demo_rewards.SHOP, demo_rewards.DESK):
            self.stdout.write(f"演示兑换点：{desk}的工作人员，手机号 {phone.removeprefix('+86')}")
        names = "、".join(f"{username}（{role}）" for username, _, role in demo.STAFF)
        for line in demo_partners.lines():
            self.stdout.write(line)
        self.stdout.write(f"演示工作人员：在 /cms/ 登录，密码 {demo.PASSWORD}：{names}")


def _after_midnight() -> datetime:
    """Now, or today's first moment at which yesterday can be sealed."""
    return max(clock.now(), midnight(clock.today()) + GRACE)


def _load_logs(resident: User, number: int) -> None:
    """Some actions on some of the last days; the same ones for the same resident at each load."""
    dice = random.Random(number)
    actions = Action.objects.in_bulk([code for code, _ in demo.HABITS], field_name="code")
    today = clock.today()
    for back in demo.DAYS_BACK:
        day = today - timedelta(days=back)
        moment = timezone.make_aware(datetime.combine(day, time(dice.randint(7, 20), dice.randint(0, 59))))
        for code, amounts in dice.sample(demo.HABITS, k=2):
            try:
                log_action(
                    resident=resident,
                    action=actions[code],
                    quantity=Decimal(dice.choice(amounts)),
                    done_on=day,
                    request_key=str(uuid5(NAMESPACE_URL, f"demo:{number}:{back}:{code}")),
                    now=min(moment, clock.now()),
                )
            except Refused:
                # A method may not be in force yet on an early day; the demo does without that log.
                continue
