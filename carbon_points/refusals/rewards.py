"""Why a reward, a voucher or a gift can be refused. Each sentence is written where the numbers are known."""

from core.refusals import Refused


class RewardClosed(Refused):
    """Nobody can have this reward now: not open, an example, outside its days, or without a price."""

    code = "reward_closed"


class SoldOut(Refused):
    """No piece is left."""

    code = "sold_out"


class BudgetUsedUp(Refused):
    """The month's budget of the line has no room for the price, or there is none."""

    code = "budget_used_up"


class NotYet(Refused):
    """A new account waits some days."""

    code = "not_yet"


class PersonLimit(Refused):
    """This person has had as many as one person may have."""

    code = "person_limit"


class NotEnoughPoints(Refused):
    """The price, or the gift, is more than the balance; `missing` points would be needed."""

    code = "not_enough_points"

    def __init__(self, message: str, *, missing: int = 0) -> None:
        super().__init__(message)
        self.missing = missing


class AlreadyUsed(Refused):
    """The voucher was used before."""

    code = "already_used"


class VoucherReturned(Refused):
    """The voucher was given back, or returned by itself after its last day."""

    code = "voucher_returned"


class VoucherExpired(Refused):
    """The voucher's last day is over."""

    code = "voucher_expired"


class NotAtThisDesk(Refused):
    """Only those who work for the provider of a reward handle its vouchers."""

    code = "not_at_this_desk"
    status = 403


class TooManyWrongCodes(Refused):
    """More wrong codes in a minute than one looks at."""

    code = "too_many_wrong_codes"
    status = 429


class TooLateToTakeBack(Refused):
    """The minutes for taking a use back are over, or it was not used."""

    code = "too_late_to_take_back"


class StockRefused(Refused):
    """The stock cannot be changed like this."""

    code = "stock_refused"
    status = 422


class BudgetRefused(Refused):
    """The month's budget cannot become this."""

    code = "budget_refused"
    status = 422


class CauseClosed(Refused):
    """Nobody can give to this cause now."""

    code = "cause_closed"


class MonthNotOver(Refused):
    """A month is settled when nothing can be added to it any more."""

    code = "month_not_over"


class RewardUnfit(Refused):
    """Staff filled in something that could not be offered."""

    code = "reward_unfit"
    status = 422
