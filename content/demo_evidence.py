"""Photos and bills of the demo's residents: some wait for a reviewer, some have their answer."""

import io
import random
from decimal import Decimal
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from PIL import Image, ImageDraw

from accounts.models import User
from carbon_points.models import Action, Submission
from carbon_points.rules.bills import months_open
from carbon_points.services.review import decide
from carbon_points.services.submissions import submit_bill, submit_photo
from core import clock
from core.refusals import Refused
from media.services.evidence import store_evidence

# The number of a demo resident, an action, a word to the reviewer.
PHOTOS: Final = [
    (0, "FD-VEG", "中午在食堂吃的素面"),
    (0, "FD-CUTLERY", ""),
    (0, "CO-REPAIR", "电饭煲换了一根线"),
    (1, "FD-CUTLERY", "订单截图"),
    (2, "FD-VEG", ""),
    (3, "TR-EV-RIDE", "从高铁站回家"),
    (15, "CO-REPAIR", "自行车补胎"),
    (16, "FD-CUTLERY", ""),
    (17, "FD-VEG", ""),
]
# The answers to the first of them.
ANSWERS: Final = {1: ("approve", ""), 2: ("reject", "看不出是哪一天，请让日期、时间或小票一起入镜。")}
BILL_OF: Final = 4


def load_evidence(residents: list[User], reviewer: User) -> None:
    """Hand them in once; a second time changes nothing."""
    for number, (person, code, note) in enumerate(PHOTOS):
        if person < len(residents):
            _load(residents[person], code, number, note)
            if number in ANSWERS:
                _answer(reviewer, number)
    if len(residents) > BILL_OF:
        _load(residents[BILL_OF], "EN-ELEC", len(PHOTOS), "")


def picture(number: int) -> bytes:
    """A made-up photo: a plate, a table, a slip of paper. Each number draws another one."""
    dice = random.Random(number)
    image = Image.new(
        "RGB", (960, 720), (dice.randint(150, 210), dice.randint(140, 190), dice.randint(110, 160))
    )
    draw = ImageDraw.Draw(image)
    for _ in range(9):
        left, top, size = dice.randint(0, 900), dice.randint(0, 660), dice.randint(40, 260)
        shape = draw.ellipse if dice.random() < 0.5 else draw.rectangle
        shape((left, top, left + size, top + size), fill=tuple(dice.randint(40, 240) for _ in range(3)))
    draw.rectangle((560, 420, 900, 680), fill=(250, 248, 240))
    for line in range(7):
        draw.rectangle(
            (590, 450 + line * 32, 590 + dice.randint(120, 270), 458 + line * 32), fill=(70, 70, 70)
        )
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()


def _load(resident: User, code: str, number: int, note: str) -> None:
    key = _key(number)
    if Submission.objects.filter(request_key=key).exists():
        return
    action = Action.objects.get(code=code)
    photo = store_evidence(owner=resident, data=picture(number))
    common = {
        "resident": resident,
        "action": action,
        "photo_ids": [photo.pk],
        "note": note,
        "request_key": key,
    }
    try:
        if code == "EN-ELEC":
            submit_bill(
                meter="430400123456",
                month=months_open(clock.today())[0],
                used=Decimal("168.5"),
                used_last_year=Decimal("203.2"),
                **common,  # type: ignore[arg-type]
            )
        else:
            submit_photo(quantity=Decimal(1), done_on=clock.today(), **common)  # type: ignore[arg-type]
    except Refused:
        # The resident has recorded the same already; the demo does without it.
        return


def _answer(reviewer: User, number: int) -> None:
    submission = Submission.objects.filter(request_key=_key(number), state="pending").first()
    if submission is not None and not submission.decisions.exists():
        verdict, reason = ANSWERS[number]
        decide(reviewer=reviewer, submission_id=submission.pk, verdict=verdict, reason=reason)


def _key(number: int) -> str:
    return str(uuid5(NAMESPACE_URL, f"demo-evidence:{number}"))
