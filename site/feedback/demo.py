"""Made-up tickets, so that the desk and its figures have something to show; calling it again adds nothing."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

from django.contrib.auth.models import Group
from django.db import transaction

from accounts.models import User
from content.demo import PASSWORD
from content.models import Department
from core import clock
from feedback import rules
from feedback.models import AnswerTemplate, DepartmentStaff, State, Ticket, TicketEvent

_NAMESPACE = UUID("7a2f6d1e-3d4b-4c76-8a5e-2d7d0c1a9b40")
STAFF: Final = [("demo-service-lead", "客服主管小谷", "客服主管"), ("demo-clerk", "部门经办小蒋", "部门经办")]
SAID: Final = [
    ("complaint", "小区门口的公交站台夜里没有灯，等车看不清。"),
    ("suggestion", "希望骑行记录能选单位到家的常用路线。"),
    ("site", "首页“活动”两个字点了没有反应。"),
    ("content", "节水指南里水表读数的图片和文字对不上。"),
    ("plan", "第三项行动能不能补充乡镇怎么做。"),
]
ANSWER: Final = "谢谢您告诉我们。已经核实并处理，处理结果会在下次更新时公布。（示例）"
TEMPLATES: Final = [
    ("已修正", "谢谢您指出来，这一处已经改正。"),
    ("已转办", "您反映的情况已经核实，正在处理，预计完成时间是："),
]
# Three of four are answered; the last ones wait.
TOGETHER: Final = 36


@transaction.atomic
def load(*, now: datetime) -> int:
    """Staff, beginnings of answers, tickets of the last three months; how many tickets are new."""
    departments = list(Department.objects.all()[:2])
    _staff(departments)
    for title, text in TEMPLATES:
        AnswerTemplate.objects.get_or_create(title=title, defaults={"text": text})
    return sum(_ticket(number, departments, now) for number in range(TOGETHER))


def _staff(departments: list[Department]) -> None:
    for username, nickname, role in STAFF:
        user = User.objects.filter(username=username).first()
        if user is None:
            user = User.objects.create_user(username, PASSWORD, nickname=nickname, is_staff=True)
        user.groups.add(*Group.objects.filter(name=role))
        if role == "部门经办" and departments:
            DepartmentStaff.objects.get_or_create(department=departments[0], user=user)


def _ticket(number: int, departments: list[Department], now: datetime) -> bool:
    topic, text = SAID[number % len(SAID)]
    at = now - timedelta(days=(TOGETHER - number) * 2, hours=number % 7)
    day = at.astimezone(clock.now().tzinfo).date()
    waits = number >= TOGETHER - 4
    due = rules.due_on(day, rules.DAYS[topic])
    department = departments[number % len(departments)] if departments and number % 3 else None
    answered = None if waits else at + timedelta(days=number % 5, hours=3)
    tail = rules.letters_of(uuid5(_NAMESPACE, f"tail {number}").bytes, rules.NUMBER_LETTERS)
    values = {
        "number": rules.number_of(day, tail),
        "topic": topic,
        "text": text,
        "state": State.CLOSED if answered else State.ROUTED if department else State.RECEIVED,
        "department": department,
        "answer": ANSWER if answered else "",
        "received_at": at,
        "due_on": due if not waits else rules.due_on(clock.today(), number % 3),
        "first_due_on": due,
        "answered_at": answered,
        "last_answered_at": answered,
        "closed_at": answered,
        "satisfied": bool(number % 6) if answered else None,
    }
    ticket, new = Ticket.objects.get_or_create(
        request_key=uuid5(_NAMESPACE, f"ticket {number}"), defaults=values
    )
    if new:
        _events(ticket)
    return new


def _events(ticket: Ticket) -> None:
    TicketEvent.objects.create(ticket=ticket, kind="received", at=ticket.received_at)
    if ticket.department:
        TicketEvent.objects.create(
            ticket=ticket, kind="routed", department=ticket.department, at=ticket.received_at
        )
    if ticket.answered_at:
        TicketEvent.objects.create(ticket=ticket, kind="answered", text=ticket.answer, at=ticket.answered_at)
