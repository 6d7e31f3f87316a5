"""Search over the API. Public, and only what the search page shows."""

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from core.text import clean
from search.questions import LONGEST_QUESTION
from search.selectors.help import corrections
from search.selectors.hits import find
from search.selectors.results import Result, results_of, suggestions
from search.services.terms import record_search

router = Router(tags=["搜索"])
Question = Annotated[
    str, Query(min_length=1, max_length=LONGEST_QUESTION, description="要找的词", examples=["公交"])
]
Tab = Annotated[
    Literal["", "guides", "events", "plan", "actions", "news", "other"], Query(description="只要这一类")
]
Start = Annotated[int, Query(ge=0, le=1000, description="从第几条起，第一条是 0")]
Limit = Annotated[int, Query(ge=1, le=50)]


class ResultOut(Schema):
    """One result; addresses begin at the root of the site."""

    tab: str
    label: str = Field(..., description="是什么：指南、方案原文、可以记录的行为……")
    where: str
    title: str
    url: str
    text: str = Field(..., description="摘要，或正文的开头")


class ResultPage(Schema):
    """Results from a place on, counts of all, and other spellings when there are none."""

    total: int
    counts: dict[str, int]
    relaxed: bool = Field(..., description="没有内容同时含有全部的词，给出的是含有其中一部分的")
    items: list[ResultOut]
    corrections: list[str]


class SuggestionList(Schema):
    """Names that begin like the words."""

    items: list[ResultOut]


def _out(results: list[Result]) -> list[ResultOut]:
    names = ResultOut.model_fields
    return [ResultOut(**{name: getattr(result, name) for name in names}) for result in results]


@router.get("/search", response=ResultPage, auth=None, summary="搜索", url_name="search")
def search(
    request: HttpRequest, q: Question, tab: Tab = "", start: Start = 0, limit: Limit = 20
) -> ResultPage:
    """空格分开的词要同时出现；加引号的话一字不差。只含公开内容。"""
    question = " ".join(clean(q).split())
    findings = find(question)
    hits = findings.in_tab(tab)
    if not start and not tab:
        record_search(question=question, found=0 if findings.is_relaxed else len(hits))
    return ResultPage(
        total=len(hits),
        counts=findings.counts,
        relaxed=findings.is_relaxed and bool(findings.hits),
        items=_out(results_of(hits[start : start + limit], findings.marks)),
        corrections=corrections(question) if findings.is_relaxed else [],
    )


@router.get("/search/suggestions", response=SuggestionList, auth=None, summary="搜索建议", url_name="suggest")
def suggest(request: HttpRequest, q: Question) -> SuggestionList:
    """标题像这样开头的内容，最多 8 条。"""
    return SuggestionList(items=_out(suggestions(" ".join(clean(q).split()))))
