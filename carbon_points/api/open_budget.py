"""What rewards may cost and what is still owed, without login."""

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from ninja import Router

from carbon_points.api.answers import KEEP_SECONDS, open_to_all
from carbon_points.schemas import rewards as schemas
from carbon_points.selectors import budgets
from core import clock

router = Router(tags=["开放数据"])
CACHE_KEY = "carbon_points:open-budget"


@router.get(
    "/budget", response=schemas.BudgetReport, auth=None, summary="奖励预算与积分负债", url_name="open-budget"
)
def show_budget(request: HttpRequest, response: HttpResponse) -> schemas.BudgetReport:
    """每项预算每个月可以兑换多少积分、已经用了多少，居民手里还有多少积分，每月用掉多少。"""
    open_to_all(response)
    # The sum over all residents is worked out once in this time, however many ask.
    document = cache.get_or_set(CACHE_KEY, lambda: _report().model_dump(mode="json"), KEEP_SECONDS)
    return schemas.BudgetReport.model_validate(document)


def _report() -> schemas.BudgetReport:
    held, waiting = budgets.liability()
    return schemas.BudgetReport(
        as_of=clock.now(),
        points_held=held,
        points_waiting=waiting,
        liability=held + waiting,
        points_expired=budgets.expired_points(),
        months=[
            schemas.BurnOut(month=f"{row.month:%Y-%m}", settled=row.settled, donated=row.donated)
            for row in budgets.burn_rows()
        ],
        budgets=[
            schemas.BudgetOut(
                line=row.line.code,
                name=row.line.name,
                funder=row.line.funder,
                month=f"{row.month:%Y-%m}",
                budget=row.points,
                committed=row.committed,
                redeemed=row.redeemed,
                returned=row.returned,
            )
            for row in budgets.budget_rows()
        ],
    )
