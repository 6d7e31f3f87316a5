"""A wrong file is refused with its name, the field, and what to do."""

import pytest

from content.seeds import SeedRefused, read_seeds
from content.seeds.body import body_pieces, prose
from content.seeds.figures import unsupported
from tests.content.seeded import GUIDE, city_folder

CREATION = """\
title = "绿色家庭创建"
summary = "自查十条。"
department = "fgj"
reviewed_on = 2026-11-25
review_due_on = 2027-05-25
who = "家庭"
kind = "family"
self_check = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]
evidence = ["自查表"]
notice_template = "公示"

[[timeline]]
when = "春天"
what = "报名"

[[rubric]]
title = "节约"
meaning = "有记录"
points = 60

[[rubric]]
title = "分类"
meaning = "分得对"
points = 40
"""


def refusal(folder):
    with pytest.raises(SeedRefused) as caught:
        read_seeds(folder / "content")
    return str(caught.value)


def test_a_right_folder_is_read(tmp_path):
    seeds = read_seeds(city_folder(tmp_path, creation__family=CREATION) / "content")

    (guide,) = seeds.pages["guides"]
    assert (guide.key, guide.slug, guide.words["category"]) == ("guides/straw", "straw", "farming")
    assert guide.words["sources"] == [
        {
            "title": "某市方案",
            "publisher": "某市",
            "published_on": "",
            "url": "",
            "supports": "到2025年综合利用率100%",
        }
    ]
    assert [row["points"] for row in seeds.pages["creation"][0].words["rubric"]] == [60, 40]


def test_a_city_without_first_words_has_none(tmp_path):
    seeds = read_seeds(tmp_path / "content")

    assert [*seeds.columns, *seeds.theme_days, *seeds.ads] == []
    assert {kind: len(pages) for kind, pages in seeds.pages.items() if pages} == {}


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('title = "秸秆怎么还田"', "", "guides/straw.toml，“title”：不能为空。"),
        (
            '"农"',
            '"工"',
            "guides/straw.toml，“category”：只能是 衣、食、住、行、游、用、农 之一，现在是“工”。",
        ),
        ("切碎、翻压", "切" * 130, "guides/straw.toml，“summary”：最多 120 个字，现在有 137 个。"),
        (', "等它烂"]', "]", "guides/straw.toml，“key_points”：应有 3 项，现在有 2 项。"),
        (
            '"切碎", "翻',
            f'"{"切" * 41}", "翻',
            "guides/straw.toml，“key_points[1]”：最多 40 个字，现在有 41 个。",
        ),
        ('text = "旋耕翻下去。"', "", "guides/straw.toml，“steps[2].text”：不能为空。"),
        ('text = "旋', 'txt = "旋', "guides/straw.toml，“steps[2].txt”：没有这个字段，请检查拼写。"),
        (
            "= 2026-11-25",
            '= "2026年"',
            "guides/straw.toml，“reviewed_on”：请写成日期，如 2026-11-25，不加引号。",
        ),
        ("2027-05-25", "2026-05-25", "guides/straw.toml，“review_due_on”：下次核对日期要晚于核对日期。"),
        ('ref = "plan"', 'ref = "law"', "guides/straw.toml，“sources[1]”：sources.toml 里没有“law”。"),
        (
            'ref = "plan"',
            'title = "报告"',
            "guides/straw.toml，“sources[1]”：来源要写名称和发布单位，或用 ref 指向 sources.toml。",
        ),
        (
            "综合利用率100%",
            "综合利用",
            "guides/straw.toml，“why”：数字 100 没有来源，请在 sources 的 supports 里写明出自哪里。",
        ),
        ('why = "', 'is_sample = 1\nwhy = "', "guides/straw.toml，“is_sample”：请写 true 或 false。"),
        ('why = "', 'qa = "x"\nwhy = "', "guides/straw.toml，“qa”：请写成列表。"),
        ('why = "', 'qa = ["x"]\nwhy = "', "guides/straw.toml，“qa[1]”：请写成一组字段。"),
        (
            'summary = "切碎、翻压、腐熟，三步。"',
            "summary = 3",
            "guides/straw.toml，“summary”：请写成文字，加引号。",
        ),
    ],
)
def test_a_wrong_guide_is_refused(tmp_path, old, new, sentence):
    assert old in GUIDE
    folder = city_folder(tmp_path, guides__straw=GUIDE.replace(old, new, 1))

    assert refusal(folder) == sentence


def test_what_is_no_toml_is_refused(tmp_path):
    assert refusal(city_folder(tmp_path, guides__straw="title = ")).startswith("guides/straw.toml：读不了：")


def test_the_name_of_a_file_is_an_address(tmp_path):
    assert refusal(city_folder(tmp_path, guides__Straw_1=GUIDE)) == (
        "guides/Straw_1.toml：文件名就是网址，只能用小写字母、数字和短横线。"
    )


def test_two_pages_with_one_summary_are_refused(tmp_path):
    assert refusal(city_folder(tmp_path, guides__twin=GUIDE)) == (
        "guides/twin.toml，“summary”：和 guides/straw 的摘要一样。"
    )


def test_pages_need_their_column(tmp_path):
    assert refusal(city_folder(tmp_path, columns="")) == "columns.toml，“guides”：这一类页面没有栏目。"


def test_a_rubric_adds_up_to_a_hundred(tmp_path):
    folder = city_folder(tmp_path, creation__family=CREATION.replace("points = 40", "points = 30"))

    assert refusal(folder) == "creation/family.toml，“rubric.points”：合计应为 100，现在是 90。"


def test_points_are_whole_numbers(tmp_path):
    folder = city_folder(tmp_path, creation__family=CREATION.replace("points = 40", "points = 40.5"))

    assert refusal(folder) == "creation/family.toml，“rubric[2].points”：请写 1 到 100 的整数。"


def test_numbers_are_found_where_no_source_has_them():
    assert unsupported("2025年15.5万吨，CO2不算", ["2025年"]) == ["15.5"]
    assert unsupported("0.4976千克", ["每千瓦时0.4976千克"]) == []
    assert unsupported("15.5万吨", ["5万吨，15万吨"]) == ["15.5"]


def test_a_text_becomes_headings_paragraphs_tables_questions_and_boxes():
    words = {
        "body": "第一段。\n第二段。\n\n## 标题\n\n- 甲\n- 乙\n\n"
        "| 列 | 值 |\n|---|---|\n| 一 | 二 |\n\n### 小标题",
        "qa": [{"question": "怎么办？", "answer": "看[这里](/rules/)。"}],
        "boxes": [{"title": "专栏", "text": "**要紧**"}],
    }

    assert body_pieces(words) == [
        ("paragraph", "<p>第一段。</p><p>第二段。</p>"),
        ("heading", {"text": "标题", "level": "2"}),
        ("paragraph", "<ul><li>甲</li><li>乙</li></ul>"),
        (
            "table",
            {
                "caption": "",
                "table": {
                    "columns": [{"type": "text", "heading": "列"}, {"type": "text", "heading": "值"}],
                    "rows": [{"values": ["一", "二"]}],
                    "caption": "",
                },
            },
        ),
        ("heading", {"text": "小标题", "level": "3"}),
        ("qa", [{"question": "怎么办？", "answer": '<p>看<a href="/rules/">这里</a>。</p>'}]),
        ("box", {"title": "专栏", "text": "<p><strong>要紧</strong></p>"}),
    ]


def test_no_tag_gets_through():
    assert prose("<b>1</b>") == "<p>&lt;b&gt;1&lt;/b&gt;</p>"
