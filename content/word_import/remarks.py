"""Notes what a Word file holds that no page can show: deletions, charts, margins, comments."""

from lxml import etree

from content.word_import.ooxml import GONE, child, ink, q, shortened
from content.word_import.package import Parts, parse
from content.word_import.report import Report


def note_revisions(root: etree._Element, report: Report) -> None:
    """Insertions are taken as accepted, deletions as done."""
    added = [one for one in root.iter(q("w:ins"), q("w:moveTo")) if ink(one).strip()]
    if added:
        report.changed(
            "全文", f"有 {len(added)} 处修订“插入”，已按接受处理：“{shortened(ink(added[0]))}”等。"
        )
    for number, one in enumerate(root.iter(*(q(name) for name in GONE)), start=1):
        text = "".join(part.text or "" for part in one.iter(q("w:delText"), q("w:t")))
        if text.strip():
            report.lost(f"第 {number} 处修订“删除”", f"“{shortened(text)}”已按删除处理。")
    hidden = [run for run in root.iter(q("w:r")) if child(run, "w:rPr", "w:vanish") is not None and ink(run)]
    for run in hidden:
        report.noted(
            "隐藏文字", f"“{shortened(ink(run))}”在 Word 里是隐藏的，现在显示在正文里，不要的请删去。"
        )


def note_drawings(root: etree._Element, parts: Parts, report: Report) -> None:
    for number, chart in enumerate(root.iter(q("c:chart")), start=1):
        del chart
        report.lost(f"第 {number} 个图表", "Word 图表不能导入，请在 Word 里把它另存为图片，再插入正文。")
    for number, _ in enumerate(root.iter(q("dgm:relIds")), start=1):
        text = " ".join(_letters_of(parts, "word/diagrams/data"))
        report.lost(
            f"第 {number} 个图示（SmartArt）", f"不能导入，请另存为图片。里面的文字：“{shortened(text)}”。"
        )
    for number, _ in enumerate(root.iter(q("o:OLEObject")), start=1):
        report.lost(f"第 {number} 个嵌入对象", "嵌入的其他文件（如 Excel 表）不能导入，请改成表格或图片。")
    shapes = sum(next(one.iter(q("w:t")), None) is None for one in root.iter(q("wps:wsp")))
    if shapes:
        report.lost("全文", f"有 {shapes} 个画出来的线条或形状没有导入，需要时请另存为图片。")


def _letters_of(parts: Parts, start: str) -> list[str]:
    names = [name for name in parts if name.startswith(start) and name.endswith(".xml")]
    return [text.text or "" for name in sorted(names) for text in parse(parts[name]).iter(q("a:t"))]


def note_margins(parts: Parts, report: Report) -> None:
    """Headers and footers repeat on paper; a page has no such place."""
    for start, called in (("word/header", "页眉"), ("word/footer", "页脚")):
        texts = []
        for name in sorted(parts):
            if name.startswith(start) and name.endswith(".xml"):
                text = ink(parse(parts[name])).strip()
                if text and not text.strip("-—–－ ").isdecimal() and text not in texts:
                    texts.append(text)
        for text in texts:
            report.lost(called, f"“{shortened(text)}”没有放进正文，需要的请自己补上。")


def note_comments(parts: Parts, report: Report) -> None:
    if "word/comments.xml" not in parts:
        return
    comments = parse(parts["word/comments.xml"]).findall(q("w:comment"))
    for number, comment in enumerate(comments, start=1):
        report.lost(f"第 {number} 条批注", f"“{shortened(ink(comment))}”没有放进正文，请看看是否已处理。")
