"""奖励与公益 in the admin: staff write what is offered; pieces move with a reason, prices elsewhere."""

from datetime import date

import pytest
import time_machine

from carbon_points.models import BudgetLine, Cause, Reward, StockChange
from carbon_points.services.rewards.editing import save_reward
from tests.carbon_points.ledger_world import NOW, make_resident
from tests.carbon_points.policy_world import make_line, make_staff
from tests.carbon_points.reward_world import make_desk, make_reward, make_saver, take

pytestmark = pytest.mark.django_db
SHELF = "/cms/rewards_admin/"
RIGHTS = [
    f"{verb}_{name}" for verb in ("view", "add", "change") for name in ("reward", "budgetline", "cause")
]


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def operator():
    return make_staff(*RIGHTS)


@pytest.fixture
def desk(client, operator):
    """The operator's browser."""
    client.force_login(operator)
    return client


def form(reward=None, **changes):
    """The form of a reward as a browser sends it."""
    values = {
        "name": "环保袋",
        "summary": "棉布袋一个",
        "place_note": "社区服务站",
        "valid_days": "30",
        "opens_on": "2026-11-01",
        "state": "draft",
        "order": "100",
    }
    if reward:
        values |= {"provider": reward.provider_id, "budget_line": reward.budget_line_id, "name": reward.name}
    return values | changes


def test_a_reward_is_written_without_pieces_and_without_a_price(desk):
    shop, line = make_desk()[0], make_line()

    answer = desk.post(f"{SHELF}new/", form(provider=shop.pk, budget_line=line.pk))

    assert answer.status_code == 302
    reward = Reward.objects.get()
    assert (reward.name, reward.provider, reward.state, reward.stock_left) == ("环保袋", shop, "draft", 0)
    assert "环保袋" in desk.get(SHELF).content.decode()


def test_a_reward_opens_when_it_has_a_price(desk):
    bare, priced = make_reward(price=0, state="draft"), make_reward(price=30, state="draft")

    refused = desk.post(f"{SHELF}edit/{bare.pk}/", form(bare, state="open"))
    assert "还没有生效的价格" in refused.content.decode()
    assert desk.post(f"{SHELF}edit/{priced.pk}/", form(priced, state="open")).status_code == 302

    assert list(Reward.objects.order_by("pk").values_list("state", flat=True)) == ["draft", "open"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"is_example": "on", "state": "open"}, "示例不能开放兑换"),
        ({"closes_on": "2026-10-01"}, "结束日期不能早于开始日期"),
        ({"valid_days": "0"}, "要填1到366"),
        ({"valid_days": "367"}, "要填1到366"),
    ],
)
def test_what_cannot_be_offered_is_refused(desk, changes, sentence):
    reward = make_reward(state="draft")

    answer = desk.post(f"{SHELF}edit/{reward.pk}/", form(reward, **changes))

    assert sentence in answer.content.decode()
    before = (reward.state, reward.closes_on, reward.valid_days, reward.is_example)
    reward.refresh_from_db()
    assert (reward.state, reward.closes_on, reward.valid_days, reward.is_example) == before


def test_editing_never_puts_back_pieces_that_were_taken_meanwhile():
    reward = make_reward(price=30, stock=10)
    opened = Reward.objects.get(pk=reward.pk)
    take(make_saver(100), reward)

    opened.summary = "改过的说明"
    save_reward(reward=opened)

    reward.refresh_from_db()
    assert (reward.stock_left, reward.summary) == (9, "改过的说明")


def test_pieces_come_in_and_go_out_with_a_reason(desk, operator):
    reward = make_reward(stock=10)
    url = f"{SHELF}{reward.pk}/stock/"

    assert desk.post(url, {"change": "5", "reason": "到货"}).headers["Location"] == url
    for sent in (
        {"change": "-16", "reason": "取走"},
        {"change": "0", "reason": "x"},
        {"change": "3", "reason": ""},
    ):
        assert desk.post(url, sent).status_code in {409, 422}

    reward.refresh_from_db()
    assert reward.stock_left == 15
    row = StockChange.objects.latest("pk")
    assert (row.change, row.reason, row.made_by) == (5, "到货", operator)
    page = desk.get(url).content.decode()
    assert "到货" in page
    assert "+5" in page
    assert desk.get(f"{SHELF}999/stock/").status_code == 404


def test_a_line_keeps_its_code(desk):
    assert (
        desk.post(
            "/cms/budget_lines_admin/new/", {"code": "city", "name": "城市", "funder": "财政"}
        ).status_code
        == 302
    )
    line = BudgetLine.objects.get()

    desk.post(
        f"/cms/budget_lines_admin/edit/{line.pk}/", {"code": "other", "name": "新名称", "funder": "财政"}
    )

    line.refresh_from_db()
    assert (line.code, line.name) == ("city", "新名称")


def test_a_cause_gets_its_account_and_one_name(desk):
    sent = {"name": "种一片竹林", "summary": "在河边种竹子", "is_open": "on"}
    assert desk.post("/cms/causes_admin/new/", sent).status_code == 302
    cause = Cause.objects.get()
    assert cause.account.kind == "donated"

    assert "已经有同名的公益项目" in desk.post("/cms/causes_admin/new/", sent).content.decode()
    desk.post(f"/cms/causes_admin/edit/{cause.pk}/", sent | {"summary": "改过"})

    assert Cause.objects.get().summary == "改过"
    assert Cause.objects.get().account_id == cause.account_id


def test_who_may_look_and_who_may_change(client):
    reward = make_reward(state="draft")
    edit, stock = f"{SHELF}edit/{reward.pk}/", f"{SHELF}{reward.pk}/stock/"
    for rights, look, change in (
        (RIGHTS, 200, 200),
        (["view_reward"], 200, 302),
        (["add_policy", "request_grant"], 302, 302),
        ([], 302, 302),
    ):
        client.force_login(make_staff(*rights))
        assert client.get(SHELF).status_code == look, rights
        assert (client.get(edit).status_code, client.get(stock).status_code) == (change, change), rights
    client.force_login(make_resident())
    assert client.get(SHELF).headers["Location"].startswith("/cms/login/")


@pytest.mark.parametrize("rows", [1, 4])
def test_the_stock_takes_a_fixed_number_of_queries(desk, rows, django_assert_num_queries):
    reward = make_reward(stock=0, opens_on=date(2026, 1, 1))
    for number in range(rows):
        desk.post(f"{SHELF}{reward.pk}/stock/", {"change": "1", "reason": f"到货{number}"})
        make_reward()
    desk.get(SHELF)
    desk.get(f"{SHELF}{reward.pk}/stock/")

    with django_assert_num_queries(12):
        assert desk.get(f"{SHELF}{reward.pk}/stock/").status_code == 200
    with django_assert_num_queries(13):
        assert desk.get(SHELF).status_code == 200
