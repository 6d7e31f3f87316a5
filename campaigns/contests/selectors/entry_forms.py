"""An entry as a form: section by section, answers and files beside their criteria."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from accounts.models import User
from campaigns.contests.file_links import file_url
from campaigns.contests.models import Answer, Criterion, Entry, EntryFile, Kind
from campaigns.contests.refusals.entries import Missing
from campaigns.contests.rules.answers import shown


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file as a page shows it; `url` is empty without a viewer."""

    id: int
    name: str
    is_picture: bool
    size: int
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """A criterion with what the entry says to it."""

    criterion: Criterion
    self_score: Decimal | None
    words: str
    files: list[FileRow]

    @property
    def key(self) -> str:
        """As it is cited."""
        return self.criterion.key

    @property
    def most(self) -> str:
        """The most points, as one writes them; empty for what rules out."""
        return shown(self.criterion.points)

    @property
    def score(self) -> str:
        """The own score, as one writes it."""
        return shown(self.self_score)

    @property
    def lacks_score(self) -> bool:
        """Neither scored nor, for what rules out, said not to apply."""
        return self.self_score is None

    @property
    def lacks_files(self) -> bool:
        """Evidence must be there and is not."""
        return self.criterion.needs_evidence and not self.files


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the standard and the lines below it, whatever their depth."""

    key: str
    title: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class EntryForm:
    """All of an entry. Blind: without name, organisation, area, applicant and names of files."""

    entry_id: int
    label: str
    is_work: bool
    name: str
    school: str
    title: str
    words: str
    video_url: str
    guardian_consent: bool
    sections: list[Section]
    # Of the whole entry: pictures of a work.
    files: list[FileRow]
    missing: list[Missing] = field(default_factory=list)

    @property
    def lines(self) -> list[Line]:
        """All lines, in order."""
        return [line for section in self.sections for line in section.lines]

    @property
    def sum(self) -> str:
        """The own scores together."""
        return shown(sum((line.self_score or Decimal(0) for line in self.lines), Decimal(0)))

    @property
    def most(self) -> str:
        """What can be reached."""
        return shown(sum((line.criterion.points or Decimal(0) for line in self.lines), Decimal(0)))

    @property
    def answered(self) -> int:
        """How many lines are complete."""
        return sum(not line.lacks_score and not line.lacks_files for line in self.lines)

    def line(self, key: str) -> Line | None:
        """The line of a key."""
        return next((line for line in self.lines if line.key == key), None)


def form_of(entry: Entry, *, viewer: User | None = None, blind: bool = False) -> EntryForm:
    """The form of an entry, with addresses of its files for one viewer. Three queries."""
    answers = {row.criterion_id: row for row in Answer.objects.filter(entry=entry)}
    files = _files(entry, viewer, blind)
    lines = Criterion.objects.filter(standard=entry.contest.standard_id).order_by("order")
    is_work = entry.contest.kind == Kind.WORKS
    form = EntryForm(
        entry_id=entry.pk,
        label=entry.label,
        is_work=is_work,
        name="" if blind else entry.name,
        school="" if blind or entry.organisation is None else entry.organisation.name,
        title=entry.title,
        words=entry.words,
        video_url=entry.video_url,
        guardian_consent=entry.guardian_consent,
        sections=_sections(lines, answers, files),
        files=files.get(None, []),
    )
    form.missing.extend(_missing_of_work(entry, form) if is_work else _missing_of_lines(entry, form))
    return form


def _files(entry: Entry, viewer: User | None, blind: bool) -> dict[int | None, list[FileRow]]:
    """Criterion: its files, of the application alone."""
    rows: dict[int | None, list[FileRow]] = {}
    material = EntryFile.objects.filter(entry=entry, purpose=EntryFile.Purpose.MATERIAL).order_by("pk")
    for number, file in enumerate(material, start=1):
        row = FileRow(
            id=file.pk,
            name=f"材料{number}" if blind else file.name,
            is_picture=file.kind == EntryFile.Kind.PICTURE,
            size=file.size,
            url=file_url(file=file, viewer=viewer) if viewer else "",
        )
        rows.setdefault(file.criterion_id, []).append(row)
    return rows


def _sections(
    criteria: Iterable[Criterion], answers: dict[int, Answer], files: dict[int | None, list[FileRow]]
) -> list[Section]:
    """A heading opens a section; what stands before any, or beside them, is a section of its own."""
    sections: list[Section] = []
    for one in criteria:
        if one.is_heading:
            sections.append(Section(key=one.key, title=one.title, lines=[]))
            continue
        if not sections or one.parent_id is None:
            title = "一票否决项" if one.is_veto else one.title
            if not sections or sections[-1].title != title:
                sections.append(Section(key=one.key, title=title, lines=[]))
        answer = answers.get(one.pk)
        sections[-1].lines.append(
            Line(
                criterion=one,
                self_score=answer.self_score if answer else None,
                words=answer.words if answer else "",
                files=files.get(one.pk, []),
            )
        )
    return [section for section in sections if section.lines]


def _missing_of_lines(entry: Entry, form: EntryForm) -> list[Missing]:
    found = [] if entry.name else [Missing("name", "公布用的名称没有填")]
    for line in form.lines:
        anchor = f"c-{line.key}"
        if line.lacks_score and line.criterion.is_veto:
            found.append(Missing(anchor, f"{line.key} {line.criterion.title}：请确认“不涉及”"))
        elif line.lacks_score:
            found.append(Missing(anchor, f"{line.key} {line.criterion.title}：自评分没有填"))
        if line.lacks_files:
            found.append(Missing(anchor, f"{line.key} {line.criterion.title}：缺材料"))
    return found


def _missing_of_work(entry: Entry, form: EntryForm) -> list[Missing]:
    wanted = [
        (bool(entry.name), "name", "作者的化名没有填"),
        (bool(entry.title), "title", "作品名没有填"),
        (bool(entry.words or entry.video_url or form.files), "files", "图片、正文、视频链接至少要有一样"),
        (
            entry.guardian_consent or not entry.contest.for_pupils,
            "guardian_consent",
            "请确认已取得每位学生监护人的书面同意",
        ),
    ]
    return [Missing(anchor, words) for is_there, anchor, words in wanted if not is_there]
