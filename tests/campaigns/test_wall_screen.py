"""The wall in the hall: what it tells, whom it tells nothing about, and that it moves by itself."""

from datetime import timedelta
from uuid import uuid4

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from wagtail.models import Page

from campaigns.models import Campaign, CheckIn, Session
from campaigns.selectors.big_screen import town_rows, wall_now
from campaigns.services.attendance import check_in
from tests.campaigns.world import make_session
from tests.carbon_points.ledger_world import NOW, make_area, make_resident
from tests.indicators.sockets import is_refused, opened

commits = pytest.mark.django_db(transaction=True)


def hall() -> Session:
    """A session that is on now, of a public campaign."""
    root = Page.get_first_root_node()
    return make_session(starts_at=NOW + timedelta(hours=1), capacity=None, campaign={"page_id": root.pk})


def arrive(session: Session, **resident: object) -> CheckIn:
    """Somebody scans the screen."""
    person = make_resident(**resident)
    return check_in(
        session_id=session.pk, resident=person, way=CheckIn.Way.SCREEN, nonce=uuid4(), seen_at=NOW, now=NOW
    ).check_in


@pytest.mark.django_db
def test_townships_are_told_from_ten_people_on_in_steps_of_five():
    town, community = make_area()
    town.row = town.column = 1
    town.save()
    session = hall()
    for number in range(9):
        arrive(session, area=community if number % 2 else town)
    assert [(row.people, row.level) for row in town_rows(session.campaign)] == [(0, 0)]

    arrive(session, area=town)
    assert [(row.people, row.level) for row in town_rows(session.campaign)] == [(10, 1)]
    for _ in range(4):
        arrive(session, area=town)

    assert wall_now(session.campaign) == {"people": 14, "towns": {town.code: [10, 1]}, "pictures": []}


@pytest.mark.django_db
def test_the_map_moves_with_ten_people_and_never_with_one():
    town, _ = make_area()
    town.row = town.column = 1
    town.save()
    session = hall()
    shown = []
    for _ in range(20):
        arrive(session, area=town)
        shown.append([row.people for row in town_rows(session.campaign)])

    assert shown == [[0]] * 9 + [[10]] * 10 + [[20]]


@pytest.mark.django_db
def test_the_page_needs_no_login_and_shows_the_count(client):
    session = hall()
    arrive(session)

    page = client.get(f"/wall/{session.campaign_id}/").content.decode()

    assert '<strong data-people aria-live="polite">1</strong>' in page
    assert f'data-wall="/ws/campaigns/{session.campaign_id}/"' in page
    assert client.get(f"/wall/{session.campaign_id}/now.json").json()["people"] == 1
    assert client.get(f"/wall/{session.campaign_id}/?plain=1")["Refresh"] == "15"


@pytest.mark.django_db
def test_the_page_asks_the_same_number_of_questions_for_few_and_for_many(client, django_assert_num_queries):
    town, _ = make_area()
    session = hall()
    url = f"/wall/{session.campaign_id}/"
    for _ in range(10):
        arrive(session, area=town)
    client.get(url)
    # The campaign, its place, how many came; townships by whole tens, counted once; the pictures.
    with django_assert_num_queries(7):
        client.get(url)

    for _ in range(10):
        arrive(session, area=town)
    with django_assert_num_queries(7):
        client.get(url)


@pytest.mark.django_db
def test_what_is_not_public_has_no_wall(client):
    session = hall()
    Campaign.objects.update(state="withdrawn")

    assert client.get(f"/wall/{session.campaign_id}/").status_code == 404
    assert client.get(f"/wall/{session.campaign_id}/now.json").status_code == 404


@commits
def test_a_wall_moves_when_somebody_comes_and_only_its_own():
    session, other = hall(), make_session(capacity=None)

    async def journey():
        first = await opened(path=f"/ws/campaigns/{session.campaign_id}/")
        second = await opened(path=f"/ws/campaigns/{session.campaign_id}/", client="10.0.0.2")
        shown = [(await window.number())["people"] for window in (first, second)]
        await sync_to_async(arrive)(session)
        moved = [(await window.number())["people"] for window in (first, second)]
        for window in (first, second):
            await window.leave()
        return shown, moved

    assert async_to_sync(journey)() == ([0, 0], [1, 1])
    assert other.check_ins.count() == 0


@commits
@pytest.mark.parametrize("path", ["/ws/campaigns/999999/", "/ws/campaigns/{withdrawn}/"])
def test_a_socket_for_what_is_not_there_is_shown_out(path):
    withdrawn = make_session().campaign_id

    assert async_to_sync(is_refused)(path=path.format(withdrawn=withdrawn))


@commits
def test_the_wall_and_the_city_share_the_limit_of_an_address(settings):
    settings.LIVE_SOCKETS_PER_ADDRESS = 2
    path = f"/ws/campaigns/{hall().campaign_id}/"

    async def journey():
        held = [await opened(), await opened(path=path)]
        refused = [await is_refused(), await is_refused(path=path)]
        for window in held:
            await window.leave()
        return refused

    assert async_to_sync(journey)() == [True, True]
