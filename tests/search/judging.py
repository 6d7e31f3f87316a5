"""Measures search by the judged questions: how many of the first five are to the point, how much is found."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from carbon_points.models import Action
from content.models import PlanPassage, ThemeDay
from search.selectors.hits import find, rows_of

FIRST = 5
QUESTIONS = tomllib.loads((Path(__file__).parent / "judged.toml").read_text(encoding="utf-8"))["question"]


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over all questions, and what to look at when they are too low."""

    precision: float
    recall: float
    remarks: list[str]


def names_of(question: str) -> list[str]:
    """What is found, as the judged set names it: addresses, codes, slugs, anchors."""
    names = []
    for hit, row in rows_of(find(question).hits):
        path, _, anchor = row.url.partition("#")
        if hit.source.model is Action:
            names.append(path.rstrip("/").rsplit("/", 1)[-1])
        elif hit.source.model is ThemeDay:
            names.append(f"day:{anchor}")
        else:
            names.append(f"#{anchor}" if hit.source.model is PlanPassage else path)
    return names


def measure(*, with_document: bool) -> Figures:
    """Ask everything. Fewer than five count as what they are; nothing is right where there is nothing."""
    precisions, recalls, remarks = [], [], []
    for question in QUESTIONS:
        relevant = {*question["relevant"], *(question.get("official", []) if with_document else [])}
        found = names_of(question["q"])
        first = found[:FIRST]
        right = len(relevant.intersection(first))
        precisions.append(right / len(first) if first else float(not relevant))
        recalls.append(len(relevant.intersection(found)) / len(relevant) if relevant else 1.0)
        if precisions[-1] < 1 or recalls[-1] < 1:
            wrong = [name for name in first if name not in relevant]
            remarks.append(f"{question['q']}: not to the point {wrong}, missing {relevant - set(found)}")
    return Figures(sum(precisions) / len(precisions), sum(recalls) / len(recalls), remarks)
