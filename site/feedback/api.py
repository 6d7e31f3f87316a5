"""The API of the desk: my tickets, and open figures."""

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Field, Router, Schema
from ninja.responses import Status

from accounts.api_auth import token_or_session
from accounts.forms import BAD_PHONE
from accounts.rules import phone_number
from core.api import Strict
from core.cursors import Cursor, Limit, page_before
from core.idempotency import idempotent
from feedback.models import Ticket
from feedback.refusals import TicketRefused
from feedback.rules import LONGEST_TEXT
from feedback.selectors.statistics import lines
from feedback.selectors.tickets import tickets_of
from feedback.senders import network, sender_of
from feedback.services.intake import code_of, hand_in
from indicators.open_data import csv_text

router = Router(tags=["投诉建议"])
open_router = Router(tags=["开放数据"])
COLUMNS = (
    *("by", "code", "label", "received", "answered", "median_days", "p90_days"),
    *("on_time_percent", "satisfied_percent", "suppressed"),
)


class TicketIn(Strict):
    """What I want to say."""

    topic: Literal["complaint", "suggestion", "site", "content", "plan"] = Field(
        ..., description="complaint投诉 suggestion建议 site网站找错 content内容纠错 plan实施方案意见"
    )
    text: str = Field(..., min_length=1, max_length=LONGEST_TEXT)
    about: str = Field("", max_length=300, description="所说页面在本站的路径，可以不填")
    phone: str = Field("", max_length=40, description="联系手机号，可以不填；加密保存")


class TicketOut(Schema):
    """How it stands."""

    number: str
    code: str = Field(..., description="不登录时凭编号和这个码查询")
    topic: str
    text: str
    about: str
    state: str
    state_label: str
    answer: str
    received_at: datetime
    due_on: date
    answered_at: datetime | None


class TicketList(Schema):
    """One page, latest first."""

    items: list[TicketOut]
    next_cursor: int | None


@router.post("/feedback", response={201: TicketOut}, summary="提交投诉建议", auth=token_or_session)
@idempotent
def add_ticket(request: HttpRequest, body: TicketIn) -> Status[TicketOut]:
    """Hand in a complaint or suggestion. Guests use the form at /feedback/."""
    try:
        phone = phone_number(body.phone) if body.phone else ""
    except ValueError:
        raise TicketRefused(BAD_PHONE, status=422) from None
    ticket = hand_in(
        topic=body.topic,
        text=body.text,
        about=body.about,
        phone=phone,
        request_key=request.work_key,  # type: ignore[attr-defined]
        resident=request.auth,  # type: ignore[attr-defined]
        sender=sender_of(request),
        network=network(request),
    )
    return Status(201, _out(ticket))


@router.get("/me/feedback", response=TicketList, summary="我的投诉建议", auth=token_or_session)
def my_tickets(request: HttpRequest, cursor: Cursor = None, limit: Limit = 20) -> TicketList:
    """Mine, latest first."""
    rows, following = page_before(tickets_of(request.auth), cursor, limit)  # type: ignore[attr-defined]
    return TicketList(items=[_out(row) for row in rows], next_cursor=following)


@open_router.get("/feedback", auth=None, summary="投诉建议的办理情况", url_name="open-feedback")
def open_figures(
    request: HttpRequest,
    by: Literal["total", "month", "topic", "department"] = "total",
    format: Literal["json", "csv"] = "json",
) -> HttpResponse:
    """收到和答复的件数、答复用时、按时率、满意率。不足10件的数字不公布。"""
    rows = [_row(line) for line in lines(by)]
    response: HttpResponse
    if format == "csv":
        response = HttpResponse(csv_text(COLUMNS, rows), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="feedback-{by}.csv"'
    else:
        document = {"schema": "feedback/1", "by": by, "rows": rows}
        response = JsonResponse(document, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "public, max-age=60"
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _row(line: Any) -> dict[str, Any]:
    values = {name: getattr(line, name) for name in COLUMNS if name != "p90_days"}
    values["p90_days"] = line.most_days
    return {name: values[name] for name in COLUMNS}


def _out(ticket: Ticket) -> TicketOut:
    return TicketOut(
        number=ticket.number,
        code=code_of(ticket),
        topic=ticket.topic,
        text=ticket.text,
        about=ticket.about_path,
        state=ticket.state,
        state_label=ticket.state_words,
        answer=ticket.answer,
        received_at=ticket.received_at,
        due_on=ticket.due_on,
        answered_at=ticket.answered_at,
    )
