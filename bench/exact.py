"""Whether the totals of many logs are right: the fold, the rebuild and plain SQL written apart must agree.

`bench/measure.py` starts it with 20,000 logs; `python bench/exact.py 1000000` on a database of one's own.
"""

import random
import sys
import time

import django

django.setup()

from core import clock  # noqa: E402
from indicators.services.partitions import keep_partitions  # noqa: E402
from indicators.services.rebuild import rebuild_statistics  # noqa: E402
from indicators.services.totals import fold_totals  # noqa: E402
from tests.indicators.generator import Generator  # noqa: E402
from tests.indicators.independent import computed, stored  # noqa: E402

SEED = 20261201


def main(logs: int) -> None:
    """Write, fold on the way, compare three ways; exit 1 if they differ."""
    chance, folding, folded = random.Random(SEED), 0.0, 0
    generator = Generator(seed=SEED, residents=max(100, logs // 20), days=120)
    rows = 0
    for number, batch in enumerate(generator.batches(logs, 20_000)):
        rows += len(batch)
        if number % 7 == 3:
            keep_partitions(today=clock.today())
        started = time.monotonic()
        for _ in range(chance.randrange(4)):
            folded += fold_totals(limit=chance.randrange(1, 9_000))
        folding += time.monotonic() - started
    started = time.monotonic()
    while count := fold_totals(limit=5_000):
        folded += count
    folding += time.monotonic() - started
    kept = stored()
    started = time.monotonic()
    right = computed()
    by_sql = time.monotonic() - started
    differing = sum(len(kept[name] ^ right[name]) for name in kept)
    started = time.monotonic()
    mended = rebuild_statistics()
    rebuilding = time.monotonic() - started
    print(f"\nexactness of the totals, {logs:,} logs, {rows - logs:,} reversals")
    print(f"  rows folded {folded:,} in {folding:,.0f} s ({folding * 1e6 / folded:,.0f} µs each)")
    cells = f"{len(kept['days']):,} day cells, {len(kept['periods']):,} period cells"
    print(f"  {cells}; differing from plain SQL: {differing}")
    print(
        f"  plain SQL {by_sql:,.0f} s; rebuild {rebuilding:,.0f} s, differences found: {len(mended)}",
        flush=True,
    )
    if differing or mended:
        sys.exit("The totals are not what the logs say.")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
