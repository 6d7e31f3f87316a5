"""Rewards, vouchers, gifts and settlements. The only writers of their tables."""

from carbon_points.services.rewards.budgets import ensure_budget_line, open_budget_month
from carbon_points.services.rewards.causes import donate, open_cause
from carbon_points.services.rewards.redemption import redeem
from carbon_points.services.rewards.returns import cancel_voucher, expire_vouchers
from carbon_points.services.rewards.settlement import close_month
from carbon_points.services.rewards.shelf import set_reward_state
from carbon_points.services.rewards.statement import statement_xlsx
from carbon_points.services.rewards.stock import add_stock, ask_for_stock, ensure_reward, tell_of_stock
from carbon_points.services.rewards.use import preview_voucher, unverify, use_voucher, verify_voucher

__all__ = [
    "add_stock",
    "ask_for_stock",
    "cancel_voucher",
    "close_month",
    "donate",
    "ensure_budget_line",
    "ensure_reward",
    "expire_vouchers",
    "open_budget_month",
    "open_cause",
    "preview_voucher",
    "redeem",
    "set_reward_state",
    "statement_xlsx",
    "tell_of_stock",
    "unverify",
    "use_voucher",
    "verify_voucher",
]
