"""Makes a .docx ready for mammoth: writes out what it would drop, and notes what no page can show."""

from lxml import etree

from content.word_import.numbering import numbers_of
from content.word_import.ooxml import TRANSITIONAL, has_above, ink, q, shortened, value
from content.word_import.package import MAIN, Parts, parse, written
from content.word_import.refusal import WordRefused
from content.word_import.remarks import note_comments, note_drawings, note_margins, note_revisions
from content.word_import.report import Report

HEADING_STYLES = ("heading", "标题", "title")


def prepare(parts: Parts, report: Report) -> tuple[Parts, etree._Element]:
    """The parts to give to mammoth, and the root of the prepared document."""
    root = parse(parts[MAIN])
    if not str(root.tag).startswith(f"{{{TRANSITIONAL[0]}}}"):
        raise WordRefused("这个文件用的是“严格 Open XML”格式。请另存为普通的“Word 文档（.docx）”再上传。")
    _write_equations(root, report)
    _free_text_boxes(root, report)
    _write_numbers(root, parts, report)
    note_revisions(root, report)
    note_drawings(root, parts, report)
    note_margins(parts, report)
    note_comments(parts, report)
    return {**parts, MAIN: written(root)}, root


def _write_equations(root: etree._Element, report: Report) -> None:
    """A formula becomes the letters in it."""
    formulas = [one for one in root.iter(q("m:oMath")) if not has_above(one, "m:oMath")]
    for number, formula in enumerate(formulas, start=1):
        text = "".join(letter.text or "" for letter in formula.iter(q("m:t")))
        run = etree.Element(q("w:r"))
        etree.SubElement(run, q("w:t")).text = text
        run.tail = None
        parent = formula.getparent()
        target = formula
        if parent is not None and parent.tag == q("m:oMathPara"):
            target, parent = parent, parent.getparent()
        if parent is None:
            continue
        if target.tag == q("m:oMathPara") and len(target.findall(q("m:oMath"))) > 1:
            target.addprevious(run)
            target.remove(formula)
        else:
            parent.replace(target, run)
        report.changed(
            f"第 {number} 个公式", f"改成了文字“{shortened(text)}”，上下标和分数线没有了，请核对。"
        )


def _free_text_boxes(root: etree._Element, report: Report) -> None:
    """A text box that only new versions of Word draw is rewritten as one that mammoth reads."""
    for choice in list(root.iter(q("mc:AlternateContent"))):
        fallback = choice.find(q("mc:Fallback"))
        if fallback is not None and ink(fallback).strip() == _choice_ink(choice).strip():
            continue
        new = choice.find(q("mc:Choice"))
        parent = choice.getparent()
        if new is not None and parent is not None and (fallback is None or _choice_ink(choice).strip()):
            for inner in list(new):
                choice.addprevious(inner)
            parent.remove(choice)
    for shape in list(root.iter(q("w:drawing"))):
        boxes = [] if has_above(shape, "mc:AlternateContent") else list(shape.iter(q("w:txbxContent")))
        parent = shape.getparent()
        for box in boxes:
            if parent is not None:
                old = etree.SubElement(
                    etree.SubElement(etree.Element(q("w:pict")), q("v:shape")), q("v:textbox")
                )
                picture = old.getparent().getparent()
                old.append(box)
                shape.addnext(picture)
    boxes = [box for box in root.iter(q("w:txbxContent")) if not _is_stored_twice(box) and ink(box).strip()]
    for number, box in enumerate(boxes, start=1):
        report.changed(
            f"第 {number} 个文本框", f"“{shortened(ink(box))}”放在它所在段落的后面，成为普通正文。"
        )


def _choice_ink(alternate: etree._Element) -> str:
    choice = alternate.find(q("mc:Choice"))
    if choice is None:
        return ""
    return "".join(text.text or "" for text in choice.iter(q("w:t")))


def _is_stored_twice(box: etree._Element) -> bool:
    return has_above(box, "mc:Choice")


def _write_numbers(root: etree._Element, parts: Parts, report: Report) -> None:
    """Numbers that HTML lists cannot draw, and those of headings, become text."""
    numbering, styles = (
        parse(parts[name]) if name in parts else None for name in ("word/numbering.xml", "word/styles.xml")
    )
    numbers = numbers_of(numbering, styles)
    names = _style_names(styles)
    drawn = 0
    for paragraph in root.iter(q("w:p")):
        place = numbers.place(paragraph)
        level = numbers.level(place) if place else None
        if place is None or level is None or not ink(paragraph).strip():
            continue
        is_heading = names.get(value(paragraph, "w:pPr", "w:pStyle"), "").startswith(HEADING_STYLES)
        number = numbers.next(place)
        if level.kind in {"bullet", "none"} or (level.is_list and not is_heading):
            continue
        _put_before(paragraph, number)
        drawn += 1
    if drawn:
        report.changed(
            "全文", f"有 {drawn} 处 Word 自动编号（如“一、”“（一）”）已写成文字，请核对编号是否连续。"
        )


def _style_names(styles: etree._Element | None) -> dict[str, str]:
    found = [] if styles is None else styles.findall(q("w:style"))
    return {str(style.get(q("w:styleId"))): value(style, "w:name").lower() for style in found}


def _put_before(paragraph: etree._Element, number: str) -> None:
    run = etree.Element(q("w:r"))
    etree.SubElement(run, q("w:t")).text = number
    properties = paragraph.find(q("w:pPr"))
    if properties is None:
        properties = etree.Element(q("w:pPr"))
        paragraph.insert(0, properties)
    if (own := properties.find(q("w:numPr"))) is not None:
        properties.remove(own)
    # The style's own number is put out as well.
    etree.SubElement(etree.SubElement(properties, q("w:numPr")), q("w:numId")).set(q("w:val"), "0")
    properties.addnext(run)
