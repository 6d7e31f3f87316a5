"""Word files become pieces of a page: every letter once and in order, nothing dropped without a word."""

from typing import Any

import pytest
from docx import Document
from lxml import etree

from content.word_import import Imported, Report, read_word
from content.word_import.audit import bare, check, words_of
from tests.content.word_files import DRAWN, FILES, centred, saved
from tests.content.word_parts import letters


def read(name: str) -> Imported:
    return read_word(FILES[name](), f"{name}.docx")


def names(imported: Imported) -> list[str]:
    return [name for name, _ in imported.pieces]


def found(report: Report, kind: str) -> list[tuple[str, str]]:
    return [(notice.place, notice.sentence) for notice in report if notice.kind == kind]


@pytest.mark.parametrize("name", FILES)
def test_every_letter_of_the_file_appears_once_and_in_order(name):
    imported = read(name)
    drawn = DRAWN if name == "automatic_numbers" else {}
    wanted = "".join(drawn.get(text, "") + text for text in letters(FILES[name]()))
    assert bare(words_of(imported).replace("[1]", "")) == bare(wanted)
    assert not [sentence for place, sentence in found(imported.report, "lost") if place == "正文"]


@pytest.mark.parametrize("name", FILES)
def test_the_same_file_gives_the_same_pieces(name):
    first, second = read(name), read(name)
    assert (first.title, first.pieces, first.report.as_rows()) == (
        second.title,
        second.pieces,
        second.report.as_rows(),
    )


def test_a_notice_gives_title_number_issuer_date_and_three_levels_of_headings():
    imported = read("notice")
    assert imported.title == "关于开展节能宣传周活动的通知"
    assert imported.document_number == "青禾发改〔2026〕12号"
    assert (imported.issuer, imported.issued_on) == ("青禾市发展和改革局", "2026年5月20日")
    headings = [(value["level"], value["text"]) for name, value in imported.pieces if name == "heading"]
    assert headings == [
        ("2", "一、总体安排"),
        ("3", "（一）活动内容"),
        ("4", "1.节能产品展示"),
        ("4", "2.低碳出行体验"),
        ("3", "（二）有关要求"),
    ]
    last = imported.pieces[-1][1]
    assert last.startswith("<p>1.提前报名；</p><p>2.自带水杯；</p><p>3.注意安全。</p><p>二、保障措施。各单位")
    assert "<p>联系人：<b>王芳</b>，电话 0734-1234567。</p>" in last


def test_styles_marks_links_and_lists_in_lists_are_kept():
    imported = read("guide")
    assert imported.title == "空调这样用更省电"
    assert names(imported) == [
        *("heading", "paragraph", "heading", "paragraph", "heading", "paragraph", "quote", "paragraph"),
    ]
    assert imported.pieces[0] == ("heading", {"text": "怎么设温度", "level": "2"})
    assert imported.pieces[1][1] == (
        "<p>夏天设在<b>26</b>℃，<i><b>不要</b></i>忽冷忽热。少排 CO<sub>2</sub>，"
        "一间房约 10 m<sup>2</sup>。a&lt;b &amp; c&gt;d</p>"
    )
    assert imported.pieces[3][1] == (
        "<p>先做这些：</p><ul><li>拉上窗帘</li><li>关好门窗<ul><li>门缝可以贴密封条</li><li>窗缝也可以</li></ul></li>"
        "<li>再开空调</li></ul><p>清洗滤网的顺序：</p><ol><li>断电</li><li>取下滤网</li><li>冲洗晾干</li></ol>"
    )
    assert '<a href="https://example.org/std?a=1&amp;b=2">国家标准</a>' in imported.pieces[5][1]
    assert imported.pieces[6] == ("quote", {"text": "省一度是一度。", "by": "社区网格员 李梅"})
    assert found(imported.report, "changed") == [
        ("第 16 段", "链接“file:///C:/secret.txt”不是网址，只保留了文字。")
    ]


def test_tables_keep_every_cell_know_their_header_and_say_what_was_merged():
    imported = read("tables")
    assert names(imported) == ["table", "paragraph", "table", "paragraph", "table"]
    first, second, third = (value for name, value in imported.pieces if name == "table")
    assert first["caption"] == "表1 各季度用电（万千瓦时）"
    assert _grid(first) == [
        ["季度", "居民", "商业"],
        ["一季度", "12.5", "8"],
        ["二季度", "10.0", "9"],
        ["合计与说明", "见附件", ""],
    ]
    assert _grid(second) == [["单位", "做法"], ["第一小学", "两件事\n关灯\n看经验"], ["", "周一\n骑行"]]
    assert _grid(third) == [["", ""], ["2024", "31"], ["2025", "29"]]
    assert imported.pieces[3] == ("paragraph", "<p>框里的提示</p><p>第二段提示</p>")
    merged = "有 1 个合并的单元格，文字放在最左上的一格，其余各格为空，请核对。"
    assert found(imported.report, "changed") == [
        ("第 1 个表格", merged),
        ("第 2 个表格", "格子里的列表改成了分行的文字，编号和圆点没有了。"),
        ("第 2 个表格", "格子里的链接“看经验”只保留了文字，网址是 https://example.org/school。"),
        ("第 2 个表格", "表格里还有表格，里面的表格改成了文字。"),
        ("第 2 个表格", merged),
        ("第 3 个表格", "只有一格，是用来画框的，里面的内容成为普通正文。"),
    ]
    assert found(imported.report, "noted") == [
        ("第 2 个表格", "第一行看起来是表头，已作为表头，请核对。"),
        ("第 4 个表格", "没有找到表头，请在表格第一行补上每一列的名称。"),
    ]


def _grid(value: dict[str, Any]) -> list[list[str]]:
    heads = [column["heading"] for column in value["table"]["columns"]]
    return [heads, *(row["values"] for row in value["table"]["rows"])]


def test_pictures_stay_where_they_were_with_their_names_and_descriptions():
    imported = read("pictures")
    assert names(imported) == [
        *("paragraph", "picture", "paragraph", "picture", "table", "picture", "picture", "paragraph"),
    ]
    assert imported.pieces[1] == ("picture", {"image": 0, "caption": "图1 出发前"})
    assert [picture.alt for picture in imported.pictures] == ["居民在广场推着自行车准备出发", "", "", ""]
    assert [picture.data[:4] for picture in imported.pictures] == [
        b"\xff\xd8\xff\xe0",
        b"\x89PNG",
        b"\xff\xd8\xff\xe0",
        b"GIF8",
    ]
    assert ("第 2 张图片", "没有文字说明（alt），提交前请写一句画面里有什么。") in found(
        imported.report, "noted"
    )
    assert ("第 1 个表格", "表格里的 1 张图片放到了表格下面。") in found(imported.report, "changed")


def test_numbers_that_word_draws_are_written_out():
    imported = read("automatic_numbers")
    headings = [(value["level"], value["text"]) for name, value in imported.pieces if name == "heading"]
    assert headings == [("2", "一、总则"), ("3", "（一）目的"), ("3", "（二）范围"), ("2", "二、做法")]
    paragraphs = [value for name, value in imported.pieces if name == "paragraph"]
    assert paragraphs[1] == "<p>第一条全体居民自愿参加。</p><p>第二条不攀比，不强求。</p>"
    assert paragraphs[2] == ("<ol><li>随手关灯<ol><li>楼道也一样</li></ol></li><li>少用一次性用品</li></ol>")
    assert found(imported.report, "changed") == [
        ("全文", "有 6 处 Word 自动编号（如“一、”“（一）”）已写成文字，请核对编号是否连续。")
    ]


def test_what_no_page_can_show_is_named_with_its_place():
    report = read("awkward").report
    assert found(report, "lost") == [
        ("第 1 处修订“删除”", "“从来没有”已按删除处理。"),
        ("第 1 个图表", "Word 图表不能导入，请在 Word 里把它另存为图片，再插入正文。"),
        ("页眉", "“内部资料 注意保存”没有放进正文，需要的请自己补上。"),
        ("页脚", "“第三科 制”没有放进正文，需要的请自己补上。"),
        ("第 1 条批注", "“这里要再核实”没有放进正文，请看看是否已处理。"),
    ]
    assert found(report, "changed") == [
        ("第 1 个公式", "改成了文字“E=A×F”，上下标和分数线没有了，请核对。"),
        ("第 1 个文本框", "“框里的字”放在它所在段落的后面，成为普通正文。"),
        ("全文", "有 1 处修订“插入”，已按接受处理：“刚刚”等。"),
        ("全文", "分页符和分栏符已去掉，网页不分页。"),
        ("全文", "1 条脚注、尾注放在了正文最后，正文里用 [1] 这样的编号标出。"),
    ]
    assert found(report, "noted") == [
        ("隐藏文字", "“看不见”在 Word 里是隐藏的，现在显示在正文里，不要的请删去。"),
        ("第 9 段", "“划掉的话”原来有删除线，现在是普通文字，不要的请删去。"),
    ]


def test_the_audit_finds_a_paragraph_that_was_dropped_and_one_that_stands_there_too_rarely():
    text = "<w:p xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:r><w:t>{}</w:t></w:r></w:p>"
    body = "".join(text.format(words) for words in ("同一句话", "同一句话", "丢了的话", "还在的话"))
    root = etree.fromstring(f"<root>{body}</root>")
    imported = Imported(pieces=[("paragraph", "<p>同一<b>句话</b></p><p>还在的话</p>")])
    check([root], imported)
    assert found(imported.report, "lost") == [
        ("正文", "“同一句话”没有完整导入，请对照原文补上。"),
        ("正文", "“丢了的话”没有完整导入，请对照原文补上。"),
    ]


def test_a_letterhead_above_the_number_stays_in_the_text():
    document = Document()
    for line in ("青禾市发展和改革局文件", "青禾发改〔2026〕3号", "关于节约用水的通知"):
        centred(document, line)
    document.add_paragraph("请各单位节约用水。")
    imported = read_word(saved(document), "a.docx")
    assert (imported.title, imported.document_number) == ("关于节约用水的通知", "青禾发改〔2026〕3号")
    assert imported.pieces == [("paragraph", "<p>青禾市发展和改革局文件</p><p>请各单位节约用水。</p>")]


def test_a_file_without_a_title_says_so():
    document = Document()
    document.add_paragraph("今天我们去河边捡了三袋垃圾，大家都说明天还来。")
    imported = read_word(saved(document), "a.docx")
    assert imported.title == ""
    assert found(imported.report, "noted") == [("标题", "没有找到标题，先用了文件名，请改成正式的标题。")]


def test_the_highest_heading_style_in_use_becomes_the_first_level():
    document = Document()
    document.add_paragraph("标题在此", style="Title")
    for depth in (2, 3, 4, 5):
        document.add_heading(f"第{depth}级", level=depth)
    imported = read_word(saved(document), "a.docx")
    assert [value["level"] for _, value in imported.pieces] == ["2", "3", "4", "4"]
    assert found(imported.report, "changed") == [("第 5 段", "“第5级”的标题层级太深，改为三级标题。")]


def test_a_report_comes_back_from_storage_as_it_was():
    report = read("tables").report
    assert Report.of_rows(report.as_rows()).as_rows() == report.as_rows()
