"""Six Word files as an editor may bring them, built from scratch: the same bytes of text every time."""

import io
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm

from tests.content.word_parts import add_parts, hyperlink, numbered, numbering_part, picture_alt
from tests.media.pictures import encoded, photo, scene


def saved(document: Any) -> bytes:
    """The file."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def centred(document: Any, text: str) -> Any:
    """A centred line."""
    paragraph = document.add_paragraph(text)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def notice() -> bytes:
    """A notice as offices write it: typed numerals, spaces as indents, closing on the right."""
    document = Document()
    centred(document, "青禾发改〔2026〕12号")
    centred(document, "关于开展节能宣传周活动")
    centred(document, "的通知")
    document.add_paragraph("各乡镇人民政府，市直各单位：")
    document.add_paragraph("\u3000\u3000为推动绿色低碳生活，现将有关事项通知如下。")
    document.add_paragraph("一、总体安排")
    document.add_paragraph("\u3000\u3000活动从2026年6月8日开始，到6月14日结束。")
    document.add_paragraph("（一）活动内容")
    document.add_paragraph("1.节能产品展示")
    document.add_paragraph("在中心广场设置展台，展示节能灯、变频空调等。")
    document.add_paragraph("2.低碳出行体验")
    document.add_paragraph("组织市民骑行，路线约3.5公里。")
    document.add_paragraph("（二）有关要求")
    for text in ("1.提前报名；", "2.自带水杯；", "3.注意安全。"):
        document.add_paragraph(text)
    document.add_paragraph("二、保障措施。各单位要明确专人负责，按时报送情况。")
    paragraph = document.add_paragraph("联系人：")
    paragraph.add_run("王芳").bold = True
    paragraph.add_run("，电话 0734-1234567。")
    for text in ("青禾市发展和改革局", "2026年5月20日"):
        document.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return saved(document)


def guide() -> bytes:
    """A guide with Word's own styles, lists in lists, marks and links."""
    document = Document()
    document.add_paragraph("空调这样用更省电", style="Title")
    document.add_heading("怎么设温度", level=1)
    paragraph = document.add_paragraph("夏天设在")
    paragraph.add_run("26").bold = True
    paragraph.add_run("℃，")
    run = paragraph.add_run("不要")
    run.bold = run.italic = True
    paragraph.add_run("忽冷忽热。少排 CO")
    paragraph.add_run("2").font.subscript = True
    paragraph.add_run("，一间房约 10 m")
    paragraph.add_run("2").font.superscript = True
    paragraph.add_run("。a<b & c>d")
    document.add_heading("白天", level=2)
    document.add_paragraph("先做这些：")
    for text, style in (
        ("拉上窗帘", "List Bullet"),
        ("关好门窗", "List Bullet"),
        ("门缝可以贴密封条", "List Bullet 2"),
        ("窗缝也可以", "List Bullet 2"),
        ("再开空调", "List Bullet"),
    ):
        document.add_paragraph(text, style=style)
    document.add_paragraph("清洗滤网的顺序：")
    for text in ("断电", "取下滤网", "冲洗晾干"):
        document.add_paragraph(text, style="List Number")
    document.add_heading("夜里", level=2)
    paragraph = document.add_paragraph("办法见")
    hyperlink(paragraph, "国家标准", "https://example.org/std?a=1&b=2")
    paragraph.add_run("，也可以看")
    hyperlink(paragraph, "本机文件", "file:///C:/secret.txt")
    paragraph.add_run("。")
    document.add_paragraph("省一度是一度。", style="Quote")
    document.add_paragraph("——社区网格员 李梅", style="Quote")
    document.add_paragraph("以上做法来自居民的经验。")
    return saved(document)


def tables() -> bytes:
    """Tables: named, with merged cells, with a list and a link in a cell, one in another, one as a frame."""
    document = Document()
    document.add_paragraph("全年用电情况")
    document.add_paragraph("表1 各季度用电（万千瓦时）")
    table = document.add_table(rows=4, cols=3)
    for cell, text in zip(table.rows[0].cells, ("季度", "居民", "商业"), strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    for row, texts in zip(table.rows[1:3], (("一季度", "12.5", "8"), ("二季度", "10.0", "9")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(3, 0).text = "合计与说明"
    table.cell(3, 1).merge(table.cell(3, 2)).text = "见附件"
    document.add_paragraph("两个表之间的话。")
    table = document.add_table(rows=3, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "单位", "做法"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "第一小学"
    first = table.cell(1, 1)
    first.text = "两件事"
    first.add_paragraph("关灯", style="List Bullet")
    hyperlink(first.add_paragraph(), "看经验", "https://example.org/school")
    inner = table.cell(2, 1).add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "周一", "骑行"
    frame = document.add_table(rows=1, cols=1)
    frame.cell(0, 0).text = "框里的提示"
    frame.cell(0, 0).add_paragraph("第二段提示")
    numbers = document.add_table(rows=2, cols=2)
    for row, texts in zip(numbers.rows, (("2024", "31"), ("2025", "29")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    return saved(document)


def pictures() -> bytes:
    """Pictures: described or not, named, in a table, in a sentence, of a kind that we do not keep."""
    document = Document()
    document.add_paragraph("社区骑行日")
    document.add_paragraph("活动现场：")
    centred(document, "").add_run().add_picture(io.BytesIO(photo(1)), width=Cm(6))
    picture_alt(document, 0, "居民在广场推着自行车准备出发")
    centred(document, "图1 出发前")
    paragraph = document.add_paragraph("路上")
    paragraph.add_run().add_picture(io.BytesIO(encoded(scene(2), "PNG")), width=Cm(3))
    paragraph.add_run("风景很好。")
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "地点", "照片"
    table.cell(1, 0).text = "河边步道"
    table.cell(1, 1).paragraphs[0].add_run().add_picture(io.BytesIO(photo(3)), width=Cm(3))
    document.add_paragraph().add_run().add_picture(io.BytesIO(encoded(scene(4), "GIF")), width=Cm(3))
    document.add_paragraph("谢谢大家。")
    return saved(document)


def automatic_numbers() -> bytes:
    """Numerals that Word draws: 一、 （一） 第一条; an ordinary numbered list beside them."""
    document = Document()
    numbering_part(
        document,
        {
            101: [("chineseCounting", "%1、"), ("chineseCounting", "（%2）")],
            102: [("chineseCounting", "第%1条")],
            103: [("decimal", "%1."), ("lowerLetter", "%2)")],
        },
    )
    document.add_paragraph("居民低碳公约", style="Title")
    numbered(document.add_paragraph("总则"), 101, 0)
    numbered(document.add_paragraph("目的"), 101, 1)
    document.add_paragraph("让日子过得省一点。")
    numbered(document.add_paragraph("范围"), 101, 1)
    numbered(document.add_paragraph("全体居民自愿参加。"), 102, 0)
    numbered(document.add_paragraph("不攀比，不强求。"), 102, 0)
    numbered(document.add_paragraph("做法"), 101, 0)
    numbered(document.add_paragraph("随手关灯"), 103, 0)
    numbered(document.add_paragraph("楼道也一样"), 103, 1)
    numbered(document.add_paragraph("少用一次性用品"), 103, 0)
    return saved(document)


# What Word draws in that file, in the order of its paragraphs.
DRAWN = {"总则": "一、", "目的": "（一）", "范围": "（二）", "做法": "二、"} | {
    "全体居民自愿参加。": "第一条",
    "不攀比，不强求。": "第二条",
}


def awkward() -> bytes:
    """What no page can show as it is: notes, boxes, changes, comments, a formula, a chart, margins."""
    document = Document()
    document.add_paragraph("碳排放怎么算")
    document.sections[0].header.paragraphs[0].text = "内部资料 注意保存"
    document.sections[0].footer.paragraphs[0].text = "第三科 制"
    paragraph = document.add_paragraph("用电量乘以因子")
    paragraph._p.append(parse_xml(NOTE_REFERENCE))
    paragraph.add_run("就是排放量。")
    paragraph = document.add_paragraph("公式：")
    paragraph._p.append(parse_xml(FORMULA))
    paragraph = document.add_paragraph("旁边有一个框。")
    paragraph.add_run()._r.append(parse_xml(BOX))
    paragraph = document.add_paragraph("这句话")
    paragraph._p.append(parse_xml(INSERTED))
    paragraph._p.append(parse_xml(DELETED))
    paragraph.add_run("改过。")
    paragraph = document.add_paragraph("上一页")
    paragraph.add_run().add_break(WD_BREAK.PAGE)
    paragraph.add_run("下一页")
    run = document.add_paragraph("看得见，").add_run("看不见")
    run.font.hidden = True
    document.add_paragraph().add_run("划掉的话").font.strike = True
    document.add_paragraph("图表：").add_run()._r.append(parse_xml(CHART))
    ticked = document.add_paragraph("已阅")
    document.add_comment(ticked.runs, text="这里要再核实", author="审稿人")
    return add_parts(saved(document), {"footnotes": FOOTNOTES})


NOTE_REFERENCE = f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>'
INSERTED = f'<w:ins {nsdecls("w")} w:id="901" w:author="甲"><w:r><w:t>刚刚</w:t></w:r></w:ins>'
DELETED = f'<w:del {nsdecls("w")} w:id="902" w:author="甲"><w:r><w:delText>从来没有</w:delText></w:r></w:del>'
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
FORMULA = f'<m:oMath xmlns:m="{MATH}"><m:r><m:t>E=A</m:t></m:r><m:r><m:t>×F</m:t></m:r></m:oMath>'
BOX = f"""
<mc:AlternateContent {nsdecls("w", "wp", "a")}
    xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
    xmlns:v="urn:schemas-microsoft-com:vml"
    xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">
  <mc:Choice Requires="wps"><w:drawing><wp:inline><a:graphic><a:graphicData
      uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:txbx>
    <w:txbxContent><w:p><w:r><w:t>框里的字</w:t></w:r></w:p></w:txbxContent>
  </wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>
  <mc:Fallback><w:pict><v:shape><v:textbox>
    <w:txbxContent><w:p><w:r><w:t>框里的字</w:t></w:r></w:p></w:txbxContent>
  </v:textbox></v:shape></w:pict></mc:Fallback>
</mc:AlternateContent>"""
CHART = f"""
<w:drawing {nsdecls("w", "wp", "a", "r")}><wp:inline><a:graphic><a:graphicData
    uri="http://schemas.openxmlformats.org/drawingml/2006/chart">
  <c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="rId999"/>
</a:graphicData></a:graphic></wp:inline></w:drawing>"""
FOOTNOTES = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:footnotes {nsdecls("w")}>
  <w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
  <w:footnote w:id="2"><w:p><w:r><w:t>因子由国家公布。</w:t></w:r></w:p></w:footnote>
</w:footnotes>"""

FILES = {
    "notice": notice,
    "guide": guide,
    "tables": tables,
    "pictures": pictures,
    "automatic_numbers": automatic_numbers,
    "awkward": awkward,
}
