"""Run in the site for the latest user: a title with an open re-check, a withdrawn one, works to like."""

import sys
from datetime import timedelta

from django.core.files.base import ContentFile

from accounts.models import User
from accounts.services.organisations import add_member
from campaigns.contests.models import EntryFile, Recheck
from campaigns.contests.services.recheck_days import open_rechecks
from campaigns.contests.services.titles import give_title, withdraw
from carbon_points.models import Action
from core import clock
from tests.carbon_points.ledger_world import NOW
from tests.contests.awarded import make_entry, make_result, runner_of
from tests.contests.world import make_contest
from tests.media.pictures import photo

SINCE = (clock.today() - NOW.date()).days


def titles(user: User) -> None:
    """Prints the addresses."""
    action = next(one for one in Action.objects.all() if "qr" in one.evidence and one.audience == "resident")
    shop = make_contest("shop", day=380 - SINCE, scan_action=action, title="绿色商超创建")
    result = make_result(shop, entry=make_entry(shop, name="神农路便民超市"))
    title = give_title(result=result, now=clock.now() - timedelta(days=300))
    add_member(organisation=title.organisation, user=user, role="head")
    open_rechecks(shop.pk, clock.now())
    assert Recheck.objects.filter(title=title).exists()
    family = make_contest("family", day=60 - SINCE, title="绿色家庭评选")
    for name in ("小林一家", "住在江边的快乐家庭"):
        last = give_title(result=make_result(family, entry=make_entry(family, name=name)), now=clock.now())
    withdraw(by=runner_of(family), title_id=last.pk, reason="自己提出不再参加，交回称号。")
    works = make_contest(
        "works",
        day=42 - SINCE,
        title="旧物新生作品征集",
        recheck_from=None,
        recheck_until=None,
        shows_likes=True,
    )
    for number in range(1, 6):
        entry = make_entry(
            works, name=f"化名{number}", title=f"旧瓶新花之{number}", words="用旧瓶子做的花瓶。" * number * 6
        )
        row = EntryFile(
            entry=entry, kind="picture", name="a.jpg", size=1, width=480, height=360, sha256=f"{number:064}",
            uploaded_by=entry.applicant, at=clock.now(),
        )  # fmt: skip
        row.file.save(f"{number}.jpg", ContentFile(photo(number, (480, 360))))
    said = f"TITLE {title.pk} {title.code} {shop.pk} {works.pk} {last.code}"
    sys.stdout.write(f"{said}\n")


titles(User.objects.order_by("-pk").first())
