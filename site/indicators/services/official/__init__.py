"""The only writers of official values: enter, take back, confirm, send back, and whole spreadsheets."""

from indicators.services.official.deciding import confirm_value, refuse_value
from indicators.services.official.entering import enter_value, take_back_value

__all__ = ["confirm_value", "enter_value", "refuse_value", "take_back_value"]
