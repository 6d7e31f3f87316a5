"""Nothing is lost and nothing is added, whatever the document and however it was laid out."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from content.plan import Document, ImportRefused, PartKind, parse_plan
from content.plan.document import without_space
from content.plan.numerals import chinese
from content.plan.reading import lines_of
from tests.content.sample import read_or_refused, wrapped

LETTERS = "推进绿色低碳建设加强管理开展宣传节能改造2025年50%GDP"
TITLE_LETTERS = "能源交通建筑农业科技金融生态行动"
OFFICES = ["市甲局", "市乙局", "市丙委", "市丁中心", "市委党校（行政学院）"]


def a_plan(random: Random) -> list[str]:
    """The paragraphs of a plan with at least one task, correctly numbered."""

    def title() -> str:
        return "".join(random.choices(TITLE_LETTERS, k=random.randint(4, 10)))

    def paragraph() -> str:
        clauses = [
            "".join(random.choices(LETTERS, k=random.randint(3, 14))) for _ in range(random.randint(1, 18))
        ]
        return "".join(f"做好{clause}工作{random.choice('，，。；')}" for clause in clauses)[:-1] + "。"

    def duty() -> str:
        return f"（{'、'.join(random.sample(OFFICES, random.randint(1, 4)))}等按职责分工负责）"

    rows, boxes, chapters = ["某某市碳达峰实施方案", paragraph()], 0, random.randint(1, 4)
    with_tasks = random.randint(1, chapters)
    for chapter in range(1, chapters + 1):
        rows += [f"{chinese(chapter)}、{title()}", paragraph()]
        for section in range(1, random.randint(1, 12) + 1):
            rows.append(f"（{chinese(section)}）{title()}")
            if chapter != with_tasks:
                rows.append(paragraph())
                continue
            for task in range(1, random.randint(1, 4) + 1):
                rows += [f"{task}.{title()}", paragraph() + duty()]
            if random.random() < 0.5:
                boxes += 1
                rows.append(f"专栏{chinese(boxes)} {title()}")
                rows += [f"{title()}工程：{paragraph()}" for _ in range(random.randint(1, 4))]
    return rows


PLANS = st.integers(0, 2**32).map(Random).map(a_plan)


@settings(max_examples=120, deadline=None, derandomize=True)
@given(rows=PLANS, width=st.integers(18, 60), page=st.integers(0, 30), blank=st.booleans())
def test_a_plan_in_any_layout_keeps_every_word_and_every_part(rows, width, page, blank):
    document = parse_plan(lines_of(wrapped(rows, width=width, page=page, blank=blank).encode()))

    assert without_space("".join(one.text for one in document.passages())) == without_space("".join(rows))
    assert len(document.of_kind(PartKind.BOX)) == sum(row.startswith("专栏") for row in rows)
    tasks = document.of_kind(PartKind.TASK)
    assert len(tasks) == sum(row[:2].rstrip(".").isdecimal() or row[:1].isdecimal() for row in rows)
    assert all(task.responsibility for task in tasks)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(rows=PLANS, width=st.integers(18, 60), data=st.data())
def test_a_plan_cut_anywhere_is_refused_or_kept_word_for_word(rows, width, data):
    """Between two whole parts a cut leaves no trace; it must never lose or mix what is there."""
    text = wrapped(rows, width=width)
    cut = text[: data.draw(st.integers(0, len(text)))]
    result = read_or_refused(cut.encode())

    if isinstance(result, ImportRefused):
        assert result.line is None or 1 <= result.line <= cut.count("\n") + 1
    else:
        assert without_space("".join(one.text for one in result.passages())) == without_space(cut)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(data=st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_but_never_break_the_reader(data):
    result = read_or_refused(data)

    assert isinstance(result, Document) or result.message


@settings(max_examples=150, deadline=None, derandomize=True)
@given(text=st.text(alphabet="一二三、（）().1234专栏：:。，负责市局年方案\n  —", max_size=200))
def test_any_text_of_the_genre_is_read_or_refused_but_never_breaks_the_reader(text):
    result = read_or_refused(text.encode())

    assert isinstance(result, Document) or result.message
