"""What statistics keep: totals, the plan's figures, official values, what was published, and reports."""

from indicators.models.measured import Measured
from indicators.models.official import OfficialValue, ValueSheet
from indicators.models.plan import PlanIndicator
from indicators.models.publication import Release
from indicators.models.reports import Report
from indicators.models.totals import (
    ActionDayTotal,
    DayTotal,
    Participation,
    Period,
    PeriodTotal,
    Scope,
    Sums,
    TownDayTotal,
    Watermark,
)

__all__ = [
    "ActionDayTotal",
    "DayTotal",
    "Measured",
    "OfficialValue",
    "Participation",
    "Period",
    "PeriodTotal",
    "PlanIndicator",
    "Release",
    "Report",
    "Scope",
    "Sums",
    "TownDayTotal",
    "ValueSheet",
    "Watermark",
]
