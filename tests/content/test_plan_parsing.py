"""The genre: headings, wrapped lines, page numbers, boxes and responsibilities; and what a gap looks like."""

import pytest

from content.plan import Document, ImportRefused, PartKind, parse_plan
from content.plan.document import Line, Role, without_space
from content.plan.reading import lines_of
from content.plan.responsibility import responsibility_in
from content.plan.wrapping import blocks_of
from tests.content.sample import COUNTS, PARAGRAPHS, TITLE, changed, unwrapped, without, wrapped


def parsed(text: str) -> Document:
    return parse_plan(lines_of(text.encode()))


def counts(document: Document) -> tuple[int, ...]:
    kinds = (PartKind.TASK, PartKind.BOX, PartKind.ITEM)
    return (
        len(document.chapters),
        len(document.actions),
        *(len(document.of_kind(kind)) for kind in kinds),
    )


@pytest.mark.parametrize("width", [14, 21, 30, 37, 44, 58])
@pytest.mark.parametrize("page", [0, 5, 11])
@pytest.mark.parametrize("blank", [True, False])
def test_wrapped_lines_become_the_paragraphs_they_were(width, page, blank):
    document = parsed(wrapped(width=width, page=page, blank=blank))

    assert document.title == TITLE
    assert counts(document) == COUNTS
    assert "".join(one.text for one in document.passages()) == "".join(PARAGRAPHS)


def test_each_part_and_paragraph_has_an_anchor_of_its_own():
    document = parsed(unwrapped())

    anchors = [passage.anchor for passage in document.passages()]
    assert len(set(anchors)) == len(anchors) == len(PARAGRAPHS)
    by_anchor = {passage.anchor: passage.text for passage in document.passages()}
    assert by_anchor["c1-s2-p2"].startswith("——统筹安排")
    assert by_anchor["a2-t1"] == "1.完善慢行系统"
    assert by_anchor["a2-t1-p1"].startswith("新建步行道")
    assert by_anchor["b2"] == "专栏二 低碳出行工程"
    assert by_anchor["b2-i3"].startswith("停车共享：")


def test_other_ways_to_write_the_same_headings_are_understood():
    text = unwrapped()
    for before, after in [
        ("（一）清洁能源行动", "(一) 清洁能源行动"),
        ("1.发展屋顶光伏", "1．发展屋顶光伏"),
        ("2.改造老旧锅炉", "2、改造老旧锅炉"),
        ("1.完善慢行系统", "1 . 完善慢行系统"),
        ("专栏一 清洁能源工程", "专栏1 清洁能源工程"),
        ("专栏二 低碳出行工程", "专栏2：低碳出行工程"),
    ]:
        assert text.count(before) == 1
        text = text.replace(before, after)
    document = parsed(text)

    assert counts(document) == COUNTS
    assert [task.title for task in document.of_kind(PartKind.TASK)][:3] == [
        "发展屋顶光伏",
        "改造老旧锅炉",
        "完善慢行系统",
    ]
    assert [box.title for box in document.of_kind(PartKind.BOX)] == ["清洁能源工程", "低碳出行工程"]


@pytest.mark.parametrize("width", [20, 27, 34, 40, 46, 500])
def test_a_heading_that_runs_into_its_text_is_split_at_the_full_stop(width):
    paragraphs = [*PARAGRAPHS]
    at = paragraphs.index("1.发展屋顶光伏")
    paragraphs[at : at + 2] = [f"{paragraphs[at]}。{paragraphs[at + 1]}"]
    document = parsed(wrapped(paragraphs, width=width))

    task = document.of_kind(PartKind.TASK)[0]
    assert task.title == "发展屋顶光伏"
    assert task.heading is not None
    assert task.heading.text == "1.发展屋顶光伏。"
    assert task.paragraphs[0].text.startswith("在学校、医院")
    assert counts(document) == COUNTS


def test_box_items_may_be_numbered_like_tasks():
    paragraphs = changed("步道建设：", "1.步道建设：")
    paragraphs = changed("公交换乘：", "2.公交换乘：", paragraphs)
    document = parsed(unwrapped(changed("停车共享：", "3.停车共享：", paragraphs)))

    assert counts(document) == COUNTS
    assert [item.title for item in document.of_kind(PartKind.BOX)[1].of_kind(PartKind.ITEM)] == [
        "步道建设",
        "公交换乘",
        "停车共享",
    ]


@pytest.mark.parametrize("mark", ["— {} —", "- {} -", "第{}页 共9页", "第 {} 页", "{}", "{}/9"])
def test_page_numbers_are_left_out(mark):
    rows = wrapped(width=30, blank=False).splitlines()
    numbered = []
    for place, row in enumerate(rows, start=1):
        numbered.append(row)
        if place % 8 == 0:
            numbered.append(mark.format(place // 8))
    document = parsed("\n".join(numbered))

    assert len(document.skipped) == len(rows) // 8
    assert "".join(one.text for one in document.passages()) == "".join(PARAGRAPHS)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("到2025年，", "到\n2025\n年，"),
        ("20公里/小时", "20\n公里/小时"),
        ("60公里", "60\n公里"),
        ("110kV", "\n110kV"),
    ],
)
def test_a_number_torn_off_by_a_line_break_is_no_page_number(before, after):
    text = wrapped(width=40, blank=False)
    joined = parsed(text.replace(before, after, 1))

    assert joined.skipped == []
    assert "".join(one.text for one in joined.passages()) == "".join(PARAGRAPHS)


def test_two_latin_words_on_two_lines_keep_their_space_and_nothing_else_does():
    lines = [
        Line(1, "推广产品碳足迹核算方法，参照国际通行的 carbon"),
        Line(2, "footprint 规则，对年耗能5000吨标煤以上、装机"),
        Line(3, "20MW以上的单位逐家核算，到2025"),
        Line(4, "年完成。"),
    ]

    assert [block.text for block in blocks_of(lines)] == [
        "推广产品碳足迹核算方法，参照国际通行的 carbon footprint 规则，对年耗能5000吨标煤以上、装机"
        "20MW以上的单位逐家核算，到2025年完成。"
    ]


def test_a_table_of_contents_is_left_out():
    heads = [row for row in PARAGRAPHS if row[1] == "、" or row.startswith("（")]
    contents = ["目  录", *(f"{head} {page}" for page, head in enumerate(heads, start=1))]
    dotted = ["目录", *(f"{head}………………{page}" for page, head in enumerate(heads, start=1))]
    for entries in (contents, dotted):
        document = parsed(unwrapped([TITLE, *entries, *PARAGRAPHS[1:]]))

        assert len(document.skipped) == len(entries)
        assert counts(document) == COUNTS


def test_office_number_notice_and_signature_around_the_plan_are_kept():
    paragraphs = [
        "青禾政发〔2023〕5号",
        "各乡镇人民政府，市直各单位：",
        *PARAGRAPHS,
        "青禾市人民政府",
        "2023年12月1日",
    ]
    document = parsed(wrapped(paragraphs, width=36))

    assert document.title == TITLE
    assert [one.anchor for one in document.front] == ["f1", "f2"]
    assert [one.text for one in document.closing] == ["青禾市人民政府", "2023年12月1日"]
    assert "".join(one.text for one in document.passages()) == "".join(paragraphs)


def test_departments_of_a_task_keep_their_order_and_role():
    tasks = parsed(unwrapped()).of_kind(PartKind.TASK)

    named = [task.responsibility for task in tasks]
    assert named[0] is not None
    assert named[0].named(Role.SHARED) == ["市发展和改革局", "市住房和城乡建设局", "市供电公司"]
    assert named[0].others
    assert named[2] is not None
    assert named[2].departments == [
        ("市交通运输局", Role.LEAD),
        ("市公安局", Role.SUPPORT),
        ("市城市管理局", Role.SUPPORT),
    ]


@pytest.mark.parametrize(
    ("text", "lead", "support", "shared", "others"),
    [
        ("做好。（甲局负责）", [], [], ["甲局"], False),
        ("做好。（甲局、乙局等按职责分工负责）", [], [], ["甲局", "乙局"], True),
        ("做好。（甲局牵头，乙局、丙局等部门按职责分工负责）", ["甲局"], ["乙局", "丙局"], [], True),
        ("做好。（甲局、乙局牵头，丙局配合）", ["甲局", "乙局"], ["丙局"], [], False),
        ("责任单位：甲局、乙局", [], [], ["甲局", "乙局"], False),
        ("做好。（责任单位：甲局，乙局）", [], [], ["甲局", "乙局"], False),
        ("牵头单位：甲局；配合单位：乙局、丙局等", ["甲局"], ["乙局", "丙局"], [], True),
        ("牵头部门：甲局；责任单位：乙局。", ["甲局"], [], ["乙局"], False),
        (
            "做好。（市委党校（行政学院）、甲局按职能分工负责）。",
            [],
            [],
            ["市委党校（行政学院）", "甲局"],
            False,
        ),
    ],
)
def test_every_way_to_name_who_is_responsible(text, lead, support, shared, others):
    found = responsibility_in([text])

    assert found is not None
    assert found.named(Role.LEAD) == lead
    assert found.named(Role.SUPPORT) == support
    assert found.named(Role.SHARED) == shared
    assert found.others is others


@pytest.mark.parametrize(
    "text", ["做好工作。", "工业废料（含尾矿）综合利用。", "由专人负责。", "（2022年数据）"]
)
def test_other_brackets_name_nobody(text):
    assert responsibility_in([text]) is None


@pytest.mark.parametrize(
    ("paragraphs", "line", "sentence"),
    [
        (without("二、主要目标"), 12, "章的编号是“三、”，应当是“二、”"),
        (changed("（二）低碳出行", "（三）低碳出行"), 23, "节的编号是“（三）”，应当是“（二）”"),
        (changed("2.优化公交", "4.优化公交"), 26, "任务的编号是“4.”，应当是“2.”"),
        (changed("专栏二", "专栏三"), 28, "专栏的编号是“专栏三”，应当是“专栏二”"),
        (without("（一）清洁能源行动"), 15, "前面没有“（一）”一级的标题，标题级别跳了一级"),
        (PARAGRAPHS[1:], 1, "没有找到标题"),
        (PARAGRAPHS[:2], 2, "没有找到章标题"),
        (PARAGRAPHS[:12], 12, "没有找到任何任务"),
        (PARAGRAPHS[:15], 15, "节“清洁能源行动”下面没有正文"),
        (PARAGRAPHS[:16], 16, "任务“发展屋顶光伏”下面没有正文"),
        (PARAGRAPHS[:20], 20, "专栏“清洁能源工程”下面没有正文"),
        (changed("（市生态环境局负责）", "（市生态环境局"), 19, "括号没有成对"),
        (changed("接入市级平台。", "接入市级"), 22, "句子没有写完"),
        (changed("接受群众监督。", "接受群众"), 41, "文件在句子中间结束"),
        (changed("（市商务局、市市场监督管理局等按职能分工负责）", "")[:36], 36, "责任单位之前结束"),
    ],
)
def test_a_gap_is_refused_with_its_line(paragraphs, line, sentence):
    with pytest.raises(ImportRefused, match=sentence) as refusal:
        parsed(unwrapped(paragraphs))
    assert refusal.value.line == line


def test_wherever_a_line_is_cut_the_rest_is_refused_or_is_whole_sentences():
    rows = wrapped(width=30, blank=False).splitlines()
    accepted = []
    for end in range(1, len(rows)):
        try:
            document = parsed("\n".join(rows[:end]))
        except ImportRefused:
            continue
        accepted.append(end)
        assert rows[end - 1][-1] in "。）"
        assert without_space("".join(one.text for one in document.passages())) == without_space(
            "".join(rows[:end])
        )
    # Between two whole tasks or items nothing shows that more should follow; the import compares then.
    assert len(accepted) < len(rows) / 5
