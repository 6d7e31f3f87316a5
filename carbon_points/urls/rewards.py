"""Addresses of rewards, vouchers, causes, and of the desk that hands rewards over."""

from django.urls import path

from carbon_points.views import budget, causes, merchant, merchant_books, rewards, statements, vouchers

urlpatterns = [
    path("rewards/", rewards.rewards, name="rewards"),
    path("rewards/<row:reward_id>/", rewards.reward, name="reward"),
    path("rewards/<row:reward_id>/redeem/", rewards.redeem, name="redeem"),
    path("rewards/<row:reward_id>/tell-me/", rewards.tell_me, name="tell-me"),
    path("budget/", budget.budget, name="budget"),
    path("me/vouchers/", vouchers.vouchers, name="vouchers"),
    path("me/vouchers/<row:voucher_id>/", vouchers.voucher, name="voucher"),
    path("me/vouchers/<row:voucher_id>/state/", vouchers.voucher_state, name="voucher-state"),
    path("me/vouchers/<row:voucher_id>/cancel/", vouchers.cancel_voucher, name="cancel-voucher"),
    path("me/gifts/", causes.gifts, name="gifts"),
    path("causes/", causes.cause_list, name="causes"),
    path("causes/<row:cause_id>/", causes.cause, name="cause"),
    path("m/", merchant.desk, name="desk"),
    path("m/verify/", merchant.verify, name="verify"),
    path("m/verify/use/", merchant.use, name="use"),
    path("m/vouchers/<row:voucher_id>/", merchant.used, name="desk-use"),
    path("m/vouchers/<row:voucher_id>/undo/", merchant.take_back, name="desk-undo"),
    path("m/<row:desk_id>/", merchant_books.today, name="desk-today"),
    path("m/<row:desk_id>/statements/", statements.statements, name="desk-statements"),
    path("m/<row:desk_id>/statements/<str:month>/", statements.statement, name="desk-statement"),
    path(
        "m/<row:desk_id>/statements/<str:month>/xlsx/", statements.statement_file, name="desk-statement-file"
    ),
    path("m/<row:desk_id>/rewards/", merchant_books.own_rewards, name="desk-rewards"),
    path("m/<row:desk_id>/rewards/<row:reward_id>/", merchant_books.own_reward, name="desk-reward"),
    path("m/<row:desk_id>/rewards/<row:reward_id>/state/", merchant_books.set_state, name="desk-state"),
]
