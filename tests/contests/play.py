"""A contest as it is played over HTTP: who takes part, what they can try, what stands in the books."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import time_machine
from django.apps import apps
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import Organisation, User
from accounts.sealing import unseal
from campaigns.contests.models import Assignment, Contest, Criterion, Entry, Objection, Recheck, Result, Title
from campaigns.contests.rules.phases import Phase
from campaigns.contests.tasks import advance
from messaging.models import Message
from tests.accounts.people import someone
from tests.contests.entry_world import PDF
from tests.contests.world import make_contest, make_school

Answer = Any
BOOKS = [*apps.get_app_config("contests").get_models(), Message]


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing to do: where, with what, who may, in which phases. No address: it does not exist yet."""

    name: str
    url: Callable[["Play"], str]
    data: Callable[["Play"], dict[str, Any]]
    who: frozenset[str]
    when: frozenset[Phase]


@dataclass
class Play:
    """The contest, its people by their roles, and what has come to be."""

    contest: Contest
    people: dict[str, User]
    schools: list[Organisation]
    entries: list[Entry] = field(default_factory=list)
    _browsers: dict[str, Client] = field(default_factory=dict)

    def on(self, day: date) -> time_machine.travel:
        """Noon of a day, standing still. Nobody is signed in any more."""
        self._browsers.clear()
        return time_machine.travel(timezone.make_aware(datetime.combine(day, time(12))), tick=False)

    def as_(self, role: str) -> Client:
        """A browser of their own, signed in; nobody for a guest."""
        if role not in self._browsers:
            self._browsers[role] = Client()
            if role != "guest":
                self._browsers[role].force_login(self.people[role])
        return self._browsers[role]

    def post(self, role: str, url: str, data: dict[str, Any]) -> Answer:
        """Send a form."""
        return self.as_(role).post(url, data)

    def get(self, role: str, url: str) -> Answer:
        """Read a page."""
        return self.as_(role).get(url)

    @property
    def first(self) -> Entry:
        """The entry around which most is tried."""
        return self.entries[0]

    def sheets(self, entry: Entry) -> list[Assignment]:
        """Who judges an entry, standing."""
        rows = Assignment.objects.filter(entry=entry).exclude(state="recused")
        return list(rows.select_related("member__user").order_by("pk"))

    def role_of(self, user: User) -> str:
        """What somebody is called here."""
        return next(role for role, person in self.people.items() if person.pk == user.pk)


def books() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table of contests, and every message."""
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in BOOKS}


def cast(contest: Contest) -> Play:
    """Six schools that take part, one that looks on, four jurors, a chair, an inspector, staff, strangers."""
    elsewhere, other_runner = make_school()
    make_contest(organisation=elsewhere)
    people: dict[str, User] = {"resident": someone(), "runner": someone(), "other_runner": other_runner}
    schools = []
    for number in range(1, 8):
        school, head = make_school()
        people[f"head{number}"] = head
        schools.append(school)
    for number in range(1, 5):
        people[f"juror{number}"] = someone()
    people |= {"chair": someone(), "inspector": someone()}
    people["runner"].is_staff = True
    people["runner"].save()
    permission = Permission.objects.get(content_type__app_label="contests", codename="run_contest")
    people["runner"].user_permissions.add(permission)
    return Play(contest, people, schools)


def days_of(contest: Contest) -> dict[Phase, date]:
    """A day inside each phase."""
    one = timedelta(days=1)
    assert contest.visits_until is not None
    assert contest.recheck_from is not None
    assert contest.recheck_until is not None
    return {
        Phase.BEFORE: contest.enrol_from - one,
        Phase.ENROL: contest.enrol_from,
        Phase.MATERIALS: contest.materials_until,
        Phase.SCREENING: contest.screening_until,
        Phase.VISITS: contest.visits_until,
        Phase.JUDGING: contest.judging_until,
        Phase.NOTICE: contest.notice_until,
        Phase.ANNOUNCED: contest.notice_until + one,
        Phase.RECHECK: contest.recheck_from,
        Phase.OVER: contest.recheck_until + one,
    }


def tick() -> None:
    """What the clock's own job does; a second run right after it finds nothing to do."""
    advance()
    before = books()
    advance()
    assert books() == before


def marks(entry: Entry, share: str = "0.9") -> dict[str, str]:
    """A whole sheet: so many parts of what each line can give."""
    lines = Criterion.objects.filter(standard=entry.contest.standard, points__isnull=False)
    return {f"p-{one.key}": str(round(float(one.points or 0) * float(share) * 2) / 2) for one in lines}


def form_of(entry: Entry) -> dict[str, str]:
    """The whole form of an entry: nine tenths of everything, no veto."""
    given = {name.replace("p-", "score-"): points for name, points in marks(entry).items()}
    vetoes = Criterion.objects.filter(standard=entry.contest.standard, is_veto=True)
    return given | {f"veto-{one.key}": "on" for one in vetoes}


def attach(play: Play, role: str, entry: Entry) -> None:
    """A document at every line that asks for one."""
    lines = Criterion.objects.filter(standard=entry.contest.standard, needs_evidence=True)
    for line in lines:
        data = PDF + f"%{entry.pk} {line.key}".encode()
        file = SimpleUploadedFile(f"{line.key}.pdf", data, "application/pdf")
        answer = play.post(
            role, f"/contests/entries/{entry.pk}/files/", {"criterion": line.key, "files": file}
        )
        assert answer.status_code == 302, answer.content.decode()


def visit_data(play: Play) -> dict[str, str]:
    """What an inspector writes, and hands in."""
    lines = Criterion.objects.filter(standard=play.contest.standard, points__isnull=False)
    seen = {f"f-{line.key}": "met" for line in lines}
    return {
        "on": f"{timezone.localdate():%Y-%m-%d}",
        "place": "校门口",
        "words": "属实。",
        "go": "submit",
    } | seen


def _roles(*names: str) -> frozenset[str]:
    return frozenset(names)


def _desk(play: Play, path: str) -> str:
    return f"/contests/{play.contest.pk}/desk/{path}"


def _first_sheet(play: Play, path: str) -> str:
    sheets = play.sheets(play.first) if play.entries else []
    return f"/jury/{sheets[0].pk if sheets else 1}/{path}"


def _one(model: Any, **where: Any) -> int:
    row = model.objects.filter(**where).order_by("pk").first()
    return row.pk if row else 1


# Whoever stands where somebody else stands too: trying it twice says nothing more.
LIKE_ANOTHER = frozenset({"head3", "head4", "head5", "head6"})
APPLYING = frozenset({Phase.ENROL, Phase.MATERIALS})
SCREENING = frozenset({Phase.ENROL, Phase.MATERIALS, Phase.SCREENING})
UNTIL_JUDGED = frozenset({Phase.BEFORE, *SCREENING, Phase.VISITS, Phase.JUDGING})
AFTER = frozenset({Phase.ANNOUNCED, Phase.RECHECK, Phase.OVER})
SIGNED_IN = frozenset({"resident", "runner", "other_runner", "chair", "inspector"}) | {
    *(f"head{number}" for number in range(1, 8)),
    *(f"juror{number}" for number in range(1, 5)),
}


def deeds(play: Play) -> Iterable[Deed]:
    """Everything that writes. `who` in `when` may succeed; all else must change nothing."""
    entry = f"/contests/entries/{play.first.pk if play.entries else 1}/"
    first_juror = play.role_of(play.sheets(play.first)[0].member.user) if _drawn(play) else "juror1"
    title = _one(Title, entry=play.first) if play.entries else 1
    result = _one(Objection)

    def begin(school: int) -> dict[str, Any]:
        return {"whom": str(play.schools[school].pk), "request_key": str(uuid4())}

    revision = Entry.objects.get(pk=play.first.pk).revision if play.entries else 0
    yield Deed(
        "begin",
        lambda p: f"/contests/{p.contest.pk}/apply/",
        lambda p: begin(6),
        _roles("head7"),
        frozenset({Phase.ENROL}),
    )
    yield Deed(
        "save",
        lambda p: f"{entry}save/",
        lambda p: {"revision": revision, "score-1.1": "1"},
        _roles("head1"),
        APPLYING,
    )
    yield Deed(
        "file",
        lambda p: f"{entry}files/",
        lambda p: {"files": SimpleUploadedFile("x.pdf", PDF + str(uuid4()).encode())},
        _roles("head1"),
        APPLYING,
    )
    yield Deed("submit", lambda p: f"{entry}submit/", lambda p: {}, _roles("head1"), APPLYING)
    yield Deed("withdraw", lambda p: f"{entry}withdraw/", lambda p: {}, _roles("head1"), SCREENING)
    for verdict in ("accept", "refuse", "return"):
        yield Deed(
            f"screen: {verdict}",
            lambda p: _desk(p, f"entries/{p.first.pk if p.entries else 1}/"),
            lambda p, verdict=verdict: {"verdict": verdict, "words": "原因", "revision": revision},  # type: ignore[misc]
            _roles("runner"),
            SCREENING,
        )
    yield Deed(
        "seat",
        lambda p: _desk(p, "panel/"),
        lambda p: {"phone": unseal(p.people["resident"].phone_sealed), "role": "juror"},
        _roles("runner"),
        UNTIL_JUDGED,
    )
    yield Deed(
        "visit",
        lambda p: f"/jury/visits/{p.first.pk if p.entries else 1}/",
        visit_data,
        _roles("inspector"),
        frozenset({Phase.VISITS}),
    )
    yield Deed(
        "mark",
        lambda p: _first_sheet(p, "save/"),
        lambda p: {"revision": "0", "p-1.1": "1"},
        _roles(first_juror),
        frozenset({Phase.JUDGING}),
    )
    yield Deed(
        "lock",
        lambda p: _first_sheet(p, "lock/"),
        lambda p: {"revision": "0"},
        _roles(first_juror),
        frozenset({Phase.JUDGING}),
    )
    yield Deed(
        "recuse",
        lambda p: _first_sheet(p, "recuse/"),
        lambda p: {"because": "认识"},
        _roles(first_juror),
        frozenset({Phase.VISITS, Phase.JUDGING}),
    )
    yield Deed(
        "reopen",
        lambda p: f"/jury/{p.contest.pk}/chair/{_one(Assignment, state='locked')}/reopen/",
        lambda p: {"because": "写错了"},
        _roles("chair"),
        frozenset({Phase.JUDGING}),
    )
    yield Deed(
        "object",
        lambda p: f"/contests/{p.contest.pk}/objections/",
        lambda p: {
            "entry": str(p.first.pk) if p.entries else "",
            "words": "不对",
            "request_key": str(uuid4()),
        },
        SIGNED_IN,
        frozenset({Phase.NOTICE}),
    )
    yield Deed(
        "decide an objection",
        lambda p: _desk(p, f"objections/{result}/"),
        lambda p: {"outcome": "dismissed", "summary": "摘要", "answer": "答复"},
        _roles("runner"),
        frozenset({Phase.NOTICE}) | AFTER,
    )
    yield Deed(
        "like",
        lambda p: f"/contests/{p.contest.pk}/works/{p.first.pk if p.entries else 1}/like/",
        lambda p: {},
        frozenset(),
        frozenset(),
    )
    yield Deed(
        "withdraw a title",
        lambda p: _desk(p, f"titles/{title}/withdraw/"),
        lambda p: {"reason": "处罚"},
        _roles("runner"),
        AFTER,
    )
    yield Deed(
        "hand in for the re-check",
        lambda p: f"/contests/titles/{title}/recheck/",
        lambda p: {"words": "这一年"},
        _roles("head1"),
        frozenset({Phase.RECHECK}),
    )
    for verdict in ("pass", "fail"):
        yield Deed(
            f"decide a re-check: {verdict}",
            lambda p: _desk(p, f"rechecks/{_one(Recheck)}/"),
            lambda p, verdict=verdict: {"verdict": verdict, "reason": "原因"},  # type: ignore[misc]
            _roles("runner"),
            frozenset({Phase.RECHECK, Phase.OVER}),
        )


def _drawn(play: Play) -> bool:
    return bool(play.entries) and bool(play.sheets(play.first))


def try_everything(play: Play, phase: Phase) -> int:
    """Everything by everybody that must be refused now: no table changes. How many were tried."""
    roles = ["guest", *(role for role in play.people if role not in LIKE_ANOTHER)]
    tried = 0
    for deed in deeds(play):
        before = books()
        answers = []
        for role in roles:
            if role in deed.who and phase in deed.when:
                continue
            answer = play.post(role, deed.url(play), deed.data(play))
            answers.append((role, answer.status_code))
            tried += 1
        after = books()
        changed = [name for name in before if before[name] != after[name]]
        assert not changed, f"{deed.name} in {phase} changed {changed}: {answers}"
        # A guest may be shown the way to sign in.
        fine = [status < 500 and (status != 200 or role == "guest") for role, status in answers]
        assert all(fine), f"{deed.name} in {phase}: {answers}"
    return tried


def results(play: Play) -> list[tuple[int, str]]:
    """Rank and level of each entry, in the order of the entries."""
    rows = {row.entry_id: row for row in Result.objects.select_related("level")}
    return [
        (rows[one.pk].rank or 0, rows[one.pk].level.name if rows[one.pk].level else "")
        for one in play.entries
    ]
