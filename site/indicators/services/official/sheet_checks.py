"""What is wrong between the cells of a spreadsheet and what the registry knows."""

from collections.abc import Mapping
from datetime import date

from core import clock
from core.text import clean
from indicators import official_rules as rules
from indicators.models import PlanIndicator
from indicators.official_rules import Entry
from indicators.services.official.sheet_cells import unharmed
from indicators.services.official.sheet_reading import MOST_FAULTS, Line


def wrong_rows(lines: list[Line], own: Mapping[str, PlanIndicator], known: set[str]) -> list[str]:
    """Codes that are unknown or somebody else's, and what is wrong with rows that can be read."""
    faults: list[str] = []
    seen: dict[tuple[str, date], Line] = {}
    today = clock.today()
    for line in (one for one in lines if one.code):
        indicator = own.get(line.code)
        if indicator is None:
            why = "不归您填报" if line.code in known else f"没有代码为“{line.code[:40]}”的指标"
            faults.append(f"{line.at('code')}：{why}")
            continue
        if line.name != unharmed(" ".join(clean(indicator.name).split())):
            faults.append(f"{line.at('name')}：名称和代码对不上，{line.code}是“{indicator.name}”")
        if not line.is_whole:
            continue
        entry = Entry(**line.values)
        wrong = rules.faults_of(entry, unit=indicator.unit, name=indicator.name, today=today)
        faults += [f"{line.at(name)}：{sentence.rstrip('。')}" for name, sentence in wrong.items()]
        first = seen.setdefault((line.code, entry.as_of), line)
        if first is not line:
            faults.append(f"{line.at('as_of')}：和第{first.row}行是同一个指标的同一天（{first.at('as_of')}）")
    return faults


def in_order(faults: list[str]) -> list[str]:
    """From the top of the sheet to its end; a long list is cut, and says so."""

    def place(fault: str) -> tuple[int, str]:
        address = fault.partition("：")[0].partition(":")[0]
        digits = "".join(char for char in address if char.isdigit())
        return (int(digits[:7]) if digits and address.isascii() else 0, address)

    ordered = sorted(faults, key=place)
    more = len(ordered) - MOST_FAULTS
    return [*ordered[:MOST_FAULTS], f"还有{more}处。"] if more > 0 else ordered
