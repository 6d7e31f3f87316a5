"""What organisers do besides the door: tell everybody something, call somebody, take the list along."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from wagtail.log_actions import log

from accounts.models import User
from accounts.sealing import unseal
from campaigns.models import STANDING, Campaign, Feedback, OrganiserMessage, Registration
from campaigns.refusals.registration import RegistrationOver
from campaigns.selectors.running import run_registrations
from campaigns.services.telling import notice_of, tell
from carbon_points.rules.keys import check_key
from core import clock
from core.refusals import NotFound, Refused
from core.spreadsheets import xlsx
from core.text import clean

PHONE_SHOWN = "campaigns.phone"
LIST_TAKEN = "campaigns.list"
MESSAGES_A_DAY, DAY = 5, timedelta(days=1)
STATES = {
    OrganiserMessage.To.CONFIRMED: (Registration.State.CONFIRMED,),
    OrganiserMessage.To.WAITING: (Registration.State.WAITING,),
    OrganiserMessage.To.EVERYBODY: STANDING,
}
HEADINGS = ("场次", "序号", "状态", "称呼", "人数", "到场", "回答")


@transaction.atomic
def tell_everybody(
    *, campaign: Campaign, by: User, to: str, title: str, body: str, request_key: str
) -> OrganiserMessage:
    """Write to all who are registered, or wait; the same request_key writes once. Five times a day."""
    check_key(request_key)
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    earlier = OrganiserMessage.objects.filter(sent_by=by, request_key=request_key).first()
    if earlier is not None:
        return earlier
    now = clock.now()
    lately = OrganiserMessage.objects.filter(campaign=campaign, at__gt=now - DAY)
    if lately.count() >= MESSAGES_A_DAY:
        raise Refused(f"一天最多发{MESSAGES_A_DAY}次，请明天再发，或者合成一条。", code="too_many_messages")
    said = OrganiserMessage.objects.create(
        campaign=campaign,
        to=to,
        title=clean(title),
        body=clean(body),
        sent_by=by,
        request_key=request_key,
        at=now,
    )
    rows = Registration.objects.filter(session__campaign=campaign, state__in=STATES[OrganiserMessage.To(to)])
    happened, text = f"said:{said.pk}", f"{said.body}\n——{campaign.organiser_name}"
    tell(
        notice_of(row, happened=happened, title=said.title, body=text)
        for row in rows.select_related("resident")
    )
    return said


@transaction.atomic
def show_phone(*, registration: Registration, by: User) -> str:
    """The whole number of somebody who gave it, for a call; that it was looked at stays on record."""
    if not registration.phone_sealed:
        raise NotFound("这个活动没有收手机号，或者已经清除。")
    log(registration, PHONE_SHOWN, user=by)
    return unseal(registration.phone_sealed).removeprefix("+86")


@transaction.atomic
def list_xlsx(*, campaign: Campaign, by: User) -> bytes:
    """The list as a spreadsheet, without phone numbers; that it was taken stays on record."""
    log(campaign, LIST_TAKEN, user=by)
    questions = {str(row.key): row.text for row in campaign.questions.all()}
    lines: list[Sequence[object]] = [HEADINGS]
    for row in run_registrations(campaign):
        answers = "；".join(f"{questions.get(key, '')}{value}" for key, value in row.answers.items())
        came = any(one.taken_back_at is None for one in row.check_ins.all())
        state = row.get_state_display()
        yes = "是" if came else ""
        lines.append((row.session.when, row.number, state, row.name, row.places, yes, answers))
    return xlsx("报名名单", lines)


def report_xlsx(*, campaign: Campaign, lines: Sequence[Sequence[object]]) -> bytes:
    """The report as a spreadsheet."""
    return xlsx("活动报告", [(campaign.title, campaign.organiser_name), *lines])


@transaction.atomic
def give_feedback(*, user: User, registration: Registration, rating: int, words: str) -> Feedback:
    """Keep what somebody who came thought of it; again, it is written over. Raises RegistrationOver."""
    check_in = registration.check_ins.filter(taken_back_at=None).first()
    if check_in is None:
        raise RegistrationOver("到场以后才能评价，谢谢您的关心。")
    found, _ = Feedback.objects.update_or_create(
        check_in=check_in, defaults={"rating": rating, "words": clean(words).strip(), "at": clock.now()}
    )
    return found
