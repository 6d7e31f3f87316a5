"""Proves a page of seals, and the days whose lines are there: check_seals.py seals.json [DAY.lines …]."""

import hashlib
import json
import pathlib
import sys

seals = json.loads(pathlib.Path(sys.argv[1]).read_text())["items"]
for newer, older in zip(seals, [*seals[1:], None], strict=True):
    columns = [newer[name] for name in ("day", "count", "points", "lines_hash", "previous_hash")]
    text = "|".join(map(str, ["ledger-seal-1", *columns]))
    if hashlib.sha256(text.encode()).hexdigest() != newer["hash"]:
        sys.exit(f"{newer['day']}: the hash is not that of its columns")
    if older and newer["previous_hash"] != older["hash"]:
        sys.exit(f"{newer['day']}: does not follow {older['day']}")
for path in map(pathlib.Path, sys.argv[2:]):
    seal = next(seal for seal in seals if seal["day"] == path.stem)
    lines = path.read_bytes()
    points = sum(int(line.split(b"|")[3]) for line in lines.splitlines())
    found = lines.count(b"\n"), points, hashlib.sha256(lines).hexdigest()
    if found != (seal["count"], seal["points"], seal["lines_hash"]):
        sys.exit(f"{path.stem}: these lines were not sealed")
    print(f"{path.stem}: {found[0]} transfers, {points} points, as sealed")
print(f"{len(seals)} seals in one chain, after {seals[-1]['previous_hash']}, up to {seals[0]['hash']}")
