"""Which amounts one log can hold."""

from decimal import Decimal

from carbon_points.refusals import WrongQuantity
from carbon_points.rules.quantities import plain

# More units than anybody can do in one log; keeps every product inside a 64-bit integer.
LARGEST = Decimal(100_000)
# Units that can be divided. Everything else is counted: nobody rides half a bus.
DIVISIBLE = frozenset(
    {"公里", "千米", "km", "千克", "公斤", "kg", "千克煤", "升", "L", "千瓦时", "kWh", "立方米", "m3", "千步"}
)


def check_amount(quantity: Decimal, unit: str, most: Decimal | None) -> None:
    """Raise WrongQuantity unless 0 < quantity <= most; whole where units are counted, else 3 decimals."""
    if not quantity.is_finite() or quantity <= 0:
        raise WrongQuantity("数量要大于0。")
    if most is not None and quantity > most:
        raise WrongQuantity(f"一次最多记{plain(most)}{unit}，请分次记录或核对数量。")
    if quantity > LARGEST:
        raise WrongQuantity("数量太大了，请核对后再填。")
    if unit not in DIVISIBLE and quantity != quantity.to_integral_value():
        raise WrongQuantity(f"按“{unit}”记录时只能填整数。")
    if quantity != round(quantity, 3):
        raise WrongQuantity("数量最多保留三位小数。")
