"""A page of a contest that is public becomes a contest to enter."""

from wagtail.models import Page

from campaigns.contests.models import Contest
from campaigns.contests.services import publishing
from content.models import ContestPage
from content.selectors.contest_facts import facts_of, path_of


def publish_contest(page: ContestPage) -> Contest:
    """Hand the facts of a public page down. Safe to repeat."""
    return publishing.publish(facts=facts_of(page))


def readdress_contests(*, below: Page) -> int:
    """Write the addresses of contests anew after a page above them, or their own, was moved; how many."""
    pages = ContestPage.objects.descendant_of(below, inclusive=True).live()
    return sum(publishing.readdress(page_id=page.pk, url=path_of(page)) for page in pages)
